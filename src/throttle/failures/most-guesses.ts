/** How many guesses a limit of failures lets through to somebody who never tires: what the published chances are computed from. */
import type { AttemptLimit } from './attempt-limit.ts';

/** While nobody gets in. @param minutes from the first guess on */
export function mostGuesses(limit: AttemptLimit, minutes: number): number {
  const { attemptsInRound, locksInMinutes, inAll } = limit;
  const most = Math.min(inAll.mostConsecutive, ...endsOf(limit, minutes));
  let [passed, guesses] = [0, 0];
  while (passed < minutes && guesses < most) {
    guesses += attemptsInRound;
    const round = guesses / attemptsInRound;
    passed += locksInMinutes[Math.min(round, locksInMinutes.length) - 1] ?? 0;
  }
  return Math.min(guesses, most);
}

/** However often its owner signs in meanwhile, which ends every row and opens every door. Only of limits that have such an end. */
export function mostGuessesBesideTheOwner({ inAll }: AttemptLimit, days: 1 | 365): number {
  const most = days === 1 ? inAll.mostInDay : inAll.mostInYear;
  if (most === 0) {
    throw new Error('there is no such end');
  }
  return most;
}

function endsOf({ inAll }: AttemptLimit, minutes: number): number[] {
  const aDay = minutes <= 24 * 60 && inAll.mostInDay > 0 ? [inAll.mostInDay] : [];
  const aYear = minutes <= 365 * 24 * 60 && inAll.mostInYear > 0 ? [inAll.mostInYear] : [];
  return [...aDay, ...aYear];
}

/** Of one guess at a code of an app: three steps count, of a million codes, for each authenticator. */
export function chanceOfCode(authenticators: number): number {
  return (3 * authenticators) / 1_000_000;
}
