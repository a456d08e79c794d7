/** How many guesses a limit of failures lets through to somebody who never tires: what the published chances are computed from. */
import type { AttemptLimit } from './attempt-limit.ts';

/**
 * @param minutes from the first guess on
 * @param isReopened the owner signs in elsewhere as soon as the door is worn out, which opens it again
 */
export function mostGuesses(limit: AttemptLimit, minutes: number, isReopened = false): number {
  const { attemptsInRound, locksInMinutes, mostConsecutive, memoryInMinutes } = limit;
  let [passed, guesses, failures] = [0, 0, 0];
  while (passed < minutes) {
    guesses += attemptsInRound;
    failures += attemptsInRound;
    const isWornOut = mostConsecutive > 0 && failures >= mostConsecutive;
    if (isWornOut && !isReopened && memoryInMinutes === 0) {
      return guesses;
    }
    const round = failures / attemptsInRound;
    const lock = locksInMinutes[Math.min(round, locksInMinutes.length) - 1] ?? 0;
    passed += isWornOut && !isReopened ? Math.max(memoryInMinutes, lock) : isWornOut ? 0 : lock;
    failures = isWornOut ? 0 : failures;
  }
  return guesses;
}

/** Of one guess at a code of an app: three steps count, of a million codes, for each authenticator. */
export function chanceOfCode(authenticators: number): number {
  return (3 * authenticators) / 1_000_000;
}
