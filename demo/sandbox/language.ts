/** The sandbox's words. */
import { speak, type Translate as TranslateOf } from '../site/language.ts';
import { en } from './words/en.ts';
import { hu, type MessageKey } from './words/hu.ts';

export type Translate = TranslateOf<MessageKey>;

export const { languageOf, translator } = speak<MessageKey>({ hu, en }, 'sandbox_language');

/** A sentence on a parameter, header, claim or member, where we have one. */
export function explain(t: Translate, kind: 'param' | 'claim', name: string): string {
  const key = kind === 'param' ? `param.${name}` : `claim.${name}`;
  return isKey(key) ? t(key) : '';
}

function isKey(key: string): key is MessageKey {
  return Object.hasOwn(hu, key);
}
