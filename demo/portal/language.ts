/** The portal's words. */
import { speak, type Translate as TranslateOf } from '../site/language.ts';
import { en } from './words/en.ts';
import { hu, type MessageKey } from './words/hu.ts';

export type Translate = TranslateOf<MessageKey>;

export const { languageOf, translator } = speak<MessageKey>({ hu, en }, 'portal_language');
