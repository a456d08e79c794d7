/** Instants in the words of people, on the clocks of the country. */
import type { Language } from './language.ts';

const timeZone = 'Europe/Budapest';

/** Hours and minutes as on a Hungarian clock. */
export function timeOfDay(instant: Date): string {
  return new Intl.DateTimeFormat('hu', { hour: '2-digit', minute: '2-digit', timeZone }).format(instant);
}

export function dateInWords(instant: Date, language: Language): string {
  const locale = language === 'en' ? 'en-GB' : language;
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone }).format(instant);
}

/** Date and time of day, e.g. `2026. november 22. 9:05`. */
export function instantInWords(instant: Date, language: Language): string {
  const locale = language === 'en' ? 'en-GB' : language;
  const style = { dateStyle: 'long', timeStyle: 'short', timeZone } as const;
  return new Intl.DateTimeFormat(locale, style).format(instant);
}
