/** Telephone numbers as people read them: in groups. */

/** Of Hungary: Budapest has one digit and seven, mobile networks two and seven, other districts two and six. */
const hungarian = [
  { pattern: /^\+36(1)(\d{3})(\d{4})$/ },
  { pattern: /^\+36([2357]0|31)(\d{3})(\d{4})$/ },
  { pattern: /^\+36(\d{2})(\d{3})(\d{3})$/ },
];

/** `+36 30 123 4567`, not broken between lines. Numbers of other countries stay as they are: their groups differ. */
export function inGroups(number: string): string {
  const [, ...groups] =
    hungarian.map(({ pattern }) => pattern.exec(number)).find((match) => match !== null) ?? [];
  return groups.length > 0 ? ['+36', ...groups].join('\u00a0') : number;
}
