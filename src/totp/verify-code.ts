/**
 * Time-based one-time passwords, the second factor of an Ügyfélkapu+. In this folder: what a code is, phones whose clocks are wrong, and
 * verifying. The folders below hold the authenticators that give codes, the applications for one (enrolment/), and the törlőkód that
 * cancels all of it (cancellation/).
 *
 * The second step: a code from the citizen's authenticator app. The attempt is counted first, the step is spent in Redis
 * before anything moves on, and a person is told why a code did not pass.
 */
import type { CodeAttemptSource } from '../throttle/failures/code-attempts.ts';
import type {
  Authenticator,
  AuthenticatorStore,
  CodeAttempt,
  SpendableCode,
} from './authenticators/authenticator-store.ts';
import { type DriftedCode, findClock, minuteWhenShown } from './phone-clock.ts';
import { type CodeMatch, isAsLongAs, matchCode, parseCode, stepAt } from './totp.ts';

export type CodeVerdict =
  /** With what else was read: its owner may have to be reminded of the törlőkód. */
  | { kind: 'verified'; failuresBefore: number; mayBeReminded?: true }
  | { kind: 'empty' }
  | { kind: 'format' }
  | { kind: 'just-expired' }
  | { kind: 'used' }
  /** The phone's clock is off by this many minutes; positive: fast. */
  | { kind: 'clock'; minutes: number; lockedUntil?: Date }
  /** The phone's clock was put back, to a time whose codes were spent: two codes are taken again from this minute on. */
  | { kind: 'clock-put-back'; until: Date }
  /** The last of its round locks: until when is said in the answer that begins it. */
  | { kind: 'wrong'; attemptsLeft: number; lockedUntil?: Date; isLast?: true }
  | { kind: 'locked'; until: Date }
  /** A hundred failures in a row: the authenticator is not asked any more. */
  | { kind: 'exhausted' }
  /** The plus was cancelled meanwhile. */
  | { kind: 'no-plus' };

export type VerifyCode = (
  accountId: string,
  typed: string,
  who: CodeAttemptSource,
  now: Date,
) => Promise<CodeVerdict>;

export function createVerifyCode(authenticators: AuthenticatorStore): VerifyCode {
  return async (accountId, typed, who, now) => {
    if (typed.trim() === '') {
      return { kind: 'empty' };
    }
    const code = parseCode(typed);
    if (code === undefined) {
      return { kind: 'format' };
    }
    const attempt = await authenticators.beginCodeAttempt(accountId, who, now);
    if (attempt.verdict.kind !== 'allowed') {
      return attempt.verdict;
    }
    const { attemptsLeft, lockedUntil, isLast, failuresBefore } = attempt.verdict;
    const verdict = await judgeCode({ authenticators, accountId, who, now }, attempt, code, attemptsLeft);
    if (lockedUntil && (verdict.kind === 'wrong' || verdict.kind === 'clock')) {
      return { ...verdict, lockedUntil };
    }
    if (verdict.kind === 'wrong' && isLast) {
      return { ...verdict, isLast };
    }
    return verdict.kind === 'verified'
      ? { ...verdict, failuresBefore, ...(attempt.mayBeReminded && { mayBeReminded: true }) }
      : verdict;
  };
}

/** Whose code it is, and when it was given. */
interface CodeGiven {
  readonly authenticators: AuthenticatorStore;
  readonly accountId: string;
  readonly who: CodeAttemptSource;
  readonly now: Date;
}

