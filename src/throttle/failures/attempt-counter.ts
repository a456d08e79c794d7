/**
 * Consecutive failures of one subject (an account's codes, a user name's passwords): an attempt is counted before it is
 * evaluated and forgotten after a success, atomically, on whatever node. Numbers: OWASP ASVS 5.0 6.3.1, NIST SP 800-63B-4 §3.2.2.
 */
import { wrongCodesKey } from '../../storage/catalogue/account-keys.ts';
import type { StoreKey } from '../../storage/catalogue/entry.ts';
import { declareStep, readStep, type Store } from '../../storage/redis.ts';
import { write, writeTogether } from '../../storage/request/write-together.ts';
import { type Counter, given, noteWait, takeFirst } from '../windows/counters.ts';
import type { AttemptLimit } from './attempt-limit.ts';

export type AttemptVerdict =
  /** With its `lockedUntil` the last of its round: if it fails, nothing is evaluated until then. */
  | {
      kind: 'allowed';
      attemptsLeft: number;
      /** Failures in a row before, from sources of its kind. */
      failuresBefore: number;
      lockedUntil?: Date;
      /** No further one is evaluated if it fails. With an allowance after which everything is wrong, also that this one must not pass. */
      isLast?: true;
      isWornOut?: true;
    }
  | { kind: 'locked'; until: Date }
  | { kind: 'exhausted' };

/** Where the attempts of one source at one subject are counted: by itself, and with all others. */
export interface Tally {
  readonly counter: StoreKey;
  readonly ledger: StoreKey;
}

type Reply = [
  verdict: number,
  detail: number,
  wait: number,
  lockBegins: number,
  isWornOut: number,
  failuresBefore: number,
];

const beginAttemptStep = declareStep<Reply>(
  'begin-attempt',
  `${takeFirst}${readStep(import.meta.dirname, 'begin-attempt')}`,
  'any',
);
/** Goes before a step that takes an attempt back, or ends in a right one. */
export const forgettingFailures = readStep(import.meta.dirname, 'forget-failures');
const refundAttemptStep = declareStep<number>(
  'refund-attempt',
  `${forgettingFailures}${readStep(import.meta.dirname, 'refund-attempt')}`,
  2,
);
const minute = 60_000;
/** Of passwords as of codes. */
const ledgerLife = wrongCodesKey.lifeInSeconds * 1000;

/** Counts the attempt as a failure; a success afterwards forgets it. */
export async function beginAttempt(
  store: Store,
  tally: Tally,
  limit: AttemptLimit,
  now: Date,
): Promise<AttemptVerdict> {
  const { verdict } = await beginAttemptFrom(store, tally, limit, now, []);
  return verdict;
}

/**
 * The same, counted in the same step where it comes from as well, whatever the verdict.
 * @returns besides for how many milliseconds there is no room for it there; 0: it was counted
 */
export async function beginAttemptFrom(
  store: Store,
  { counter, ledger }: Tally,
  limit: AttemptLimit,
  now: Date,
  counters: readonly Counter[],
): Promise<{ readonly verdict: AttemptVerdict; readonly wait: number }> {
  const { of, mostConsecutive, mostInDay, mostInYear, thenEverythingIs } = limit.inAll;
  const args = [
    now.getTime(),
    limit.attemptsInRound,
    limit.locksInMinutes.map((minutes) => minutes * minute).join(','),
    limit.memoryInMinutes * minute,
    of,
    mostConsecutive,
    mostInDay,
    mostInYear,
    thenEverythingIs === 'wrong' ? 1 : 0,
    ledgerLife,
  ];
  const from = given(counters);
  const reply = await beginAttemptStep(store, [counter, ledger, ...from.keys], [...args, ...from.args]);
  const [, , wait] = reply;
  noteWait(store, counters, wait);
  return { verdict: asVerdict(reply, mostConsecutive), wait };
}

function asVerdict(
  [verdict, detail, , lockBegins, isWornOut, failuresBefore]: Reply,
  mostConsecutive: number,
): AttemptVerdict {
  switch (verdict) {
    case 1:
      return {
        kind: 'allowed',
        attemptsLeft: detail,
        failuresBefore,
        ...(lockBegins && { lockedUntil: new Date(lockBegins) }),
        ...(isWornOut === 1 && { isLast: true }),
        ...(failuresBefore >= mostConsecutive && { isWornOut: true }),
      };
    case 0:
      return { kind: 'locked', until: new Date(detail) };
    default:
      return { kind: 'exhausted' };
  }
}

/** Takes an attempt back that was no guess. @param verdict as it was begun with */
export async function refundAttempt(
  store: Store,
  { counter, ledger }: Tally,
  { attemptsInRound, inAll }: AttemptLimit,
  { isWornOut }: { readonly isWornOut?: boolean } = {},
): Promise<void> {
  await refundAttemptStep(store, [counter, ledger], [attemptsInRound, inAll.of, isWornOut ? 0 : 1]);
}

/** After a success that ends every row. */
export async function forgetAttempts(store: Store, { counter, ledger }: Tally): Promise<void> {
  await writeTogether(store, write.gone(counter, ledger));
}
