/**
 * A sign-in under way. Its only lasting state is that the password was right; before, there is nothing to keep, and after
 * the last step the engine's result takes over. The browser has no session until then.
 */
import { z } from 'zod';
import type { Account } from '../accounts/account.ts';

export const methods = ['ugyfelkapu', 'ugyfelkapu-plus'] as const;

export const passwordVerifiedSchema = z.strictObject({
  state: z.literal('password-verified'),
  accountId: z.string(),
  username: z.string(),
  /** When sessions of the account were last ended, seconds since 1970; a sign-in counts from the second after. */
  sessionsEndedAt: z.number().int(),
  method: z.enum(methods),
  hasPlus: z.boolean(),
});

export type PasswordVerified = z.output<typeof passwordVerifiedSchema>;

/** True when everything of the account was ended since the password was given: it may have been a thief's. */
export function isEnded(attempt: PasswordVerified, account: Account | undefined): boolean {
  return account?.status !== 'active' || account.sessionsEndedAt !== attempt.sessionsEndedAt;
}

export type LoginAttempt = { readonly state: 'started' } | PasswordVerified;
