/** How many consecutive failures of one subject are evaluated, and how long none is then. */
export interface AttemptLimit {
  /** Failures after which the subject is locked for a while. */
  readonly attemptsInRound: number;
  /** How long each further round locks, in minutes; the last one repeats. */
  readonly locksInMinutes: readonly number[];
  /** Consecutive failures after which nothing is evaluated until the owner proves themselves another way; 0: no end. */
  readonly mostConsecutive: number;
  /** How long failures are remembered, in minutes; 0: until a success. */
  readonly memoryInMinutes: number;
}
