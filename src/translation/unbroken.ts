/** Where a line would end at the hyphen of a word and leave a few letters of it alone: `e-` and `mail`, `21:05-` and `ig`. */

/** Word joiner (Unicode Standard Annex 14, WJ): nobody sees it, it has no width, and no line ends at it. The hyphen stays the one that is searched for. */
const joiner = '\u2060';

/** Neither in the name of a choice, which a brace follows. */
const behindFew = /(?<![\p{L}\p{N}-])\p{L}{1,2}-(?=\p{L}(?!\p{L}*\s*\{))/gu;
const beforeFew = /(?<=[\p{L}\p{N}}])-(?=\p{L}{1,3}(?!\p{L}|\s*\{))/gu;

/** @param text a message, before anything is inserted: an address that is copied from a page is to have nothing in it that nobody sees */
export function unbroken(text: string): string {
  return text.replace(behindFew, `$&${joiner}`).replace(beforeFew, `$&${joiner}`);
}

export function unbrokenTexts<Key extends string>(
  texts: Readonly<Record<Key, string>>,
): Readonly<Record<Key, string>> {
  const kept = Object.entries<string>(texts).map(([key, text]) => [key, unbroken(text)]);
  return Object.fromEntries(kept) as Record<Key, string>;
}
