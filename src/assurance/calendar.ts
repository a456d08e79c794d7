/**
 * The cut-over from Ügyfélkapu (password) to Ügyfélkapu+ (password, then a code), as pure functions of the calendar
 * and an instant.
 */
import { z } from 'zod';
import type { Assurance } from './levels.ts';

export const calendarSchema = z.strictObject({
  /** From this instant on a password alone signs nobody in. ISO 8601 with offset. */
  password_only_until: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
});

export type Calendar = z.output<typeof calendarSchema>;

/** `ugyfelkapu` is the password alone, `ugyfelkapu-plus` the password and then a code. */
export type Method = 'ugyfelkapu' | 'ugyfelkapu-plus';

/** The ways of signing in that are on offer where at least `demanded` is needed. */
export function methodsOnOffer(calendar: Calendar, demanded: Assurance, now: Date): Method[] {
  const passwordAloneIsEnough = demanded === 'low' && now < calendar.password_only_until;
  return passwordAloneIsEnough ? ['ugyfelkapu-plus', 'ugyfelkapu'] : ['ugyfelkapu-plus'];
}

/** What a session must have reached at `now`: the demand itself, or more once the calendar has closed the password. */
export function leastAcceptable(calendar: Calendar, demanded: Assurance, now: Date): Assurance {
  const methods = methodsOnOffer(calendar, demanded, now);
  return demanded === 'low' && !methods.includes('ugyfelkapu') ? 'substantial' : demanded;
}
