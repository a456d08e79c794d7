/**
 * The second step: a code from the citizen's authenticator app. The attempt is counted first, the step is spent in Redis
 * before anything moves on, and a person is told why a code did not pass.
 */
import type { CodeGuesser } from '../throttle/code-attempts.ts';
import type { Authenticator, AuthenticatorStore, StrayCode } from './authenticator-store.ts';
import { type CodeMatch, matchCode, parseCode } from './totp.ts';

export type CodeVerdict =
  | { kind: 'verified' }
  | { kind: 'empty' }
  | { kind: 'format' }
  | { kind: 'just-expired' }
  | { kind: 'used' }
  /** The phone's clock is off by this many minutes; positive: fast. */
  | { kind: 'clock'; minutes: number }
  | { kind: 'wrong'; attemptsLeft: number }
  | { kind: 'locked'; until: Date }
  /** A hundred failures in a row: the authenticator is not asked any more. */
  | { kind: 'exhausted' }
  /** The plus was cancelled meanwhile. */
  | { kind: 'no-plus' };

export type VerifyCode = (
  accountId: string,
  typed: string,
  who: CodeGuesser,
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
    const { authenticator, match } = bestMatch(attempt.authenticators, code, now);
    if (!authenticator) {
      return { kind: 'no-plus' };
    }
    switch (match.kind) {
      case 'current':
        return spend(accountId, who, authenticator, match.step, now);
      case 'just-expired':
        await authenticators.pardonCodeAttempt(accountId, who);
        return { kind: 'just-expired' };
      case 'clock':
        return explainClock(accountId, who, match, attempt.lastStray, attempt.verdict.attemptsLeft);
      case 'none':
        return { kind: 'wrong', attemptsLeft: attempt.verdict.attemptsLeft };
    }
  };

  async function spend(
    accountId: string,
    who: CodeGuesser,
    { id }: Authenticator,
    step: number,
    now: Date,
  ): Promise<CodeVerdict> {
    const outcome = await authenticators.burnStep(accountId, who, id, step, now);
    switch (outcome) {
      case 'spent':
        return { kind: 'verified' };
      case 'used':
        await authenticators.pardonCodeAttempt(accountId, who);
        return { kind: 'used' };
      case 'gone':
        return { kind: 'no-plus' };
    }
  }

  /** One match far away may be chance; two consecutive codes of the same clock are not. Both stay counted. */
  async function explainClock(
    accountId: string,
    who: CodeGuesser,
    { step, minutes }: StrayCode,
    last: StrayCode | undefined,
    attemptsLeft: number,
  ): Promise<CodeVerdict> {
    await authenticators.rememberStray(accountId, who, { step, minutes });
    const isConsecutive = last !== undefined && step > last.step && step - last.step <= 2;
    return isConsecutive ? { kind: 'clock', minutes } : { kind: 'wrong', attemptsLeft };
  }
}

/** The authenticator whose code this is, or any one with `none`. */
function bestMatch(
  authenticators: readonly Authenticator[],
  code: string,
  now: Date,
): { authenticator: Authenticator | undefined; match: CodeMatch } {
  const matches = authenticators.map((authenticator) => ({
    authenticator,
    match: matchCode(authenticator.secretKey, code, now),
  }));
  const kinds: CodeMatch['kind'][] = ['current', 'just-expired', 'clock', 'none'];
  const [best] = matches.sort(
    (one, other) => kinds.indexOf(one.match.kind) - kinds.indexOf(other.match.kind),
  );
  return best ?? { authenticator: undefined, match: { kind: 'none' } };
}
