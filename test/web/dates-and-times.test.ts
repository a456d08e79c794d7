/** Instants as people are told of them, in the night when clocks go back and an hour comes twice. */
import { expect, it } from '@jest/globals';
import { translator } from '../../src/composition/words.ts';
import { writeMessage } from '../../src/notifications/messages.ts';
import { lockedError } from '../../src/web/form/locked-error.ts';
import { instantInWords, timeOfDay, valuesInWords } from '../../src/web/page/dates-and-times.ts';

const minutes = 60_000;
const first = new Date('2026-10-25T00:55:00Z');

it('a code that is given before clocks go back does not say that it ended before it was given', () => {
  const until = new Date(first.getTime() + 10 * minutes);
  expect([timeOfDay(first, 'hu'), timeOfDay(until, 'hu')]).toEqual([
    'nyári idő szerint 02:55',
    'téli idő szerint 02:05',
  ]);
  expect(instantInWords(first, 'hu')).toBe('2026. október\u00a025. nyári idő szerint 2:55');
  expect(instantInWords(until, 'en')).toBe('25\u00a0October 2026 at 02:05 (winter time)');
});

it('a sentence joins its suffix to the time, and not to which of the two it is', () => {
  const { message, values } = lockedError('code', 'code.locked', first);
  expect(translator('hu')(message, valuesInWords(values, 'hu'))).toContain('nyári idő szerint 02:55-ig nem');
  expect(translator('en')(message, valuesInWords(values, 'en'))).toContain('02:55 (summer time)');
});

it('no other hour of the year says by which time it is', () => {
  const year = Array.from({ length: 366 * 24 }, (_, hour) => new Date(Date.UTC(2026, 0, 1, hour, 30)));
  const said = year.filter((instant) => /idő|time/.test(timeOfDay(instant, 'hu') + timeOfDay(instant, 'en')));
  expect(said.map((instant) => instant.toISOString())).toEqual([
    '2026-10-25T00:30:00.000Z',
    '2026-10-25T01:30:00.000Z',
  ]);
});

it('a mail says of what happened in that hour in which of the two it was', () => {
  const details = { name: 'Minta Anna', when: first, address: 'https://kapu.example/fiok', more: {} };
  const { text } = writeMessage('password-changed', 'hu', details);
  expect(text).toContain('2026. október\u00a025. nyári idő szerint 2:55');
});
