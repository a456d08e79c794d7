/** How often a relying party may ask whether a citizen has decided (RFC 8628 §3.5, CIBA §7.3). By the store's clock, on whatever node. */
import { pollKey } from '../storage/catalogue/limit-keys.ts';
import { hashOfIdentifier } from '../storage/keyed-hash.ts';
import { atomicStep, type Store } from '../storage/redis.ts';

/** In seconds: what both standards take where nothing is said, and what we say. */
export const pollIntervalInSeconds = 5;

const second = 1000;
/** A poll that a network delayed makes the next one look hasty. */
const tolerance = second;
const longestInterval = 60 * second;
/** Longer than anybody can be asked. */
const life = pollKey.lifeInSeconds * second;

const notePollStep = atomicStep<number>(import.meta.dirname, 'note-poll', 1);

/** False when it was asked too soon: five seconds more are to be kept from now on. @param subject a code that is polled for */
export async function isPollInTime(store: Store, subject: string): Promise<boolean> {
  const usual = pollIntervalInSeconds * second;
  const args = [usual, tolerance, usual, longestInterval, life];
  return (await notePollStep(store, [pollKey(hashOfIdentifier(subject))], args)) === 1;
}
