/** What citizens are written, by language: a file each in `words/` (decision 33). */
import { chooseArticles, markArticles } from '../translation/article.ts';
import type { Mail, MessageKind, TextKind } from './message-kinds.ts';
import { en } from './words/en.ts';
import { hu } from './words/hu.ts';

/** The languages of accounts, which are written in. */
export type MessageLanguage = 'hu' | 'en';

interface Words {
  readonly mails: Readonly<Record<MessageKind, Mail>>;
  readonly texts: Readonly<Record<TextKind, string>>;
}

type Values = Readonly<Record<string, string>>;

export const words: Readonly<Record<MessageLanguage, Words>> = { hu, en };

export function fill(text: string, values: Values): string {
  return put(sayArticles(text, values), values);
}

/** Chooses articles by what will be filled in, so that markup around a value is not taken for it. */
export function sayArticles(text: string, values: Values): string {
  return chooseArticles(markArticles(text), (rest) => put(rest, values));
}

function put(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}
