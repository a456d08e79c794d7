/** The words of all rooms, and what pages say them with. A room's words stand in its folder `words/`, a language a file (decision 33). */
import { unbrokenTexts } from '../translation/unbroken.ts';
import type { Texts } from '../translation/words.ts';
import { type Language, languages } from '../web/languages.ts';
import { createTranslator } from '../web/translate.ts';
import { en } from './words/en.ts';
import { hu } from './words/hu.ts';

type AllWords = typeof hu;

declare module '../web/translate.ts' {
  interface Words extends Readonly<AllWords> {}
}

export const words: Readonly<Record<Language, Readonly<Record<keyof AllWords, string>>>> = { hu, en };

export const translator = createTranslator<Language>(words);

/** @param more the words of a page that a demonstration adds */
export function pageTranslator(more?: Readonly<Record<Language, Texts>>): typeof translator {
  const together = languages.map(({ lang }): [Language, Texts] => [
    lang,
    unbrokenTexts({ ...words[lang], ...more?.[lang] }),
  ]);
  return createTranslator(Object.fromEntries(together) as Record<Language, Texts>);
}
