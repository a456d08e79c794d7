/** The portal's words, and dates as its readers write them. */
import { type Language, speak, type Translate as TranslateOf } from '../site/language.ts';
import { en } from './words/en.ts';
import { hu, type MessageKey } from './words/hu.ts';

export type Translate = TranslateOf<MessageKey>;

export const { languageOf, translator } = speak<MessageKey>({ hu, en }, 'portal_language');

/** An instant in the words of the language, in Hungary's time. */
export function inWords(instant: Date, language: Language): string {
  const style = { dateStyle: 'long', timeStyle: 'short', timeZone: 'Europe/Budapest' } as const;
  return new Intl.DateTimeFormat(localeOf(language), style).format(instant);
}

/** A calendar date (`1956-03-14`) in the words of the language; anything else stays as it is. */
export function dateInWords(date: string, language: Language): string {
  const instant = new Date(`${date}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(instant.getTime())) {
    return date;
  }
  return new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'long', timeZone: 'UTC' }).format(instant);
}

function localeOf(language: Language): string {
  return language === 'hu' ? 'hu-HU' : 'en-GB';
}
