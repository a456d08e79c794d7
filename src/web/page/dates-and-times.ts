/** Instants in the words of people, on the clocks of the country. */
import { sayWhichOfTwo } from '../../translation/hour-that-comes-twice.ts';
import { writeInstant } from '../../translation/instant-in-words.ts';
import { type Language, languages } from '../languages.ts';
import type { MessageValue, MessageValues } from '../translate.ts';

const timeZone = 'Europe/Budapest';
const hourInMilliseconds = 60 * 60 * 1000;

const onTheClock = formatsOf({ hour: '2-digit', minute: '2-digit' });
const asDate = formatsOf({ dateStyle: 'long' });
const asInstant = formatsOf({ dateStyle: 'long', timeStyle: 'short' });
const asDay = formatsOf({ dateStyle: 'short' });

/** What writes is made at its first use, and kept: to make one takes sixty times as long as to write. */
function formatsOf(style: Intl.DateTimeFormatOptions): (locale: string | undefined) => Intl.DateTimeFormat {
  const kept = new Map<string | undefined, Intl.DateTimeFormat>();
  return (locale) => {
    const format = kept.get(locale) ?? new Intl.DateTimeFormat(locale, { ...style, timeZone });
    kept.set(locale, format);
    return format;
  };
}

/** Hours and minutes as on a Hungarian clock. */
export function timeOfDay(instant: Date, language: Language): string {
  return sayWhichOfTwo(onTheClock('hu').format(instant), instant, language);
}

/** The same in a text message. */
export function briefTimeOfDay(instant: Date, language: Language): string {
  return sayWhichOfTwo(onTheClock('hu').format(instant), instant, language, 'brief');
}

export function dateInWords(instant: Date, language: Language): string {
  return writeInstant(asDate(localeOf(language)), instant, language);
}

/** Date and time of day, e.g. `2026. november 22. 9:05`. */
export function instantInWords(instant: Date, language: Language): string {
  return writeInstant(asInstant(localeOf(language)), instant, language);
}

/** Among the values of a message that is kept with its form: it is put into words where it is shown, which may be in another language. */
export interface KeptInstant {
  /** ISO 8601. */
  readonly instant: string;
  readonly as: keyof typeof inWords;
}

const inWords = { timeOfDay, instantInWords };

export function keptInstant(instant: Date, as: KeptInstant['as']): KeptInstant {
  return { instant: instant.toISOString(), as };
}

export type KeptValues = Readonly<Record<string, MessageValue | KeptInstant>>;

export function valuesInWords(values: KeptValues = {}, language: Language): MessageValues {
  const said = Object.entries(values).map(([name, value]) => [
    name,
    isKeptInstant(value) ? inWords[value.as](new Date(value.instant), language) : value,
  ]);
  return Object.fromEntries(said);
}

function isKeptInstant(value: MessageValue | KeptInstant): value is KeptInstant {
  return typeof value === 'object' && 'instant' in value;
}

function localeOf(language: Language): string | undefined {
  return languages.find(({ lang }) => lang === language)?.dates;
}

/** The day of an instant on the calendar of the country, e.g. `2026-11-22`. */
export function dayOf(instant: Date): string {
  return asDay('sv-SE').format(instant);
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
