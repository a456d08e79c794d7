/**
 * Messages of the pages in ICU MessageFormat. Each room has its words beside its pages; the composition root puts them together, and tells
 * the compiler of their keys and arguments by adding to `Words`.
 */
import { IntlMessageFormat } from 'intl-messageformat';
import { chooseArticles, markArticles } from '../translation/article.ts';
import type { ArgumentsOf } from '../translation/message-arguments.ts';
import type { Texts } from '../translation/words.ts';
import type { hu } from './words/hu.ts';

/** Every text that a page may show, by key. */
export interface Words extends Readonly<typeof hu> {}

export type MessageKey = keyof Words & string;
export type MessageValue = string | number | Date;
export type MessageValues = Readonly<Record<string, MessageValue>>;

/** A key that is known demands the values of its message and no other; of several keys at once, the values may be any. */
export type Translate = <Key extends MessageKey>(key: Key, ...values: ValuesOf<Key>) => string;

type ValuesOf<Key extends MessageKey> = [ArgumentsOf<Words[Key]>] extends [never]
  ? [values?: undefined]
  : IsOne<Key> extends true
    ? [values: Readonly<Record<ArgumentsOf<Words[Key]>, MessageValue>>]
    : [values?: MessageValues | undefined];

type IsOne<Key extends string, Each = Key> = Key extends string
  ? [Each] extends [Key]
    ? true
    : false
  : never;

/** @param words of each language */
export function createTranslator<Name extends string>(
  words: Readonly<Record<Name, Texts>>,
): (language: Name) => Translate {
  const formats = new Map<string, IntlMessageFormat>();

  function formatOf(language: Name, key: string): IntlMessageFormat {
    const cacheKey = `${language}:${key}`;
    const known = formats.get(cacheKey);
    if (known) {
      return known;
    }
    const text = words[language][key];
    if (text === undefined) {
      throw new Error(`no message ${key}`);
    }
    // Texts are escaped by the pages, so that < in a message means itself.
    const format = new IntlMessageFormat(markArticles(text), language, undefined, { ignoreTag: true });
    formats.set(cacheKey, format);
    return format;
  }

  return (language) =>
    (key, ...[values]) =>
      chooseArticles(String(formatOf(language, key).format(values as MessageValues | undefined)));
}
