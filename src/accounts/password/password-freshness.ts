/** Whether a password that was given counts for a while more: as long as one of our sessions that nobody uses (decision 56). */

const countsForSeconds = 15 * 60;

/** @param givenAt seconds since 1970 by the store's clock; absent where nobody can say */
export function isFreshPassword(givenAt: number | undefined, at: Date): boolean {
  return givenAt !== undefined && at.getTime() / 1000 - givenAt < countsForSeconds;
}
