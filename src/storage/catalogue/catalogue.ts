/**
 * The catalogue of everything that is kept in Redis, by subject a file: under which keys, of which type, what it holds, whether sealed,
 * how long it lives, whose it is, and who may cause it to be written. Stores get their keys from here and from nowhere else (decision 34);
 * the table in docs/architecture.md is made of it, and no test ends with a key in its Redis that is not in it.
 *
 * What is to be kept anew gets an entry first. Nothing here imports anything but its neighbours.
 */
import * as account from './account-keys.ts';
import * as audit from './audit-log-keys.ts';
import * as desk from './desk-keys.ts';
import * as engine from './engine-keys.ts';
import type { EntryFacts } from './entry.ts';
import * as limits from './limit-keys.ts';
import * as operator from './operator-keys.ts';
import * as queues from './queue-keys.ts';
import * as signIn from './sign-in-keys.ts';
import * as wallets from './wallet-keys.ts';

/** Every entry, in the order in which people read of them. */
export const catalogue: readonly EntryFacts[] = [
  account,
  signIn,
  limits,
  engine,
  wallets,
  desk,
  queues,
  operator,
  audit,
].flatMap((subject) => entriesIn(subject).sort(byPattern));

function entriesIn(value: unknown): EntryFacts[] {
  if (typeof value === 'function') {
    return 'pattern' in value ? [value as unknown as EntryFacts] : [];
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(entriesIn) : [];
}

/** What stands under a key comes before what stands beside it. */
function byPattern(one: EntryFacts, other: EntryFacts): number {
  return withoutBraces(one.pattern) < withoutBraces(other.pattern) ? -1 : 1;
}

function withoutBraces(pattern: string): string {
  return pattern.replace(/[{}]/g, '');
}

/** The entries that a key found in Redis is of: exactly one, if all is well. */
export function entriesOf(key: string): EntryFacts[] {
  return catalogue.filter((entry) => entry.matches(key));
}
