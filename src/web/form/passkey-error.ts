/** Why a passkey did not pass, in the words that people need. */
import type { FormError } from '../page/page.ts';

/** As a room of passkeys says it; `other-account`, `account`: it passed, and is of somebody else or of who may not sign in. */
export type ToldPasskeyRefusal =
  | 'unknown'
  | 'expired'
  | 'invalid'
  | 'replayed'
  | 'cloned'
  | 'other-account'
  | 'account';

export function passkeyError(reason: ToldPasskeyRefusal): FormError {
  return { field: '', message: `passkey.refused.${reason}` };
}
