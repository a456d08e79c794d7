/** Instants in the words of people, on the clocks of the country. */
import { whichOfTwo } from '../../translation/hour-that-comes-twice.ts';
import { type Language, languages } from '../languages.ts';

const timeZone = 'Europe/Budapest';
const hourInMilliseconds = 60 * 60 * 1000;

const onTheClock = writtenAs({ hour: '2-digit', minute: '2-digit' });
const asDate = writtenAs({ dateStyle: 'long' });
const asInstant = writtenAs({ dateStyle: 'long', timeStyle: 'short' });
const asDay = writtenAs({ dateStyle: 'short' });

/** What writes is made at its first use, and kept: to make one takes sixty times as long as to write. */
function writtenAs(style: Intl.DateTimeFormatOptions): (instant: Date, locale: string | undefined) => string {
  const kept = new Map<string | undefined, Intl.DateTimeFormat>();
  return (instant, locale) => {
    const format = kept.get(locale) ?? new Intl.DateTimeFormat(locale, { ...style, timeZone });
    kept.set(locale, format);
    return format.format(instant);
  };
}

/** Hours and minutes as on a Hungarian clock. */
export function timeOfDay(instant: Date): string {
  return `${onTheClock(instant, 'hu')}${whichOfTwo(instant)}`;
}

export function dateInWords(instant: Date, language: Language): string {
  return asDate(instant, localeOf(language));
}

/** Date and time of day, e.g. `2026. november 22. 9:05`. */
export function instantInWords(instant: Date, language: Language): string {
  return `${asInstant(instant, localeOf(language))}${whichOfTwo(instant)}`;
}

function localeOf(language: Language): string | undefined {
  return languages.find(({ lang }) => lang === language)?.dates;
}

/** The day of an instant on the calendar of the country, e.g. `2026-11-22`. */
export function dayOf(instant: Date): string {
  return asDay(instant, 'sv-SE');
}

/** @param day `2026-11-22`, on the calendar of the country @returns the instant at which it begins there. */
export function beginningOf(day: string): Date {
  // Clocks are changed by an hour, and never at midnight.
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const summer = new Date(midnight - 2 * hourInMilliseconds);
  return dayOf(summer) === day ? summer : new Date(midnight - hourInMilliseconds);
}

/** False where the last day is before the first. Of what is no day nothing is said. */
export function isInOrder(first: string, last: string): boolean {
  return !(Date.parse(last) < Date.parse(first));
}

export function dayAfter(day: string, days = 1): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 24 * hourInMilliseconds).toISOString().slice(0, 10);
}

/** How long it is until then, for a page that counts down: minutes and seconds, and the instants that a script counts with. */
export function timeLeft(until: Date, now: Date): { until: string; now: string; left: string } {
  const seconds = Math.max(0, Math.ceil((until.getTime() - now.getTime()) / 1000));
  const two = (number: number): string => String(number).padStart(2, '0');
  const left = `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
  return { until: until.toISOString(), now: now.toISOString(), left };
}
