/** What the start page says; the rest of what is on it is said by the product. */
import { en } from './words/en.ts';
import { hu } from './words/hu.ts';

type StartPageWords = typeof hu;

declare module '../../src/web/translate.ts' {
  interface Words extends Readonly<StartPageWords> {}
}

export const words = { hu, en };
