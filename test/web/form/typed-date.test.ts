import { expect, it } from '@jest/globals';
import { dateAsTyped, typedDateAsIso } from '../../../src/web/form/typed-date.ts';

it.each(['1956-03-14', '1956.03.14.', '1956. 03. 14.', '1956. 3. 14', ' 1956.03.14 '])(
  'reads a day as documents write it: “%s”',
  (typed) => {
    expect(typedDateAsIso(typed).trim()).toBe('1956-03-14');
  },
);

it.each(['', '14.03.1956', '1956. március 14.', '56.03.14.', '1956..'])(
  'leaves alone what is no such day: “%s”',
  (typed) => {
    expect(typedDateAsIso(typed)).toBe(typed);
  },
);

it('shows a day as its reader would type it, which is read again', () => {
  expect([dateAsTyped('1956-03-14', 'hu'), dateAsTyped('1956-03-14', 'en'), dateAsTyped('', 'hu')]).toEqual([
    '1956. 03. 14.',
    '1956-03-14',
    '',
  ]);
  expect(typedDateAsIso(dateAsTyped('1956-03-14', 'hu'))).toBe('1956-03-14');
});
