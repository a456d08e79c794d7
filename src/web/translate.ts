/** Messages of the pages in ICU MessageFormat. Keys are typed by the Hungarian locale; the compiler holds English to them. */
import { IntlMessageFormat } from 'intl-messageformat';
import type { Language } from './language.ts';
import { en } from './words/en.ts';
import { hu, type MessageKey } from './words/hu.ts';

export type { MessageKey };
export type MessageValues = Record<string, string | number | Date>;
export type Translate = (key: MessageKey, values?: MessageValues) => string;

const locales: Record<Language, Record<MessageKey, string>> = { hu, en };
const formats = new Map<string, IntlMessageFormat>();

export function translator(language: Language): Translate {
  return (key, values) => String(formatOf(language, key).format(values));
}

function formatOf(language: Language, key: MessageKey): IntlMessageFormat {
  const cacheKey = `${language}:${key}`;
  const known = formats.get(cacheKey);
  if (known) {
    return known;
  }
  const text = locales[language][key];
  if (text === undefined) {
    throw new Error(`no message ${key}`);
  }
  // Texts are escaped by the pages, so that < in a message means itself.
  const format = new IntlMessageFormat(text, language, undefined, { ignoreTag: true });
  formats.set(cacheKey, format);
  return format;
}
