/**
 * The Hungarian article before something that is inserted. A text writes `a(z) {service}`; what is said is *a* before a consonant and *az*
 * before a vowel, as one hears it: az Ügyfélkapu, a NAV, az OTP, az MNB, az 5, a 15, az 1000, az V. kerület.
 */
export type Article = 'a' | 'az';

/** Stands in a text for an article that is still to be chosen. From a plane of Unicode that no text uses. */
const undecided = '\u{F0000}';
const place = new RegExp(`(a)${undecided}(?=(.*))`, 'giu');

/** Before values are filled in: nobody's name can be taken for an article of ours. */
export function markArticles(text: string): string {
  return text.replace(/(?<!\p{L})([Aa])\(z\)(?=\s)/gu, `$1${undecided}`);
}

/**
 * After values are filled in.
 * @param filled where they are not yet: what follows, with them
 */
export function chooseArticles(text: string, filled = (rest: string): string => rest): string {
  return text.replace(place, (_, letter: string, rest: string) => letter + articleOf(filled(rest)).slice(1));
}

/** @param text what follows; quotation marks, brackets and emphasis before its first word are not heard */
export function articleOf(text: string): Article {
  const heard = text.replace(/^[^\p{L}\p{N}&€+@%-]+/u, '').normalize('NFC');
  if (/^\d/.test(heard)) {
    return articleOfNumber(heard);
  }
  const ordinal = romanOrdinal(heard);
  if (ordinal) {
    return articleOfNumber(String(ordinal));
  }
  const word = /^[\p{L}\p{N}]*/u.exec(heard)?.[0] ?? '';
  return isSpelt(word) ? articleOfSpelt(word) : articleOfWord(heard);
}

/**
 * The first group of digits is said first: 5 *öt*, 50 *ötven*, 500 *ötszáz*, 5 000 *ötezer* – and 1 *egy*, 1 000 *ezer*, 1 000 000 *egymillió*,
 * but 10 *tíz*, 100 *száz*, 10 000 *tízezer*.
 */
function articleOfNumber(text: string): Article {
  const digits = (/^\d+(?:[ \u00a0\u202f]\d{3}(?!\d))*/.exec(text)?.[0] ?? '').replace(/\D/g, '');
  const first = digits.slice(0, digits.length % 3 || 3);
  return first.startsWith('5') || first === '1' ? 'az' : 'a';
}

/** `V. kerület` is the fifth; `V. Nagy Anna` is somebody's initial. */
function romanOrdinal(text: string): number | undefined {
  const numeral = /^([IVXLC]+)\.(?=\s+\p{Ll}|\s*$)/u.exec(text)?.[1];
  return numeral === undefined ? undefined : [...numeral].map(valueOfRoman).reduce(addRoman, 0);
}

const romanValues: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10, L: 50, C: 100 };

function valueOfRoman(letter: string): number {
  return romanValues[letter] ?? 0;
}

/** Whatever stands before a greater one is taken away from it. */
function addRoman(sum: number, value: number, at: number, values: readonly number[]): number {
  return value < (values[at + 1] ?? 0) ? sum - value : sum + value;
}

/** Capitals that no vowel makes a word of are said letter by letter: MNB, but not NAV. */
function isSpelt(word: string): boolean {
  return /^[\p{Lu}\p{N}]+$/u.test(word) && !/^\p{L}.*[AEIOUÁÉÍÓÖŐÚÜŰ]/u.test(word);
}

/** The names of letters: ef, el, em, en, er, es, iksz, ipszilon; the names of vowels are vowels. */
function articleOfSpelt(word: string): Article {
  return /^[FLMNRSXYAEIOUÁÉÍÓÖŐÚÜŰ]/u.test(word) ? 'az' : 'a';
}

/** & is *és*, € is *euró*. A Y before a consonant is a vowel: Ybl, but not Yettel. */
function articleOfWord(word: string): Article {
  return /^(?:[aeiou&€]|y(?![aeiou]))/iu.test(word.normalize('NFD')) ? 'az' : 'a';
}
