/** The words of a new password, wherever one is chosen, in Hungarian. */
import { hungarian } from '../../../translation/words.ts';

export const hu = hungarian({});
