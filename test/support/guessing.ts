/** What guesses at a code are worth to somebody who knows the password. */
import { mostAuthenticators } from '../../src/totp/enrolment/enrolment.ts';

const dayInMilliseconds = 24 * 60 * 60_000;
/** Three steps of a million codes, of each authenticator that an account may have. */
const chanceOfOneGuess = 3e-6 * mostAuthenticators;

/** What we promise: the chance of a hit within any 24 hours. */
export const mostChanceInADay = 0.0005;

/** @param instants at which a code was really evaluated. @returns the most within any 24 hours. */
export function mostWithinADay(instants: readonly Date[]): number {
  const within = (from: Date): number =>
    instants.filter((at) => at >= from && at.getTime() < from.getTime() + dayInMilliseconds).length;
  return Math.max(0, ...instants.map(within));
}

export function chanceOf(guesses: number): number {
  return guesses * chanceOfOneGuess;
}
