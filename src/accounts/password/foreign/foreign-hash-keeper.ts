/** Hashes for an import: the only one who hashes then need not stand in line. */
import { hashOfToday, loadArgon2 } from '../argon2.ts';
import type { Peppers } from '../peppers.ts';
import type { ForeignHash } from './foreign-hash.ts';
import { markForeign, markWrapped, toWrap } from './stored-hash.ts';

export interface ForeignHashKeeper {
  /** Makes another system's hash what an account keeps: as it is where it is slow to guess, else wrapped in one of ours. */
  keep(hash: ForeignHash): Promise<string>;
  hashOf(text: string): Promise<string>;
}

export async function createForeignHashKeeper(
  peppers: Peppers,
  now: () => Date = () => new Date(),
): Promise<ForeignHashKeeper> {
  const argon2 = await loadArgon2();
  const hashOf = (text: string): Promise<string> => hashOfToday(argon2, text, peppers, now());
  return {
    hashOf,
    keep: async (hash) =>
      hash.isSlow ? markForeign(hash) : markWrapped(hash, await hashOf(toWrap(hash.digest))),
  };
}
