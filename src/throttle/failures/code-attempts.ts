/**
 * Wrong codes of an account, whether an app showed them or we sent them: one counter for strangers and one for each known
 * device, so that a second way of giving a code gives nobody a second helping of guesses; and a ledger of all of them, so that neither many
 * devices nor many days do.
 */
import {
  codeAttemptsKey,
  codeAttemptsOfDeviceKey,
  wrongCodesKey,
} from '../../storage/catalogue/account-keys.ts';
import type { StoreKey } from '../../storage/catalogue/entry.ts';
import { declareStep, readStep, type Store } from '../../storage/redis.ts';
import { read, readTogether } from '../../storage/request/read-together.ts';
import { codesOfKnownDevice, codesOfStrangers } from '../limits.ts';
import {
  type AttemptVerdict,
  beginAttempt,
  forgettingFailures,
  refundAttempt,
  type Tally,
} from './attempt-counter.ts';
import type { AttemptLimit, GuesserKind } from './attempt-limit.ts';
import { type AttemptSource, counterOf } from './attempt-source.ts';

/** Whose attempt it is; the address says nothing here, since the password was right. */
export type CodeAttemptSource = Pick<AttemptSource, 'knownDevice'>;

const forgetCodeAttemptsStep = declareStep<number>(
  'forget-code-attempts',
  `${forgettingFailures}${readStep(import.meta.dirname, 'forget-code-attempts')}`,
  3,
);

export function codeCounterOf(accountId: string, who: CodeAttemptSource): StoreKey {
  return counterOf(codeAttemptsKey, codeAttemptsOfDeviceKey, accountId, who);
}

function tallyOf(accountId: string, who: CodeAttemptSource): Tally {
  return { counter: codeCounterOf(accountId, who), ledger: wrongCodesKey(accountId) };
}

export function beginCodeAttempt(
  store: Store,
  accountId: string,
  who: CodeAttemptSource,
  now: Date,
): Promise<AttemptVerdict> {
  return beginAttempt(store, tallyOf(accountId, who), limitOf(who), now);
}

/** Until when no code is looked at, as it stands now. */
export async function findCodeLock(
  store: Store,
  accountId: string,
  who: CodeAttemptSource,
  now: Date,
): Promise<Date | undefined> {
  const [lockedUntil] = await readTogether(store, read.field(codeCounterOf(accountId, who), 'locked_until'));
  const until = new Date(Number(lockedUntil ?? 0));
  return until > now ? until : undefined;
}

/** For a code that was no guess. */
export async function refundCodeAttempt(
  store: Store,
  accountId: string,
  who: CodeAttemptSource,
): Promise<void> {
  await refundAttempt(store, tallyOf(accountId, who), limitOf(who));
}

/** What `forget_failures` of a step is given. */
export function failuresToForget(
  accountId: string,
  who: CodeAttemptSource,
): {
  readonly keys: readonly [StoreKey, StoreKey, StoreKey];
  readonly args: readonly [GuesserKind, number];
} {
  const { counter, ledger } = tallyOf(accountId, who);
  const { mostConsecutive } = codesOfStrangers.inAll;
  return {
    keys: [counter, codeAttemptsKey(accountId), ledger],
    args: [limitOf(who).inAll.of, mostConsecutive],
  };
}

/** After a right code; on a known device it also opens the door that strangers have worn out. */
export async function forgetCodeAttempts(
  store: Store,
  accountId: string,
  who: CodeAttemptSource,
): Promise<void> {
  const { keys, args } = failuresToForget(accountId, who);
  await forgetCodeAttemptsStep(store, keys, args);
}

function limitOf({ knownDevice }: CodeAttemptSource): AttemptLimit {
  return knownDevice === undefined ? codesOfStrangers : codesOfKnownDevice;
}
