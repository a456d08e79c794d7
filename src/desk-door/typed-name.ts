/** Names as clerks type them. */
import { typedName } from '../accounts/seen-text.ts';

/** @param empty what is said where nothing was typed */
export function nameTypedByClerk(empty: 'desk.name.empty' | 'desk.register.empty') {
  return typedName({ empty, tooLong: 'desk.name.too-long', unseen: 'desk.name.invisible' });
}
