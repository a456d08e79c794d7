/**
 * A sign-in under way. What is kept of it: that the password was right, that a wallet was asked, or whom a wallet proved that we do
 * not know. Before, there is nothing to keep, and after the last step the engine's result takes over. The browser has no session
 * until then.
 */
import { z } from 'zod';
import type { Account } from '../accounts/account.ts';
import { codeChannels } from '../assurance/code-channels.ts';
import { assuranceNames } from '../assurance/levels.ts';
import { walletFlows } from '../assurance/wallet-assurance.ts';
import { verifiedSchema } from '../wallet/presentations/presentation.ts';

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
  /** With which authenticators: an app, as everybody had it before there were passkeys, or a passkey. */
  hasApp: z.boolean().default(true),
  hasPasskey: z.boolean().default(false),
  /** Where a one-time code could reach the citizen: a verified address, a verified number. */
  channels: z.array(z.enum(codeChannels)).default([]),
  /** What the citizen picked where there is a choice. */
  pickedFactor: z.enum(factors).optional(),
  /** When it was given, in seconds since 1970 by the store's clock; absent where it was before this sign-in. */
  passwordGivenAt: z.number().int().optional(),
  /** Wrong passwords in a row before the right one. */
  failuresBefore: z.number().int().optional(),
  /** Set where a new password is to be chosen first: the hash of the stored one that was given. */
  passwordToReplace: z.string().optional(),
  /** Whom a wallet proved, to be the account's from the code on. */
  toLink: verifiedSchema.optional(),
  /** Not all of the person is known: they say the rest before the sign-in ends. */
  lacksData: z.literal(true).optional(),
});

export type PasswordVerified = z.output<typeof passwordVerifiedSchema>;

const walletAskedSchema = z.strictObject({
  state: z.literal('wallet-asked'),
  presentationId: z.string(),
  flow: z.enum(walletFlows),
  /** Who is signing in, where that is known: nobody else's wallet will do. */
  before: passwordVerifiedSchema.optional(),
});

export type WalletAsked = z.output<typeof walletAskedSchema>;

const walletUnknownSchema = z.strictObject({
  state: z.literal('wallet-unknown'),
  proven: verifiedSchema,
  /** True once the citizen wants it to be their account's: password and code are asked for. */
  isLinking: z.boolean(),
  before: passwordVerifiedSchema.optional(),
});

export type WalletUnknown = z.output<typeof walletUnknownSchema>;

/** Wrong ones before the right one, which the owner is told of. */
const afterFailures = { failuresBefore: z.number().int().optional() };

/** Who proved to be the owner, and with what: only their data are missing. */
const dataMissingSchema = z.strictObject({
  state: z.literal('data-missing'),
  who: z.strictObject({
    accountId: z.string(),
    username: z.string(),
    sessionsEndedAt: z.number().int(),
    hasPlus: z.boolean(),
    toLink: verifiedSchema.optional(),
    lacksData: z.literal(true).optional(),
    failuresBefore: z.number().int().optional(),
  }),
  proof: z.union([
    z.strictObject({ by: z.literal('password'), reached: z.literal('low'), ...afterFailures }),
    z.strictObject({
      by: z.enum(['authenticator', 'passkey']),
      reached: z.literal('substantial'),
      ...afterFailures,
    }),
    z.strictObject({
      by: z.enum(['email', 'sms', 'wallet']),
      reached: z.enum(assuranceNames),
      ...afterFailures,
    }),
  ]),
});

export type DataMissing = z.output<typeof dataMissingSchema>;

export const keptProgressSchema = z.discriminatedUnion('state', [
  passwordVerifiedSchema,
  walletAskedSchema,
  walletUnknownSchema,
  dataMissingSchema,
]);

export type KeptProgress = z.output<typeof keptProgressSchema>;

/** True when everything of the account was ended since the password was given: it may have been a thief's. */
export function isEnded(
  { sessionsEndedAt }: Pick<PasswordVerified, 'sessionsEndedAt'>,
  account: Account | undefined,
): boolean {
  return account?.status !== 'active' || account.sessionsEndedAt !== sessionsEndedAt;
}

export type LoginProgress = { readonly state: 'started' } | KeptProgress;

/** Who is signing in, as far as a password told. */
export function passwordOf(progress: LoginProgress): PasswordVerified | undefined {
  switch (progress.state) {
    case 'started':
    case 'data-missing':
      return undefined;
    case 'password-verified':
      return progress;
    default:
      return progress.before;
  }
}

/** A wallet's person is becoming an account's: password and code are asked for. */
export function isLinking(progress: LoginProgress): progress is WalletUnknown {
  return progress.state === 'wallet-unknown' && progress.isLinking;
}
