/**
 * Activation codes, kept as keyed hashes in the account's own record, and the activations under way, one a browser: between the right
 * code and the new password the browser has a sealed record, under a hash of its unguessable id.
 */
import { z } from 'zod';
import { createRecorder, type Recorder, recordedStep } from '../../audit/audit-log.ts';
import type { SecurityEvent } from '../../audit/events/security-event.ts';
import type { Secrets } from '../../configuration/secrets.ts';
import {
  drawPaperCode,
  readPaperCode,
  type TypedLength,
  typedLengthOf,
} from '../../one-time-codes/paper-code.ts';
import { accountKey } from '../../storage/catalogue/account-keys.ts';
import type { ErrandKey } from '../../storage/catalogue/entry.ts';
import { activationKey } from '../../storage/catalogue/sign-in-keys.ts';
import { type IndexKeys, namedIndexHash, namedIndexHashes } from '../../storage/index-key.ts';
import { hashOfIdentifier } from '../../storage/keyed-hash.ts';
import type { Store } from '../../storage/redis.ts';
import type { Sealer } from '../../storage/sealed.ts';
import { openRecord } from '../../storage/sealed-record.ts';
import { keepErrand, type Payer } from '../../throttle/errands/errands.ts';
import type { NewPassword } from '../password/password-store.ts';

/** Twelve characters, 60 bits: few enough to type, and with guesses counted like wrong passwords enough for five days. */
export const groupsOfCode = 3;

export function typedLengthOfActivationCode(typed: string): TypedLength {
  return typedLengthOf(typed, groupsOfCode);
}

const lasting = { returnTo: z.string().optional() };
const activationSchema = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('code-given'), accountId: z.string(), codeHash: z.string(), ...lasting }),
  z.strictObject({ state: z.literal('done'), ...lasting }),
]);

export type Activation = z.output<typeof activationSchema>;

export interface IssuedCode {
  /** Shown once; only its hash is kept. */
  readonly code: string;
  readonly endsAt: Date;
}

export interface ActivationStore {
  /**
   * A fresh code; undefined for an account that was activated, or disabled.
   * @param clerkId account of the clerk who issues it, at the desk
   */
  issueCode(accountId: string, event: SecurityEvent, clerkId?: string): Promise<IssuedCode | undefined>;
  /** Changes nothing. Whether it expired is by the store's clock. */
  checkCode(accountId: string, code: string): Promise<'right' | 'expired' | 'wrong'>;
  /** Every form in which its hash may be kept, with spaces in between. */
  hashesOf(accountId: string, code: string): string;
  /** True for exactly one of all who try, while the code lasts. */
  activate(
    accountId: string,
    codeHashes: string,
    chosen: NewPassword,
    event: SecurityEvent,
  ): Promise<boolean>;

  remember(browser: string, activation: Activation): Promise<void>;
  find(browser: string): Promise<Activation | undefined>;
}

export const codeLifeInMilliseconds = 5 * 24 * 60 * 60 * 1000;

const issueStep = recordedStep<'issued', number>(import.meta.dirname, 'issue-activation-code');
const activateStep = recordedStep<'activated', number>(import.meta.dirname, 'activate-account');

/** Bound to the account, so that a hash copied to another account's record is worth nothing. */
export function activationCodeHash(keys: IndexKeys, accountId: string, code: string): string {
  return namedIndexHash(keys, codePurpose, `${accountId}\0${readPaperCode(code)}`);
}

const codePurpose = 'activation-code';

export function createActivationStore(
  store: Store,
  sealer: Sealer,
  secrets: Secrets,
  recorder: Recorder = createRecorder(store, sealer),
): ActivationStore {
  // Of a browser's id, which nobody can guess.
  const keyOf = (browser: string): ErrandKey => activationKey(hashOfIdentifier(browser));

  const hashesOf = (accountId: string, code: string): string[] =>
    namedIndexHashes(secrets, codePurpose, `${accountId}\0${readPaperCode(code)}`);

  return {
    hashesOf: (accountId, code) => hashesOf(accountId, code).join(' '),

    async issueCode(accountId, issued, clerkId = '') {
      const code = drawPaperCode(groupsOfCode);
      const args = [activationCodeHash(secrets, accountId, code), codeLifeInMilliseconds, clerkId];
      const endsAt = await issueStep(recorder, [accountKey(accountId)], args, { issued });
      return endsAt === 0 ? undefined : { code, endsAt: new Date(endsAt) };
    },

    async checkCode(accountId, code) {
      const [[status, kept, endsAt], [seconds, microseconds]] = await Promise.all([
        store.hmget(accountKey(accountId), 'status', 'activation', 'activation_until'),
        store.time(),
      ]);
      if (!kept || !hashesOf(accountId, code).includes(kept) || status !== 'awaiting-activation') {
        return 'wrong';
      }
      const now = Number(seconds) * 1000 + Math.floor(Number(microseconds) / 1000);
      return now < Number(endsAt) ? 'right' : 'expired';
    },

    async activate(accountId, codeHashes, { hash, judged }, activated) {
      const args = [codeHashes, hash, judged];
      return (await activateStep(recorder, [accountKey(accountId)], args, { activated })) === 1;
    },

    async remember(browser, activation) {
      const key = keyOf(browser);
      const text = sealer.seal(JSON.stringify(activation), key);
      await keepErrand(store, key, text, activationKey.lifeInSeconds, payerOf(activation));
    },

    async find(browser) {
      const key = keyOf(browser);
      const sealed = await store.get(key);
      return sealed ? openRecord(sealer, activationSchema, sealed, key, 'an activation') : undefined;
    },
  };
}

/** The right code was given; what comes after it takes its place. */
function payerOf(activation: Activation): Payer {
  return activation.state === 'code-given' ? { citizen: activation.accountId } : 'free';
}
