/** Why a password did not pass, on a form of somebody who is signed in: their name is not in question. */
import type { FormError } from '../page/page.ts';
import { lockedError } from './locked-error.ts';

/** Whoever was suspended meanwhile is signed out with the next page. */
export type PasswordRefusal = { kind: 'wrong' | 'suspended' } | { kind: 'locked'; until: Date };

/** The field names which password was meant. */
const wrong = { password: 'password.wrong-again', current_password: 'new-password.wrong-current' } as const;
export type PasswordField = keyof typeof wrong;

export function passwordRefusal(field: PasswordField, refusal: PasswordRefusal): FormError {
  return refusal.kind === 'locked'
    ? lockedError(field, 'password.locked', refusal.until)
    : { field, message: wrong[field] };
}
