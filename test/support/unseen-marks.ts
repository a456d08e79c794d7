/** What no name of a person may hold, whoever writes it; at no end of it, where it would be cut off. */
export const unseenMarks: readonly [string, string][] = [
  ['a soft hyphen', '\u00ad'],
  ['a space of no width', '\u200b'],
  ['a joiner', '\u200d'],
  ['a turned direction', '\u202e'],
  ['the end of a line', '\u2028'],
  ['a tag', '\u{e0041}'],
];
