/**
 * The Ügyfélkapu+ of an account in Redis: its authenticators (sealed) and their last spent steps. Here they are apps; passkeys lie beside
 * them (passkeys/), and steps that count, block or remove an authenticator do so with either.
 *
 * In this folder: authenticators as they are kept, and how their owner freezes one that they do not know.
 */
import { z } from 'zod';
import { createRecorder, type Recorder } from '../../audit/audit-log.ts';
import type { SecurityEvent } from '../../audit/events/security-event.ts';
import { endingStep } from '../../endings/ending-step.ts';
import { plusKey } from '../../storage/catalogue/account-keys.ts';
import { plusField } from '../../storage/catalogue/plus-fields.ts';
import { type Listing, readEach } from '../../storage/due/each-in-turn.ts';
import { declareStep, readStep, type Store } from '../../storage/redis.ts';
import { fieldsIn, read, readTogether } from '../../storage/request/read-together.ts';
import type { Sealer } from '../../storage/sealed.ts';
import { openRecord, type Reading, readingOf } from '../../storage/sealed-record.ts';
import { type AttemptVerdict, forgettingFailures } from '../../throttle/failures/attempt-counter.ts';
import {
  beginCodeAttempt,
  type CodeAttemptSource,
  codeCounterOf,
  failuresToForget,
  findCodeLock,
  refundCodeAttempt,
} from '../../throttle/failures/code-attempts.ts';
import {
  type CancellationStore,
  createCancellationStore,
  mayBeRemindedOfTryOut,
} from '../cancellation/cancellation-store.ts';
import type { DriftedCode } from '../phone-clock.ts';
import { totpAlgorithms } from '../totp.ts';

const authenticatorSchema = z.strictObject({
  name: z.string(),
  /** Base32, 160 bits. Of an app from another system at least 128, and what else it was given there. */
  secretKey: z.string(),
  algorithm: z.enum(totpAlgorithms).optional(),
  digits: z.literal([6, 8]).optional(),
  period: z.int().optional(),
  createdAt: z.iso.datetime(),
});

export type NewAuthenticator = z.output<typeof authenticatorSchema>;
export type Authenticator = NewAuthenticator & {
  readonly id: string;
  readonly lastUsedAt: Date | undefined;
  /** True when the owner said that it is not theirs: it is not asked any more. */
  readonly isFrozen: boolean;
  /** Steps by which the phone's clock is known to be fast, which was learnt from two consecutive codes; else 0. */
  readonly clockOffset: number;
};

/** A code that is about to be spent. */
export interface SpendableCode {
  readonly authenticatorId: string;
  readonly step: number;
  /** Steps by which the phone is fast, as this code shows. */
  readonly offset: number;
  /** Seconds of a step, where they are not the usual ones. */
  readonly period?: number | undefined;
  /** The step of the code before, where the two of them tell the clock: it is learnt with this one. */
  readonly learntWith?: number;
}

export type SpendOutcome =
  | { kind: 'spent' }
  /** The same step, or a later one, was spent before. */
  | { kind: 'used'; lastStep: number }
  | { kind: 'gone' };

/** A session that asks for something that ends the others, by its account as it was looked at. */
export interface AskingSession {
  readonly id: string;
  readonly sessionsEndedAt: number;
}

export type ForgetOutcome =
  /** The second at which the other sessions ended; undefined when the asking one ended with them. */
  | { readonly kind: 'forgotten'; readonly endedAt: number | undefined }
  /** `last`: the one in use that stays. */
  | { readonly kind: 'unknown' | 'last' };

export interface CodeAttempt {
  readonly verdict: AttemptVerdict;
  /** Those in use. */
  readonly authenticators: Listing<Authenticator>;
  /** The code of a drifted clock that came last from there. */
  readonly lastDrifted: DriftedCode | undefined;
  /** A year went by without the törlőkód: see `takeTryOutReminder`. */
  readonly mayBeReminded: boolean;
}

