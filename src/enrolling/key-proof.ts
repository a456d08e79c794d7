/** Whether a code proves that an app took the key, also by a clock that is off and can be learnt. Pure. */
import type { KeyShown } from '../totp/enrolment/enrolment.ts';
import { type DriftedCode, findClock, isLearnable, minutesOff } from '../totp/phone-clock.ts';
import { matchCode, parseCode, stepAt } from '../totp/totp.ts';
import type { CodeRefusal } from '../web/form/code-error.ts';

type CodeProof =
  | { kind: 'right'; step: number; clockOffset?: number }
  /** Right by a wrong clock that can be learnt: the next code is awaited too. */
  | { kind: 'drifted'; code: DriftedCode; refusal: CodeRefusal }
  | { kind: 'refused'; refusal: CodeRefusal };

/** The key is on the page, so there is nothing to guess: a clock that is wrong may be named at once. */
export function proveCode(enrolment: KeyShown, typed: string, now: Date): CodeProof {
  const code = parseCode(typed);
  if (code === undefined) {
    return { kind: 'refused', refusal: { kind: 'format' } };
  }
  const match = matchCode(enrolment, code, now);
  switch (match.kind) {
    case 'current':
      return { kind: 'right', step: match.step };
    case 'none':
      return { kind: 'refused', refusal: { kind: 'wrong-for-key' } };
    default:
      return considerClock(enrolment, match.step, match.kind === 'just-expired', now);
  }
}

function considerClock(
  { authenticatorId, stray: last }: KeyShown,
  step: number,
  isJustExpired: boolean,
  at: Date,
): CodeProof {
  const drifted = { authenticatorId, step, offset: step - stepAt(at), at };
  const finding = findClock(last && { ...last, authenticatorId, at: new Date(last.at) }, drifted);
  if (finding.kind === 'learnable') {
    return { kind: 'right', step, clockOffset: finding.offset };
  }
  const minutes = minutesOff(drifted.offset);
  if (!isLearnable(drifted.offset)) {
    return { kind: 'refused', refusal: { kind: 'clock', minutes } };
  }
  const refusal: CodeRefusal = isJustExpired ? { kind: 'just-expired' } : { kind: 'clock-next', minutes };
  return { kind: 'drifted', code: drifted, refusal };
}