async function judgeCode(
  given: CodeGiven,
  attempt: CodeAttempt,
  code: string,
  attemptsLeft: number,
): Promise<CodeVerdict> {
  const { now } = given;
  const { readable, unreadable } = attempt.authenticators;
  const { authenticator, match } = bestMatch(readable, code, now);
  const [failure] = unreadable;
  if (failure && match.kind === 'none') {
    // It may be the code of that one. Where there are others as well it counts, or they could be guessed at without end.
    if (!authenticator) {
      await given.authenticators.refundCodeAttempt(given.accountId, given.who);
    }
    throw failure;
  }
  if (!authenticator) {
    return { kind: 'no-plus' };
  }
  if (!readable.some((one) => isAsLongAs(code, one))) {
    return refund(given, { kind: 'format' });
  }
  if (match.kind === 'none') {
    return { kind: 'wrong', attemptsLeft };
  }
  const { id: authenticatorId, period } = authenticator;
  const found = { authenticatorId, step: match.step, offset: match.step - stepAt(now, period), period };
  if (match.kind === 'current') {
    return spend(given, found);
  }
  const verdict = await considerClock(given, { ...found, at: now }, attempt, attemptsLeft);
  const isFirst = verdict.kind === 'wrong';
  return match.kind === 'just-expired' && isFirst ? refund(given, { kind: 'just-expired' }) : verdict;
}

/** One match away from the clock may be chance; two consecutive codes of the same clock are not. Both stay counted. */
async function considerClock(
  given: CodeGiven,
  { period, ...drifted }: DriftedCode & Pick<SpendableCode, 'period'>,
  { lastDrifted }: CodeAttempt,
  attemptsLeft: number,
): Promise<CodeVerdict> {
  const { authenticators, accountId, who } = given;
  const finding = findClock(lastDrifted, drifted, period);
  if (finding.kind === 'learnable') {
    const { authenticatorId, step } = drifted;
    const { offset, firstStep } = finding;
    const verdict = await spend(given, { authenticatorId, step, offset, period, learntWith: firstStep });
    if (verdict.kind === 'clock-put-back') {
      await authenticators.rememberDrifted(accountId, who, drifted);
    }
    return verdict;
  }
  await authenticators.rememberDrifted(accountId, who, drifted);
  return finding.kind === 'too-far'
    ? { kind: 'clock', minutes: finding.minutes }
    : { kind: 'wrong', attemptsLeft };
}

async function spend(given: CodeGiven, code: SpendableCode): Promise<CodeVerdict> {
  const { authenticators, accountId, who, now } = given;
  const outcome = await authenticators.spendTimeStep(accountId, who, code, now);
  switch (outcome.kind) {
    case 'spent':
      return { kind: 'verified', failuresBefore: 0 };
    case 'used':
      return refund(given, whyUsed(code, outcome.lastStep));
    case 'gone':
      return { kind: 'no-plus' };
  }
}

/** Whoever gives a right code does not guess: the attempt is given back. */
async function refund(
  { authenticators, accountId, who }: CodeGiven,
  verdict: CodeVerdict,
): Promise<CodeVerdict> {
  await authenticators.refundCodeAttempt(accountId, who);
  return verdict;
}

/** Two codes of a clock that lies behind what was spent: nothing of the time in between passes a second time. */
function whyUsed({ step, offset, period, learntWith }: SpendableCode, lastStep: number): CodeVerdict {
  const isPutBack = learntWith !== undefined && lastStep !== step;
  return isPutBack
    ? { kind: 'clock-put-back', until: minuteWhenShown(lastStep + 1, offset, period) }
    : { kind: 'used' };
}

/** The authenticator whose code this is, or any one with `none`. */
function bestMatch(
  authenticators: readonly Authenticator[],
  code: string,
  now: Date,
): { authenticator: Authenticator | undefined; match: CodeMatch } {
  const matches = authenticators.map((authenticator) => ({
    authenticator,
    match: matchCode(authenticator, code, now, authenticator.clockOffset),
  }));
  const kinds: CodeMatch['kind'][] = ['current', 'just-expired', 'drifted', 'none'];
  const [best] = matches.sort(
    (one, other) => kinds.indexOf(one.match.kind) - kinds.indexOf(other.match.kind),
  );
  return best ?? { authenticator: undefined, match: { kind: 'none' } };
}