export interface AuthenticatorStore extends CancellationStore {
  /** Counts an attempt and reads what is needed to evaluate it, in one round trip. */
  beginCodeAttempt(accountId: string, who: CodeAttemptSource, now: Date): Promise<CodeAttempt>;
  /** Until when no code is looked at; undefined where one is. */
  findCodeLock(accountId: string, who: CodeAttemptSource, now: Date): Promise<Date | undefined>;
  /** For a code that was right but late or used. */
  refundCodeAttempt(accountId: string, who: CodeAttemptSource): Promise<void>;
  rememberDrifted(accountId: string, who: CodeAttemptSource, drifted: DriftedCode): Promise<void>;
  /**
   * Spends the step; exactly one caller gets `spent`, whatever node it is on. A success forgets the failures, and learns or
   * follows the phone's clock in the same step.
   */
  spendTimeStep(
    accountId: string,
    who: CodeAttemptSource,
    code: SpendableCode,
    now: Date,
  ): Promise<SpendOutcome>;
  /** The oldest first. One that cannot be read keeps nobody from the others; its owner is to hear of it. */
  list(accountId: string): Promise<Listing<Authenticator, string>>;
  find(accountId: string, authenticatorId: string): Promise<Reading<Authenticator>>;
  /**
   * Removes one of several, an app or a passkey, also one that cannot be read; the last one in use that can be goes only with the törlőkód.
   * Whoever was signed in with it is no more: every session but the asking one ends in the same step.
   */
  forget(
    account: AskingSession,
    authenticatorId: string,
    event: SecurityEvent,
    act?: 'authenticator-removed' | 'passkey-removed',
  ): Promise<ForgetOutcome>;
}

const spendTimeStepScript = declareStep<[number, number]>(
  'spend-time-step',
  `${forgettingFailures}${readStep(import.meta.dirname, 'spend-time-step')}`,
  4,
);
/** Goes before a step that must know whether an authenticator is the last one; behind `passkeyClaims`, which an ending step has. */
export const countingAuthenticators = readStep(import.meta.dirname, 'counting-authenticators');
const forgetAuthenticator = endingStep<'forgotten', [number, number]>(
  import.meta.dirname,
  'forget-authenticator',
  countingAuthenticators,
);
const driftedSchema = z.strictObject({
  authenticatorId: z.string(),
  step: z.number().int(),
  offset: z.number().int(),
  at: z.iso.datetime().transform((at) => new Date(at)),
});

const authenticatorPrefix = plusField('authenticator');

/** Where a sealed authenticator belongs: it opens nowhere else. */
export function authenticatorPlace(accountId: string, authenticatorId: string): string {
  return `account:${accountId}:authenticator:${authenticatorId}`;
}

export function createAuthenticatorStore(
  store: Store,
  sealer: Sealer,
  recorder: Recorder = createRecorder(store, sealer),
): AuthenticatorStore {
  return {
    ...createCancellationStore(store, recorder),

    beginCodeAttempt: (accountId, who, now) => beginAttempt(store, sealer, accountId, who, now),

    findCodeLock: (accountId, who, now) => findCodeLock(store, accountId, who, now),

    refundCodeAttempt: (accountId, who) => refundCodeAttempt(store, accountId, who),

    async rememberDrifted(accountId, who, drifted) {
      await store.hset(codeCounterOf(accountId, who), 'stray', JSON.stringify(drifted));
    },

    async spendTimeStep(accountId, who, { authenticatorId, step, offset, learntWith }, now) {
      const failures = failuresToForget(accountId, who);
      const args = [authenticatorId, step, now.toISOString(), offset, learntWith ?? '', ...failures.args];
      const [reply, lastStep] = await spendTimeStepScript(
        store,
        [plusKey(accountId), ...failures.keys],
        args,
      );
      return reply === 1 ? { kind: 'spent' } : reply === 0 ? { kind: 'used', lastStep } : { kind: 'gone' };
    },

    async forget({ id, sessionsEndedAt }, authenticatorId, forgotten, act = 'authenticator-removed') {
      const ending = { act, accountId: id } as const;
      const key = plusKey(id);
      // Whoever kept only what cannot be read would be left with nothing.
      const unusable = unreadableIn(sealer, id, await store.hgetall(key));
      const args = [sessionsEndedAt, authenticatorId, ...unusable];
      const [reply, endedAt] = await forgetAuthenticator(recorder, ending, [key], args, { forgotten });
      return reply === 1
        ? { kind: 'forgotten', endedAt: endedAt || undefined }
        : { kind: reply === 0 ? 'unknown' : 'last' };
    },

    async list(accountId) {
      const { readable, unreadable } = await openAll(
        sealer,
        accountId,
        await store.hgetall(plusKey(accountId)),
      );
      return { readable: oldestFirst(readable), unreadable };
    },

    find: (accountId, authenticatorId) => readingOf(findOne(store, sealer, accountId, authenticatorId)),
  };
}

