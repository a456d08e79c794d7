/**
 * Wrong codes of an account, whether an app showed them or we sent them: one counter for strangers and one for each known
 * device, so that a second way of giving a code gives nobody a second helping of guesses.
 */
import { codeAttemptsKey, codeAttemptsOfDeviceKey } from '../storage/account-keys.ts';
import type { StoreKey } from '../storage/catalogue/entry.ts';
import { atomicStep, type Store } from '../storage/redis.ts';
import { type AttemptLimit, type AttemptVerdict, beginAttempt, pardonAttempt } from './attempts.ts';
import { counterOf, type Guesser } from './guesser.ts';

/** Whose attempt it is; the address says nothing here, since the password was right. */
export type CodeGuesser = Pick<Guesser, 'knownDevice'>;

/**
 * Strangers: five wrong codes, then 5, 15, 60 minutes, 4 and 12 hours; after a hundred in a row nobody unknown is asked any more,
 * until the owner signs in from a device of theirs. With ±1 step and five authenticators a guess hits with 1.5·10⁻⁵, and a day has
 * thirty: less than 0.05 %. A learnt clock moves the window and adds none: two windows would be 0.09 %. Learning one by chance
 * takes two hits that agree, 2·10⁻¹⁰ a pair.
 */
export const mostCodesOfStrangers = 100;
const limitOfStrangers: AttemptLimit = {
  attemptsInRound: 5,
  locksInMinutes: [5, 15, 60, 240, 720],
  mostConsecutive: mostCodesOfStrangers,
  memoryInMinutes: 0,
};

/** A device of the owner: an allowance of its own, worn out for a day at most. */
const limitOfKnownDevice: AttemptLimit = {
  attemptsInRound: 10,
  locksInMinutes: [5, 15, 60],
  mostConsecutive: 50,
  memoryInMinutes: codeAttemptsOfDeviceKey.lifeInSeconds / 60,
};

const forgetCodeAttemptsStep = atomicStep<number>(import.meta.dirname, 'forget-code-attempts', 2);

export function codeCounterOf(accountId: string, who: CodeGuesser): StoreKey {
  return counterOf(codeAttemptsKey, codeAttemptsOfDeviceKey, accountId, who);
}

export function beginCodeAttempt(
  store: Store,
  accountId: string,
  who: CodeGuesser,
  now: Date,
): Promise<AttemptVerdict> {
  return beginAttempt(store, codeCounterOf(accountId, who), limitOf(who), now);
}

/** For a code that was no guess. */
export async function pardonCodeAttempt(store: Store, accountId: string, who: CodeGuesser): Promise<void> {
  await pardonAttempt(store, codeCounterOf(accountId, who), limitOf(who));
}

/** After a right code; on a known device it also opens the door again that strangers have worn out. */
export async function forgetCodeAttempts(store: Store, accountId: string, who: CodeGuesser): Promise<void> {
  const keys = [codeCounterOf(accountId, who), codeAttemptsKey(accountId)];
  await forgetCodeAttemptsStep(store, keys, [mostCodesOfStrangers]);
}

function limitOf({ knownDevice }: CodeGuesser): AttemptLimit {
  return knownDevice === undefined ? limitOfStrangers : limitOfKnownDevice;
}
