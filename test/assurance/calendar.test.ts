import { describe, expect, it } from '@jest/globals';
import {
  calendarSchema,
  leastAcceptable,
  type Method,
  methodsOnOffer,
} from '../../src/assurance/calendar.ts';
import type { Assurance } from '../../src/assurance/levels.ts';

/** As in Hungary on 16 January 2025: from midnight on a password alone signs nobody in. */
const calendar = calendarSchema.parse({ password_only_until: '2025-01-16T00:00:00+01:00' });

const both: Method[] = ['ugyfelkapu-plus', 'ugyfelkapu'];
const plusAlone: Method[] = ['ugyfelkapu-plus'];

describe('what is on offer, and what a session must have reached', () => {
  const table: [string, Assurance, Method[], Assurance][] = [
    ['2024-07-01T12:00:00+02:00', 'low', both, 'low'],
    ['2025-01-15T23:59:59+01:00', 'low', both, 'low'],
    ['2025-01-15T23:59:59.999+01:00', 'low', both, 'low'],
    ['2025-01-16T00:00:00+01:00', 'low', plusAlone, 'substantial'],
    ['2025-01-16T00:00:01+01:00', 'low', plusAlone, 'substantial'],
    ['2025-01-15T23:00:00Z', 'low', plusAlone, 'substantial'],
    ['2035-01-16T00:00:00+01:00', 'low', plusAlone, 'substantial'],
    ['2024-07-01T12:00:00+02:00', 'substantial', plusAlone, 'substantial'],
    ['2025-01-15T23:59:59+01:00', 'substantial', plusAlone, 'substantial'],
    ['2025-01-16T00:00:00+01:00', 'substantial', plusAlone, 'substantial'],
    ['2025-01-15T23:59:59+01:00', 'high', plusAlone, 'high'],
    ['2025-01-16T00:00:00+01:00', 'high', plusAlone, 'high'],
  ];

  it.each(table)('at %s where %s is demanded: %j, %s', (instant, demanded, methods, least) => {
    const now = new Date(instant);
    expect(methodsOnOffer(calendar, demanded, now)).toEqual(methods);
    expect(leastAcceptable(calendar, demanded, now)).toBe(least);
  });

  it('the Ügyfélkapu+ is always offered first', () => {
    expect(methodsOnOffer(calendar, 'low', new Date('2024-07-01T12:00:00Z'))[0]).toBe('ugyfelkapu-plus');
  });
});

describe('the calendar in the configuration', () => {
  it.each([
    ['2025-01-16T00:00:00+01:00', '2025-01-15T23:00:00.000Z'],
    ['2025-07-01T00:00:00+02:00', '2025-06-30T22:00:00.000Z'],
    ['2025-01-15T23:00:00Z', '2025-01-15T23:00:00.000Z'],
  ])('names an instant with its offset: %s', (text, instant) => {
    const parsed = calendarSchema.parse({ password_only_until: text });
    expect(parsed.password_only_until.toISOString()).toBe(instant);
  });

  it.each([
    {},
    { password_only_until: '2025-01-16' },
    { password_only_until: '2025-01-16T00:00:00' },
    { password_only_until: '2025-02-30T00:00:00+01:00' },
    { password_only_until: 1736982000 },
    { password_only_until: null },
    { password_only_until: '2025-01-16T00:00:00+01:00', another_date: '2025-03-31T00:00:00+02:00' },
  ])('with anything else is refused: %j', (written) => {
    expect(calendarSchema.safeParse(written).success).toBe(false);
  });
});
