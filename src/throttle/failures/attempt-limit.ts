/** How many failures of one source are evaluated, and how long none is then; and how many of all sources of its kind. */
export interface AttemptLimit {
  /** Failures after which the source is locked for a while. */
  readonly attemptsInRound: number;
  /** How long each further round locks, in minutes; the last one repeats. */
  readonly locksInMinutes: readonly number[];
  /** How long failures are remembered, in minutes; 0: until a success. */
  readonly memoryInMinutes: number;
  readonly inAll: GuessAllowance;
}

/** Who guesses: known devices together, or everybody else. */
export type GuesserKind = 'strangers' | 'known';

/** Of one password, or of one account's codes. A success ends the row, but not what was counted of the day and of the year. */
export interface GuessAllowance {
  readonly of: GuesserKind;
  /** Consecutive failures after which nothing is evaluated until the owner proves themselves another way. */
  readonly mostConsecutive: number;
  /** 0: not limited. */
  readonly mostInDay: number;
  readonly mostInYear: number;
  /** `wrong`: as if it were looked at, so that nobody learns from the answer whether there is such an account. */
  readonly thenEverythingIs: 'refused' | 'wrong';
}
