/** Calendars of the cut-over that stand still in one of its phases. */
import type { Calendar, Phase } from '../../src/assurance/cutover-calendar.ts';

const longAgo = new Date('2020-01-01T00:00:00Z');
export const farAhead = new Date('2100-01-01T00:00:00Z');

/** In their order. */
export const phases: readonly Phase[] = [
  'password',
  'announced',
  'both-offered',
  'application-only',
  'closed',
];

export function calendarIn(phase: Phase) {
  const begun = (other: Phase): Date => (phases.indexOf(phase) >= phases.indexOf(other) ? longAgo : farAhead);
  return {
    timeZone: 'Europe/Budapest',
    announcedFrom: begun('announced'),
    bothOfferedFrom: begun('both-offered'),
    applicationOnlyFrom: begun('application-only'),
    closedFrom: begun('closed'),
    passwordOnlyUntil: new Map<string, Date>(),
  } satisfies Calendar;
}
