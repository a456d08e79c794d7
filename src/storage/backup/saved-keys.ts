/**
 * What a backup holds, by the catalogue of keys: everything but what lives two days at most. Sessions, tokens, sign-ins under way and counts of
 * guesses are left out on purpose: whoever signed out since, or lost a device, would be signed in again by a restore.
 */
import { entriesOf } from '../catalogue/catalogue.ts';
import { days, type EntryFacts, type StoreKey } from '../catalogue/entry.ts';
import { installationKey, resealKey } from '../catalogue/operator-keys.ts';

const longestLeftOut = days(2);
/** How far a walk has come says nothing of another server's keys. */
const ofOneServer: readonly string[] = [resealKey.pattern];

function isSavedEntry({ lives, pattern }: Pick<EntryFacts, 'lives' | 'pattern'>): boolean {
  const isShort = lives.kind === 'at-most' && lives.seconds <= longestLeftOut;
  return !isShort && !ofOneServer.includes(pattern);
}

export function isSaved(key: string): boolean {
  return entriesOf(key).some(isSavedEntry);
}

/** Written last: without it no node takes a store for one of ours. */
export const lastKey: StoreKey = installationKey();
