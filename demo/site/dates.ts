/** Dates of a sample site as its readers write them, on the clocks of the country. They look as the provider's own do. */
import type { Language } from './language.ts';

const locales = { hu: 'hu-HU', en: 'en-GB' } as const;

/** An instant in the words of the language. */
export function instantInWords(instant: Date, language: Language): string {
  return written(instant, language, { dateStyle: 'long', timeStyle: 'short', timeZone: 'Europe/Budapest' });
}

/** A calendar date (`1956-03-14`) in the words of the language; anything else stays as it is. */
export function dayInWords(day: string, language: Language): string {
  const instant = new Date(`${day}T00:00:00Z`);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(instant.getTime());
  return isDay ? written(instant, language, { dateStyle: 'long', timeZone: 'UTC' }) : day;
}

/** The day stays with its month where a line ends. */
function written(instant: Date, language: Language, style: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locales[language], style)
    .format(instant)
    .replace(/(?<=\p{L}) (?=\d{1,2}\.)|(?<=^\d{1,2}) /u, '\u00a0');
}
