/** The cut-over as the demo lives it: always half done, whatever the day on which somebody tries it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { writePrivately } from './demo-files.ts';

const timeZone = 'Europe/Budapest';
/** From the month of the first start, in months. */
const phases = { announced_from: -6, both_offered_from: -2, application_only_from: 6, closed_from: 18 };
/** Less is made anew: what the README says must still hold while the demo runs. */
const leastDaysLeft = 30;

/** As `config/calendar.json` is written. */
export interface DemoCalendar {
  readonly time_zone: string;
  readonly announced_from: string;
  readonly both_offered_from: string;
  readonly application_only_from: string;
  readonly closed_from: string;
}

/**
 * The calendar that the first start has made, for as long as a password alone still signs in and will for a month; then another. A
 * person's own `KAPU_CONFIG_DIR` has a calendar of its own, which this is not for.
 */
export function ensureDemoCalendar(dataDirectory: string, now: Date): DemoCalendar {
  const path = join(dataDirectory, 'calendar.json');
  const kept = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as DemoCalendar) : undefined;
  if (kept && isGoodFor(leastDaysLeft, kept, now)) {
    return kept;
  }
  const made = demoCalendarFrom(now);
  writePrivately(path, `${JSON.stringify(made, undefined, 2)}\n`);
  return made;
}

/** Each phase begins with a month, at midnight in Budapest. */
export function demoCalendarFrom(start: Date): DemoCalendar {
  const month = localDate(start).with({ day: 1 });
  const begin = (months: number): string => `${month.add({ months })}T00:00`;
  return {
    time_zone: timeZone,
    announced_from: begin(phases.announced_from),
    both_offered_from: begin(phases.both_offered_from),
    application_only_from: begin(phases.application_only_from),
    closed_from: begin(phases.closed_from),
  };
}

/** Also false before it has begun, for a machine whose clock was set back. */
function isGoodFor(days: number, calendar: DemoCalendar, now: Date): boolean {
  const today = localDate(now);
  const begun = Temporal.PlainDateTime.from(calendar.both_offered_from).toPlainDate();
  const end = Temporal.PlainDateTime.from(calendar.application_only_from).toPlainDate();
  return (
    Temporal.PlainDate.compare(begun, today) <= 0 && Temporal.PlainDate.compare(today.add({ days }), end) <= 0
  );
}

function localDate(instant: Date): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
}
