import { translationOf } from '../../../translation/words.ts';
import { hu } from './hu.ts';

export const en = translationOf(hu, {});
