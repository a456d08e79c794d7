/** Days as people type them. */
import type { Language } from '../language.ts';

/** `1956-03-14`, also from `1956. 03. 14.` as documents have it; anything else as it was typed. */
export function typedDateAsIso(typed: string): string {
  const [, year, month = '', day = ''] =
    /^(\d{4})[.\s]+(\d{1,2})[.\s]+(\d{1,2})\.?$/.exec(typed.trim()) ?? [];
  return year === undefined ? typed : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** As the hints of fields show it: `1956. 03. 14.` in Hungarian. @param day `1956-03-14`, or nothing */
export function dateAsTyped(day: string, language: Language): string {
  return language === 'hu' ? day.replace(/^(\d{4})-(\d{2})-(\d{2})$/, '$1. $2. $3.') : day;
}
