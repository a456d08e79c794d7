/** The words of all rooms, and what pages say them with. A room's words stand in its folder `words/`, a language a file (decision 33). */
import type { Language } from '../web/languages.ts';
import { createTranslator } from '../web/translate.ts';
import { en } from './words/en.ts';
import { hu } from './words/hu.ts';

type AllWords = typeof hu;

declare module '../web/translate.ts' {
  interface Words extends Readonly<AllWords> {}
}

export const words: Readonly<Record<Language, Readonly<Record<keyof AllWords, string>>>> = { hu, en };

export const translator = createTranslator<Language>(words);
