/** The languages that pages speak; the first is that of whoever said nothing. Their words are kept beside the pages of each room (decision 33). */

export interface Spoken<Name extends string = string> {
  /** BCP 47. */
  readonly lang: Name;
  /** What the language calls itself. */
  readonly label: string;
  /** How its readers write days and hours. */
  readonly dates: string;
}

export const languages = [
  { lang: 'hu', label: 'Magyar', dates: 'hu' },
  { lang: 'en', label: 'English', dates: 'en-GB' },
] as const satisfies readonly Spoken[];

export type Language = (typeof languages)[number]['lang'];
