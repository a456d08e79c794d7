/**
 * One person, one account: the data by which the law knows a person, brought into one form, and the key under which the accounts with
 * these data stand (decision 36). Names borne change with a marriage and are no part of it.
 */
import { identityKey, secondAccountKey } from '../storage/catalogue/account-keys.ts';
import type { StoreKey } from '../storage/catalogue/entry.ts';
import { eldersOf, type IndexKeys, indexHashes, underEach } from '../storage/index-key.ts';
import type { Profile } from './account.ts';

export type Identity = Pick<
  Profile,
  'birth_family_name' | 'birth_given_name' | 'mothers_birth_name' | 'place_of_birth' | 'birthdate'
>;

type Keys = [StoreKey, ...StoreKey[]];

/** Ids of the accounts with these data: one, unless an operator said that there are two people. Under each index key, the one that counts first. */
export function keysOfIdentity(keys: IndexKeys, identity: Identity): Keys {
  return underEach(indexHashes(keys, 'identity', identityInOneForm(identity)), identityKey);
}

/** Two people's leave to register the person once more. */
export function keysOfSecondAccount(keys: IndexKeys, identity: Identity): Keys {
  return underEach(indexHashes(keys, 'identity', identityInOneForm(identity)), secondAccountKey);
}

/** Pairs of both, as `bring-over.lua` takes them. */
export function eldersOfIdentity(keys: IndexKeys, identity: Identity): StoreKey[] {
  const hashes = eldersOf(keys, 'identity', identityInOneForm(identity)).flat();
  return [...hashes.map(identityKey), ...hashes.map(secondAccountKey)];
}

/** The words of a name in any order: documents of other countries turn names round, and whoever types them mixes up the fields. */
export function identityInOneForm(identity: Identity): string {
  const { birth_family_name, birth_given_name, mothers_birth_name, place_of_birth, birthdate } = identity;
  const ownName = `${birth_family_name} ${birth_given_name}`;
  const [own = '', mothers = '', place = ''] = inOneWriting([ownName, mothers_birth_name, place_of_birth]);
  return [inAnyOrder(own), inAnyOrder(mothers), place, birthdate].join('\n');
}

const between = '\0';
const unseen = /\p{Cf}/gu;
const gaps = /[\s\p{Pd}]+/gu;
/** Of most names, which NFKC leaves as they are: looking takes less time than replacing nothing, and an import does it for every line. */
const isPlain = /^[a-z0-9ß-ÿőű \0]*$/;

/** Without regard to case, composition, marks that nobody sees, hyphens and spaces; accents tell people apart. */
function inOneWriting(texts: readonly string[]): string[] {
  const joined = texts.join(between);
  const written = joined.toLowerCase();
  const bare =
    isPlain.test(written) && !written.includes('  ')
      ? written
      : joined.normalize('NFKC').toLowerCase().replace(unseen, '').replace(gaps, ' ');
  return bare.split(between).map((text) => text.trim());
}

function inAnyOrder(name: string): string {
  const words = name.split(' ');
  return words.length === 1 ? name : words.sort().join(' ');
}

const farthestAheadInMilliseconds = 14 * 60 * 60 * 1000;

/** Nobody who lives was born before. */
const earliestBirthdate = '1900-01-01';

/** Why nobody can have been born on that day, in the words of the terminal. @param birthdate ISO 8601 */
export function faultOfBirthdate(
  birthdate: string,
  now: Date,
): 'is in the future' | 'is before 1900' | undefined {
  if (birthdate < earliestBirthdate) {
    return 'is before 1900';
  }
  return isInTheFuture(birthdate, now) ? 'is in the future' : undefined;
}

/** Not even where the day begins first. */
function isInTheFuture(birthdate: string, now: Date): boolean {
  // Of a line of an import almost always: the calendar is not asked.
  if (Number(birthdate.slice(0, 4)) < now.getUTCFullYear()) {
    return false;
  }
  return birthdate > new Date(now.getTime() + farthestAheadInMilliseconds).toISOString().slice(0, 10);
}
