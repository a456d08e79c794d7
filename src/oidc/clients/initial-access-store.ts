/** Initial access tokens (RFC 7591 §3): whom an operator lets register clients, how often, and until when. */
import { randomBytes } from 'node:crypto';
import { engineRecordKeys, initialAccessUsesKey } from '../../storage/catalogue/engine-keys.ts';
import type { StoreKey } from '../../storage/catalogue/entry.ts';
import { hashOfIdentifier } from '../../storage/keyed-hash.ts';
import { atomicStep, type Store } from '../../storage/redis.ts';
import type { Sealer } from '../../storage/sealed.ts';
import { createAdapterFactory } from '../records/adapter.ts';
import { createCitizenIndex } from '../records/citizen-index-store.ts';

export interface InitialAccess {
  /** @returns the token, which is kept as a hash only */
  issue(allowance: { uses: number; lifeInSeconds: number }, now: Date): Promise<string>;
  /** @returns false when every use of it is spent */
  spend(token: string): Promise<boolean>;
}

/** The engine asks it what of a registration is admitted (dynamic-registration.ts). */
export const admissionPolicy = 'admission';

const spendUse = atomicStep<number>(import.meta.dirname, 'spend-use', 2);
const model = 'InitialAccessToken';
const recordKey = (token: string): StoreKey => engineRecordKeys[model](hashOfIdentifier(token));
const usesKey = (token: string): StoreKey => initialAccessUsesKey(hashOfIdentifier(token));

export function createInitialAccess(store: Store, sealer: Sealer): InitialAccess {
  const index = createCitizenIndex(store);
  const records = createAdapterFactory({ store, sealer, index, onTokenRead: () => {} })(model);

  return {
    async issue({ uses, lifeInSeconds }, now) {
      const token = randomBytes(32).toString('base64url');
      const iat = Math.floor(now.getTime() / 1000);
      const policies = [admissionPolicy];
      await store.set(usesKey(token), uses, 'EX', lifeInSeconds);
      await records.upsert(
        token,
        { jti: token, kind: model, iat, exp: iat + lifeInSeconds, policies },
        lifeInSeconds,
      );
      return token;
    },

    async spend(token) {
      return (await spendUse(store, [usesKey(token), recordKey(token)], [])) === 1;
    },
  };
}
