/** The Ügyfélkapu+ of an account in Redis: its authenticators (sealed), their last spent steps, the hash of the törlőkód. */
import { z } from 'zod';
import { accountKey, codeAttemptsKey, enrolmentKey, plusKey } from '../storage/account-keys.ts';
import { atomicStep, type Store } from '../storage/redis.ts';
import type { Sealer } from '../storage/sealed.ts';
import type { AttemptVerdict } from '../throttle/attempts.ts';
import {
  beginCodeAttempt,
  type CodeGuesser,
  codeCounterOf,
  mostCodesOfStrangers,
  pardonCodeAttempt,
} from '../throttle/code-attempts.ts';

const authenticatorSchema = z.strictObject({
  name: z.string(),
  /** Base32, 160 bits. */
  secretKey: z.string(),
  createdAt: z.iso.datetime(),
});

export type NewAuthenticator = z.output<typeof authenticatorSchema>;
export type Authenticator = NewAuthenticator & {
  readonly id: string;
  readonly lastUsedAt: Date | undefined;
  /** True when the owner said that it is not theirs: it is not asked any more. */
  readonly isFrozen: boolean;
};

/** The stray code seen last, to recognise a clock by two consecutive ones. */
export interface StrayCode {
  readonly step: number;
  readonly minutes: number;
}

export interface CodeAttempt {
  readonly verdict: AttemptVerdict;
  readonly authenticators: readonly Authenticator[];
  readonly lastStray: StrayCode | undefined;
}

export interface AuthenticatorStore {
  /** Counts an attempt and reads what is needed to evaluate it, in one round trip. */
  beginCodeAttempt(accountId: string, who: CodeGuesser, now: Date): Promise<CodeAttempt>;
  /** For a code that was right but late or used. */
  pardonCodeAttempt(accountId: string, who: CodeGuesser): Promise<void>;
  rememberStray(accountId: string, who: CodeGuesser, stray: StrayCode): Promise<void>;
  /** Spends the step; exactly one caller gets `spent`, whatever node it is on. A success forgets the failures. */
  burnStep(
    accountId: string,
    who: CodeGuesser,
    authenticatorId: string,
    step: number,
    now: Date,
  ): Promise<'spent' | 'used' | 'gone'>;
  /** Cancels the plus and ends every session and token of the account in one step. */
  cancel(accountId: string, cancellationHash: string): Promise<boolean>;
  list(accountId: string): Promise<Authenticator[]>;
  /** Removes one of several; the last one in use goes only with the törlőkód. */
  forget(accountId: string, authenticatorId: string): Promise<'forgotten' | 'unknown' | 'last'>;
  /** True when this is the törlőkód; nothing is spent. */
  knowsCancellation(accountId: string, cancellationHash: string): Promise<boolean>;
}

const burnStepScript = atomicStep<number>(import.meta.dirname, 'burn-step', 3);
const forgetAuthenticator = atomicStep<number>(import.meta.dirname, 'forget-authenticator', 1);
const cancelPlus = atomicStep<number>(import.meta.dirname, 'cancel-plus', 4);

const authenticatorPrefix = 'authenticator:';

/** Where a sealed authenticator belongs: it opens nowhere else. */
export function authenticatorPlace(accountId: string, authenticatorId: string): string {
  return `account:${accountId}:authenticator:${authenticatorId}`;
}

export function createAuthenticatorStore(store: Store, sealer: Sealer): AuthenticatorStore {
  function openAuthenticators(accountId: string, fields: Record<string, string>): Authenticator[] {
    return Object.entries(fields)
      .filter(([field]) => field.startsWith(authenticatorPrefix))
      .map(([field, sealed]) => {
        const id = field.slice(authenticatorPrefix.length);
        const opened = sealer.open(sealed, authenticatorPlace(accountId, id));
        const usedAt = fields[`used_at:${id}`];
        return {
          id,
          ...authenticatorSchema.parse(JSON.parse(opened)),
          lastUsedAt: usedAt ? new Date(usedAt) : undefined,
          isFrozen: fields[`frozen:${id}`] !== undefined,
        };
      });
  }

  return {
    async beginCodeAttempt(accountId, who, now) {
      const [verdict, fields, [step, minutes]] = await Promise.all([
        beginCodeAttempt(store, accountId, who, now),
        store.hgetall(plusKey(accountId)),
        store.hmget(codeCounterOf(accountId, who), 'stray_step', 'stray_minutes'),
      ]);
      const lastStray = step && minutes ? { step: Number(step), minutes: Number(minutes) } : undefined;
      return {
        verdict,
        authenticators: openAuthenticators(accountId, fields).filter(({ isFrozen }) => !isFrozen),
        lastStray,
      };
    },

    pardonCodeAttempt: (accountId, who) => pardonCodeAttempt(store, accountId, who),

    async rememberStray(accountId, who, { step, minutes }) {
      await store.hset(codeCounterOf(accountId, who), {
        stray_step: step,
        stray_minutes: minutes,
      });
    },

    async burnStep(accountId, who, authenticatorId, step, now) {
      const keys = [plusKey(accountId), codeCounterOf(accountId, who), codeAttemptsKey(accountId)];
      const args = [authenticatorId, step, now.toISOString(), mostCodesOfStrangers];
      const reply = await burnStepScript(store, keys, args);
      return reply === 1 ? 'spent' : reply === 0 ? 'used' : 'gone';
    },

    async cancel(accountId, cancellationHash) {
      const keys = [
        plusKey(accountId),
        codeAttemptsKey(accountId),
        accountKey(accountId),
        enrolmentKey(accountId),
      ];
      return (await cancelPlus(store, keys, [cancellationHash])) === 1;
    },

    async forget(accountId, authenticatorId) {
      const reply = await forgetAuthenticator(store, [plusKey(accountId)], [authenticatorId]);
      return reply === 1 ? 'forgotten' : reply === 0 ? 'unknown' : 'last';
    },

    async knowsCancellation(accountId, cancellationHash) {
      return (await store.hget(plusKey(accountId), 'cancellation')) === cancellationHash;
    },

    async list(accountId) {
      return openAuthenticators(accountId, await store.hgetall(plusKey(accountId)));
    },
  };
}
