/** Why a password did not pass, on a form of somebody who is signed in: their name is not in question. */
import type { FormError } from '../page/page.ts';
import { lockedError } from './locked-error.ts';

/** Whoever was suspended meanwhile is signed out with the next page. */
export type PasswordRefusal = { kind: 'wrong' | 'suspended' } | { kind: 'locked'; until: Date };

/** The field names which password was meant. */
const wrong = { password: 'password.wrong-again', current_password: 'new-password.wrong-current' } as const;
export type PasswordField = keyof typeof wrong;

/** 422: understood, but not accepted; 429 while nothing is accepted. */
export function passwordRefusal(
  field: PasswordField,
  refusal: PasswordRefusal,
): { error: FormError; status: 422 | 429 } {
  if (refusal.kind !== 'locked') {
    return { error: { field, message: wrong[field] }, status: 422 };
  }
  return { error: lockedError(field, 'password.locked', refusal.until), status: 429 };
}
