import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { demoCalendarFrom, ensureDemoCalendar } from '../../demo/launch/demo-calendar.ts';
import { prepareWallets } from '../../demo/launch/demo-wallets.ts';
import { calendarSchema, offerAt, phaseAt } from '../../src/assurance/cutover-calendar.ts';

const day = 86_400_000;
const delivered = resolve('config');
const days = [
  '2026-11-28T20:00:00Z',
  '2026-12-31T22:59:59Z',
  '2026-12-31T23:00:00Z',
  '2027-03-28T00:59:59Z',
  '2027-10-31T00:59:59Z',
  '2028-02-29T12:00:00Z',
  '2031-07-01T12:00:00Z',
  '2031-08-31T23:59:59Z',
];

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kapu-demo-'));
});

afterEach(() => rmSync(directory, { recursive: true }));

describe('the calendar of a demo that is first started', () => {
  it.each(days)('at %s lets a password alone sign in, and for a month at least', (text) => {
    const start = new Date(text);
    const calendar = calendarSchema.parse(demoCalendarFrom(start));
    for (const at of [start, new Date(start.getTime() + 31 * day)]) {
      expect(phaseAt(calendar, at)).toBe('both-offered');
      const { methods, passwordOpens } = offerAt(calendar, 'e-ugyintezes', 'low', at);
      expect([methods.length, passwordOpens]).toEqual([2, 'sign-in']);
    }
  });

  it('begins each phase with a month of Budapest', () => {
    expect(demoCalendarFrom(new Date('2026-12-31T23:00:00Z'))).toEqual({
      time_zone: 'Europe/Budapest',
      announced_from: '2026-07-01T00:00',
      both_offered_from: '2026-11-01T00:00',
      application_only_from: '2027-07-01T00:00',
      closed_from: '2028-07-01T00:00',
    });
  });
});

describe('at later starts', () => {
  const first = new Date('2031-07-01T12:00:00Z');

  it.each([
    ['stays what it was', '2031-12-01T12:00:00Z', 'kept'],
    ['is made anew when less than a month is left', '2031-12-03T12:00:00Z', 'made anew'],
    ['is made anew when a password alone signs nobody in', '2036-02-29T12:00:00Z', 'made anew'],
    ['is made anew when the clock was set back to before', '2026-11-28T20:00:00Z', 'made anew'],
  ])('it %s', (_, later, expected) => {
    const made = ensureDemoCalendar(directory, first);
    const found = ensureDemoCalendar(directory, new Date(later));
    expect(found).toEqual(expected === 'kept' ? made : demoCalendarFrom(new Date(later)));
    expect(ensureDemoCalendar(directory, new Date(later))).toEqual(found);
  });
});

describe('the configuration that the demo is started with', () => {
  const now = new Date('2031-07-01T12:00:00Z');
  const calendarOf = async (isChosen: boolean): Promise<unknown> => {
    const source = { directory: delivered, isChosen };
    const prepared = await prepareWallets(
      directory,
      source,
      'http://localhost:3000',
      'http://localhost:4002',
      now,
    );
    return JSON.parse(readFileSync(join(prepared.configDirectory, 'calendar.json'), 'utf8'));
  };

  it('has the demo’s calendar', async () => {
    await expect(calendarOf(false)).resolves.toEqual(demoCalendarFrom(now));
  });

  it('has the calendar of whoever chose it', async () => {
    const theirs = JSON.parse(readFileSync(join(delivered, 'calendar.json'), 'utf8'));
    await expect(calendarOf(true)).resolves.toEqual(theirs);
  });
});
