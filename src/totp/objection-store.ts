/**
 * "Nem én voltam": every contact of a citizen gets a link with each new authenticator; whoever opens it and confirms freezes the
 * authenticator and ends its sessions. Tokens are random, kept as hashes, and valid for 240 hours.
 */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { accountKey, plusKey } from '../storage/account-keys.ts';
import { hashOfIdentifier } from '../storage/keyed-hash.ts';
import { atomicStep, type Store } from '../storage/redis.ts';

const objectionSchema = z.strictObject({ accountId: z.string(), authenticatorId: z.string() });

export type Objection = z.output<typeof objectionSchema>;

export interface ObjectionStore {
  /** @returns the token for the link. */
  prepare(objection: Objection): Promise<string>;
  find(token: string): Promise<Objection | undefined>;
  /** Freezes; false when the authenticator is gone. Asking twice changes nothing more. */
  freeze(objection: Objection, now: Date): Promise<boolean>;
}

const lifeInSeconds = 240 * 60 * 60;
const freezeAuthenticator = atomicStep<number>(import.meta.dirname, 'freeze-authenticator', 2);

export function createObjectionStore(store: Store): ObjectionStore {
  const keyOf = (token: string): string => `objection:{${hashOfIdentifier(token)}}`;

  return {
    async prepare(objection) {
      const token = randomBytes(32).toString('base64url');
      await store.set(keyOf(token), JSON.stringify(objection), 'EX', lifeInSeconds);
      return token;
    },

    async find(token) {
      const kept = await store.get(keyOf(token));
      return kept ? objectionSchema.parse(JSON.parse(kept)) : undefined;
    },

    async freeze({ accountId, authenticatorId }, now) {
      const keys = [plusKey(accountId), accountKey(accountId)];
      return (await freezeAuthenticator(store, keys, [authenticatorId, now.toISOString()])) === 1;
    },
  };
}