async function beginAttempt(
  store: Store,
  sealer: Sealer,
  accountId: string,
  who: CodeAttemptSource,
  now: Date,
): Promise<CodeAttempt> {
  const [verdict, [fields, drifted]] = await Promise.all([
    beginCodeAttempt(store, accountId, who, now),
    readTogether(store, read.all(plusKey(accountId)), read.field(codeCounterOf(accountId, who), 'stray')),
  ]);
  const plus = fieldsIn(fields);
  return {
    verdict,
    mayBeReminded: mayBeRemindedOfTryOut(plus, now),
    authenticators: await openAll(sealer, accountId, plus, 'in use'),
    lastDrifted: drifted ? driftedSchema.parse(JSON.parse(drifted)) : undefined,
  };
}

/** @param fields of the plus. Each authenticator has its sealed record and, beside it, what scripts change of it. */
function openAll(
  sealer: Sealer,
  accountId: string,
  fields: Record<string, string>,
  which: 'every' | 'in use' = 'every',
): Promise<Listing<Authenticator, string>> {
  const ids = Object.keys(fields)
    .filter((field) => field.startsWith(authenticatorPrefix))
    .map((field) => field.slice(authenticatorPrefix.length))
    .filter((id) => which === 'every' || fields[plusField('frozen', id)] === undefined);
  return readEach(
    ids,
    (id) => nameOf(accountId, id),
    async (id) => openOne(sealer, accountId, id, fields),
  );
}

/** Ids of apps and passkeys whose key is gone, or that were damaged. */
function unreadableIn(sealer: Sealer, accountId: string, fields: Record<string, string>): string[] {
  const kinds = [authenticatorPrefix, plusField('passkey')];
  return Object.entries(fields).flatMap(([field, sealed]) => {
    const kind = kinds.find((prefix) => field.startsWith(prefix));
    const id = field.slice(kind?.length);
    return kind === undefined || opens(sealer, sealed, authenticatorPlace(accountId, id)) ? [] : id;
  });
}

function opens(sealer: Sealer, sealed: string, place: string): boolean {
  try {
    sealer.open(sealed, place);
    return true;
  } catch {
    return false;
  }
}

async function findOne(
  store: Store,
  sealer: Sealer,
  accountId: string,
  id: string,
): Promise<Authenticator | undefined> {
  const fields = await store.hgetall(plusKey(accountId));
  return authenticatorPrefix + id in fields ? openOne(sealer, accountId, id, fields) : undefined;
}

function openOne(
  sealer: Sealer,
  accountId: string,
  id: string,
  fields: Record<string, string>,
): Authenticator {
  const [sealed = '', place] = [fields[authenticatorPrefix + id], authenticatorPlace(accountId, id)];
  const usedAt = fields[plusField('used_at', id)];
  return {
    id,
    ...openRecord(sealer, authenticatorSchema, sealed, place, nameOf(accountId, id)),
    lastUsedAt: usedAt ? new Date(usedAt) : undefined,
    isFrozen: fields[plusField('frozen', id)] !== undefined,
    clockOffset: Math.round(Number(fields[plusField('offset', id)] ?? 0)),
  };
}

function nameOf(accountId: string, id: string): string {
  return `authenticator ${id} of account ${accountId}`;
}

function oldestFirst(authenticators: readonly Authenticator[]): Authenticator[] {
  return authenticators.toSorted((one, other) => Date.parse(one.createdAt) - Date.parse(other.createdAt));
}
