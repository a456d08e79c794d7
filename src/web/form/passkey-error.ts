/** Why a passkey did not pass, in the words that people need. */
import type { Context } from 'koa';
import type { Unreadable } from '../../storage/sealed-record.ts';
import type { FormError } from '../page/page.ts';
import { countUnreadable } from '../page/unreadable.ts';

/** As a room of passkeys says it; `unreadable`: it may be known, and we cannot tell; `other-account`, `account`: it passed, and is of somebody else or of who may not sign in. */
export type ToldPasskeyRefusal =
  | 'unknown'
  | 'unreadable'
  | 'expired'
  | 'invalid'
  | 'replayed'
  | 'cloned'
  | 'other-account'
  | 'account';

export function passkeyError(reason: ToldPasskeyRefusal): FormError {
  const told = reason === 'unreadable' ? 'unknown' : reason;
  return { field: '', message: `passkey.refused.${told}` };
}

/** Its owner is told as of one that is not known, operators which it is. */
export function noteUnreadable(ctx: Context, verdict: object): void {
  if ('failure' in verdict) {
    countUnreadable(ctx, [verdict.failure as Unreadable]);
  }
}
