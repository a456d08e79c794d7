/** Sign-ins under way, in a record of their own beside the engine's interaction: read in the same round trip. */
import type { ErrandKey } from '../storage/catalogue/entry.ts';
import { loginAttemptKey } from '../storage/catalogue/sign-in-keys.ts';
import { hashOfIdentifier } from '../storage/keyed-hash.ts';
import type { Store } from '../storage/redis.ts';
import type { Sealer } from '../storage/sealed.ts';
import { writeBeforeAnswer } from '../storage/store-request.ts';
import { keepErrand } from '../throttle/errands.ts';
import { type KeptProgress, keptProgressSchema, type LoginProgress, passwordOf } from './login-progress.ts';

export interface LoginProgressStore {
  find(uid: string): Promise<LoginProgress>;
  /** Whoever gave the right password is held up by nobody: one record a sign-in, of which the beginning was counted. */
  remember(uid: string, progress: KeptProgress): Promise<void>;
  /** The sign-in begins again. */
  forget(uid: string): Promise<void>;
}

/** As long as the engine keeps an interaction. */
const { lifeInSeconds } = loginAttemptKey;

export function createLoginProgressStore(store: Store, sealer: Sealer): LoginProgressStore {
  const keyOf = (uid: string): ErrandKey => loginAttemptKey(hashOfIdentifier(uid));

  return {
    async find(uid) {
      const key = keyOf(uid);
      const sealed = await store.get(key);
      return sealed ? keptProgressSchema.parse(JSON.parse(sealer.open(sealed, key))) : { state: 'started' };
    },

    async remember(uid, progress) {
      const key = keyOf(uid);
      await writeBeforeAnswer(
        keepErrand(
          store,
          key,
          sealer.seal(JSON.stringify(progress), key),
          lifeInSeconds,
          passwordOf(progress) ? 'free' : 'asker',
        ),
      );
    },

    async forget(uid) {
      await store.del(keyOf(uid));
    },
  };
}
