/** Sign-ins under way, in a record of their own beside the engine's interaction: read in the same round trip. */
import { hashOfIdentifier } from '../storage/keyed-hash.ts';
import type { Store } from '../storage/redis.ts';
import type { Sealer } from '../storage/sealed.ts';
import { writeBeforeAnswer } from '../storage/store-request.ts';
import { type KeptAttempt, keptAttemptSchema, type LoginAttempt } from './login-attempt.ts';

export interface LoginAttemptStore {
  find(uid: string): Promise<LoginAttempt>;
  remember(uid: string, attempt: KeptAttempt): Promise<void>;
  /** The sign-in begins again. */
  forget(uid: string): Promise<void>;
}

/** As long as the engine keeps an interaction. */
const lifeInSeconds = 60 * 60;

export function createLoginAttemptStore(store: Store, sealer: Sealer): LoginAttemptStore {
  const keyOf = (uid: string): string => `login:{${hashOfIdentifier(uid)}}`;

  return {
    async find(uid) {
      const key = keyOf(uid);
      const sealed = await store.get(key);
      return sealed ? keptAttemptSchema.parse(JSON.parse(sealer.open(sealed, key))) : { state: 'started' };
    },

    async remember(uid, attempt) {
      const key = keyOf(uid);
      await writeBeforeAnswer(store.set(key, sealer.seal(JSON.stringify(attempt), key), 'EX', lifeInSeconds));
    },

    async forget(uid) {
      await store.del(keyOf(uid));
    },
  };
}
