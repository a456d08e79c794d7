/**
 * A sign-in under way. Its only lasting state is that the password was right; before, there is nothing to keep, and after
 * the last step the engine's result takes over. The browser has no session until then.
 */
import { z } from 'zod';
import type { Account } from '../accounts/account.ts';
import { codeChannels } from '../assurance/one-time-codes.ts';

export const methods = ['ugyfelkapu', 'ugyfelkapu-plus'] as const;

/** What a citizen may prove themselves with beside the password. For one without an authenticator: applying for it. */
export const factors = ['authenticator', 'one-time-code'] as const;

export type Factor = (typeof factors)[number];

export const passwordVerifiedSchema = z.strictObject({
  state: z.literal('password-verified'),
  accountId: z.string(),
  username: z.string(),
  /** When sessions of the account were last ended, seconds since 1970; a sign-in counts from the second after. */
  sessionsEndedAt: z.number().int(),
  method: z.enum(methods),
  hasPlus: z.boolean(),
  /** Where a one-time code could reach the citizen: a verified address, a verified number. */
  channels: z.array(z.enum(codeChannels)).default([]),
  /** What the citizen picked where there is a choice. */
  pickedFactor: z.enum(factors).optional(),
});

export type PasswordVerified = z.output<typeof passwordVerifiedSchema>;

/** True when everything of the account was ended since the password was given: it may have been a thief's. */
export function isEnded(attempt: PasswordVerified, account: Account | undefined): boolean {
  return account?.status !== 'active' || account.sessionsEndedAt !== attempt.sessionsEndedAt;
}

export type LoginAttempt = { readonly state: 'started' } | PasswordVerified;
