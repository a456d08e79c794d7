/**
 * Where long Hungarian words may be parted when letters are so large that a line has room for a dozen of them. Browsers know the syllables of
 * a language, but not our compounds (`kormányab-lak`), some part no word that begins with a capital, and some have no dictionary.
 */

/** Soft hyphen: nobody sees it but where a line ends at it. */
const softHyphen = '\u00ad';

/** Shorter words fit a line in letters twice as large. None of an address, and nothing that a message names: an argument, a choice. */
const longWord = /(?<![\p{L}\p{M}\p{N}_/.@-])\p{L}{12,}(?![\p{L}\p{N}_/@]|\s*\{)/gu;
const argument = /\{\s*\p{L}+\s*[,}]/gu;

/** As many letters stay together on either side. */
const fewest = 3;

/** Where what is put together is joined within a syllable, or is best parted. */
// biome-ignore format: a list
const seams = [
  'azonosító|kul', 'el|ér', 'el|olvas', 'el|utas', 'ellen|őr', 'fel|ismer', 'felhasználó|név', 'kormány|ablak', 'leg|újabb',
  'meg|erős', 'meg|ism', 'meg|pró', 'mind|egy', 'személy|azonos', 'ugyan|ez', 'ügy|int',
].map((written) => ({ at: written.indexOf('|'), letters: written.replace('|', '') }));

/** A consonant of several letters is one; of one that is doubled (`ssz`) nothing is parted, for it would be written otherwise. */
const sounds = /ccs|ddz|ggy|lly|nny|ssz|tty|zzs|dzs|cs|dz|gy|ly|ny|sz|ty|zs|\p{L}/giu;
const vowel = /^[aáeéiíoóöőuúüű]$/iu;

/** @param text a message, before anything is inserted: what somebody is called is not parted */
export function parted(text: string): string {
  const arguments_ = [...text.matchAll(argument)].map(({ 0: { length }, index }) => [index, index + length]);
  const isArgument = (at: number): boolean => arguments_.some(([from = 0, to = 0]) => from <= at && at < to);
  return text.replace(longWord, (word, at: number) => (isArgument(at) ? word : partedWord(word)));
}

function partedWord(word: string): string {
  const seamsOfWord = seamsOf(word.toLowerCase());
  const places = syllablesOf(word)
    .filter((at) => !seamsOfWord.some((seam) => Math.abs(seam - at) <= fewest))
    .concat(seamsOfWord)
    .filter((at) => at >= fewest && at <= word.length - fewest)
    .sort((one, other) => one - other);
  const ends = [...places, word.length];
  return ends.map((end, nth) => word.slice(ends[nth - 1] ?? 0, end)).join(softHyphen);
}

function seamsOf(word: string): number[] {
  return seams.flatMap(({ letters, at }) => (word.includes(letters) ? [word.indexOf(letters) + at] : []));
}

/** A syllable takes one consonant before its vowel. */
function syllablesOf(word: string): number[] {
  const all = [...word.matchAll(sounds)].map(({ 0: sound, index }) => ({ sound, index }));
  return all.flatMap(({ sound, index }, nth) => {
    const isBeforeVowel = vowel.test(all[nth + 1]?.sound ?? '');
    return !vowel.test(sound) && isBeforeVowel && !isDoubled(sound) ? [index] : [];
  });
}

function isDoubled(sound: string): boolean {
  return sound.length === 3 && sound !== 'dzs';
}
