/** Days as people type them. */

/** `1956-03-14`, also from `1956. 03. 14.` as documents have it; anything else as it was typed. */
export function typedDateAsIso(typed: string): string {
  const [, year, month = '', day = ''] =
    /^(\d{4})[.\s]+(\d{1,2})[.\s]+(\d{1,2})\.?$/.exec(typed.trim()) ?? [];
  return year === undefined ? typed : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
