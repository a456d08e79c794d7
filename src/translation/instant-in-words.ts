/** An instant as a format writes it: the day stays with its month, and a time that comes twice says which it is. */
import { type LanguageOfTimes, sayWhichOfTwo } from './hour-that-comes-twice.ts';

const noBreak = '\u00a0';

/** @param format writes the time, where it does, after the date */
export function writeInstant(format: Intl.DateTimeFormat, instant: Date, language: LanguageOfTimes): string {
  const parts = format.formatToParts(instant);
  const hour = parts.findIndex(({ type }) => type === 'hour');
  const timeAt = hour < 0 ? parts.length : hour;
  const date = parts.slice(0, timeAt).map(withDayAndMonthTogether).join('');
  const time = parts
    .slice(timeAt)
    .map(({ value }) => value)
    .join('');
  return date + (time && sayWhichOfTwo(time, instant, language));
}

/** Else a narrow screen has `december` on one line, and `1.` on the next. */
function withDayAndMonthTogether(
  { value }: Intl.DateTimeFormatPart,
  nth: number,
  parts: readonly Intl.DateTimeFormatPart[],
): string {
  const around = [parts[nth - 1]?.type, parts[nth + 1]?.type];
  return around.includes('day') && around.includes('month') ? value.replaceAll(' ', noBreak) : value;
}
