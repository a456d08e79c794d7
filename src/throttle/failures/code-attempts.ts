/**
 * Wrong codes of an account, whether an app showed them or we sent them: one counter for strangers and one for each known
 * device, so that a second way of giving a code gives nobody a second helping of guesses.
 */
import { codeAttemptsKey, codeAttemptsOfDeviceKey } from '../../storage/catalogue/account-keys.ts';
import type { StoreKey } from '../../storage/catalogue/entry.ts';
import { atomicStep, type Store } from '../../storage/redis.ts';
import { read, readTogether } from '../../storage/request/read-together.ts';
import { codesOfKnownDevice, codesOfStrangers, mostCodesOfStrangers } from '../limits.ts';
import { type AttemptVerdict, beginAttempt, refundAttempt } from './attempt-counter.ts';
import type { AttemptLimit } from './attempt-limit.ts';
import { type AttemptSource, counterOf } from './attempt-source.ts';

/** Whose attempt it is; the address says nothing here, since the password was right. */
export type CodeAttemptSource = Pick<AttemptSource, 'knownDevice'>;

const forgetCodeAttemptsStep = atomicStep<number>(import.meta.dirname, 'forget-code-attempts', 2);

export function codeCounterOf(accountId: string, who: CodeAttemptSource): StoreKey {
  return counterOf(codeAttemptsKey, codeAttemptsOfDeviceKey, accountId, who);
}

export function beginCodeAttempt(
  store: Store,
  accountId: string,
  who: CodeAttemptSource,
  now: Date,
): Promise<AttemptVerdict> {
  return beginAttempt(store, codeCounterOf(accountId, who), limitOf(who), now);
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
  await refundAttempt(store, codeCounterOf(accountId, who), limitOf(who));
}

/** After a right code; on a known device it also unlocks the counter that strangers have exhausted. */
export async function forgetCodeAttempts(
  store: Store,
  accountId: string,
  who: CodeAttemptSource,
): Promise<void> {
  const keys = [codeCounterOf(accountId, who), codeAttemptsKey(accountId)];
  await forgetCodeAttemptsStep(store, keys, [mostCodesOfStrangers]);
}

function limitOf({ knownDevice }: CodeAttemptSource): AttemptLimit {
  return knownDevice === undefined ? codesOfStrangers : codesOfKnownDevice;
}
