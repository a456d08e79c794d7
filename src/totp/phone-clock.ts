/**
 * Phones whose clocks have drifted (RFC 6238 §6, resynchronization). One code far from the clock may be chance; two consecutive ones of
 * the same authenticator, both right by the same wrong clock, are not: the clock is learnt when it is near enough to be moved to, and
 * named in any case. Pure. Offsets count steps of
 * 30 seconds, or of the period of the app, positive where the phone is fast.
 */
import { startOfStep, usualPeriod } from './totp.ts';

/** A right code of a clock that is not the one we expect: it has drifted, or was set wrong. */
export interface DriftedCode {
  readonly authenticatorId: string;
  readonly step: number;
  readonly offset: number;
  readonly at: Date;
}

export type ClockFinding =
  /** It may be chance: another code is needed. */
  | { kind: 'one-code' }
  /** Two codes agree; the first one must not have been spent either. */
  | { kind: 'learnable'; offset: number; firstStep: number }
  /** Two codes agree on a clock that nobody should go by. Minutes, positive where it is fast. */
  | { kind: 'too-far'; minutes: number };

/** Five minutes, which is as far as a window is ever moved. */
const farthestLearnt = 10;
const mostBetweenInMilliseconds = 2 * 60_000;
const mostStepsBetween = 2;
/** The second code may have been typed more slowly than the first. */
const typingSlack = 1;

export function findClock(
  last: DriftedCode | undefined,
  drifted: DriftedCode,
  period = usualPeriod,
): ClockFinding {
  if (!last || !isNextOf(last, drifted)) {
    return { kind: 'one-code' };
  }
  // Slowness makes a clock look slow, never fast: the greater of the two is nearer to the truth.
  const offset = Math.max(last.offset, drifted.offset);
  return isLearnable(offset)
    ? { kind: 'learnable', offset, firstStep: last.step }
    : { kind: 'too-far', minutes: minutesOff(offset, period) };
}

/** True when a window may be moved that far. */
export function isLearnable(offset: number): boolean {
  return Math.abs(offset) <= farthestLearnt;
}

function isNextOf(last: DriftedCode, { authenticatorId, step, offset, at }: DriftedCode): boolean {
  const stepsBetween = step - last.step;
  return (
    authenticatorId === last.authenticatorId &&
    stepsBetween >= 1 &&
    stepsBetween <= mostStepsBetween &&
    Math.abs(offset - last.offset) <= typingSlack &&
    Math.abs(at.getTime() - last.at.getTime()) <= mostBetweenInMilliseconds
  );
}

/** In whole minutes, at least one. */
export function minutesOff(offset: number, period = usualPeriod): number {
  return Math.sign(offset) * Math.max(1, Math.round((Math.abs(offset) * period) / 60));
}

/** When a phone with this clock shows this step; in whole minutes, as people are told, and never too early. */
export function minuteWhenShown(step: number, offset: number, period = usualPeriod): Date {
  const minute = 60_000;
  return new Date(Math.ceil(startOfStep(step - offset, period).getTime() / minute) * minute);
}
