/**
 * Consecutive failures of one subject (an account's codes, a user name's passwords): an attempt is counted before it is
 * evaluated and forgotten after a success, atomically, on whatever node. Numbers: OWASP ASVS 5.0 6.3.1, NIST SP 800-63B-4 §3.2.2.
 */
import type { StoreKey } from '../../storage/catalogue/entry.ts';
import { atomicStep, declareStep, readStep, type Store } from '../../storage/redis.ts';
import { write, writeTogether } from '../../storage/request/write-together.ts';
import { type Counter, given, noteWait, takeFirst } from '../windows/counters.ts';
import type { AttemptLimit } from './attempt-limit.ts';

export type AttemptVerdict =
  /** The last of its round: if it fails, nothing is evaluated until then. */
  | { kind: 'allowed'; attemptsLeft: number; lockedUntil?: Date }
  | { kind: 'locked'; until: Date }
  | { kind: 'exhausted' };

const beginAttemptStep = declareStep<[verdict: number, detail: number, wait: number, lockBegins?: number]>(
  'begin-attempt',
  `${takeFirst}${readStep(import.meta.dirname, 'begin-attempt')}`,
  'any',
);
const refundAttemptStep = atomicStep<number>(import.meta.dirname, 'refund-attempt', 1);
const minute = 60_000;

/** Counts the attempt as a failure; a success afterwards calls `forgetAttempts`. */
export async function beginAttempt(
  store: Store,
  key: StoreKey,
  limit: AttemptLimit,
  now: Date,
): Promise<AttemptVerdict> {
  const { verdict } = await beginAttemptFrom(store, key, limit, now, []);
  return verdict;
}

/**
 * The same, counted in the same step where it comes from as well, whatever the verdict.
 * @returns besides for how many milliseconds there is no room for it there; 0: it was counted
 */
export async function beginAttemptFrom(
  store: Store,
  key: StoreKey,
  limit: AttemptLimit,
  now: Date,
  counters: readonly Counter[],
): Promise<{ readonly verdict: AttemptVerdict; readonly wait: number }> {
  const locks = limit.locksInMinutes.map((minutes) => minutes * minute).join(',');
  const args = [
    now.getTime(),
    limit.attemptsInRound,
    locks,
    limit.mostConsecutive,
    limit.memoryInMinutes * minute,
  ];
  const from = given(counters);
  const [verdict, detail, wait, lockBegins] = await beginAttemptStep(
    store,
    [key, ...from.keys],
    [...args, ...from.args],
  );
  noteWait(store, counters, wait);
  return { verdict: asVerdict(verdict, detail, lockBegins), wait };
}

function asVerdict(verdict: number, detail: number, lockBegins = 0): AttemptVerdict {
  switch (verdict) {
    case 1:
      return {
        kind: 'allowed',
        attemptsLeft: detail,
        ...(lockBegins && { lockedUntil: new Date(lockBegins) }),
      };
    case 0:
      return { kind: 'locked', until: new Date(detail) };
    default:
      return { kind: 'exhausted' };
  }
}

/** Takes an attempt back that was no guess. */
export async function refundAttempt(store: Store, key: StoreKey, limit: AttemptLimit): Promise<void> {
  await refundAttemptStep(store, [key], [limit.attemptsInRound]);
}

export async function forgetAttempts(store: Store, key: StoreKey): Promise<void> {
  await writeTogether(store, write.gone(key));
}
