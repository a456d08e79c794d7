/** Sign-ins under way, in a record of their own beside the engine's interaction: read in the same round trip. */
import { engineRecordKeys } from '../storage/catalogue/engine-keys.ts';
import type { ErrandKey } from '../storage/catalogue/entry.ts';
import { loginAttemptKey } from '../storage/catalogue/sign-in-keys.ts';
import { hashOfIdentifier } from '../storage/keyed-hash.ts';
import type { Store } from '../storage/redis.ts';
import { read, readTogether } from '../storage/request/read-together.ts';
import { nameOfRead } from '../storage/request/record-fields.ts';
import { rememberRead, writeBeforeAnswer } from '../storage/request/store-request.ts';
import { write, writeTogether } from '../storage/request/write-together.ts';
import type { Sealer } from '../storage/sealed.ts';
import { openRecord } from '../storage/sealed-record.ts';
import { keepErrand } from '../throttle/errands/errands.ts';
import { type KeptProgress, keptProgressSchema, type LoginProgress, passwordOf } from './login-progress.ts';

export interface LoginProgressStore {
  /** Reads the engine's interaction as well, for whoever asks for it in this request. */
  find(uid: string): Promise<LoginProgress>;
  /** Whoever gave the right password is held up by nobody: one record a sign-in, of which the beginning was counted. */
  remember(uid: string, progress: KeptProgress): Promise<void>;
  /** The sign-in begins again. */
  forget(uid: string): Promise<void>;
}

export function createLoginProgressStore(store: Store, sealer: Sealer): LoginProgressStore {
  const keyOf = (uid: string): ErrandKey => loginAttemptKey(hashOfIdentifier(uid));

  return {
    async find(uid) {
      const key = keyOf(uid);
      const interaction = engineRecordKeys.Interaction(hashOfIdentifier(uid));
      const reply = readTogether(store, read.record(interaction), read.value(key));
      rememberRead(
        nameOfRead(interaction),
        reply.then(([fields]) => fields),
      );
      const [, sealed] = await reply;
      return sealed ? openRecord(sealer, keptProgressSchema, sealed, key, 'a sign-in') : { state: 'started' };
    },

    async remember(uid, progress) {
      const key = keyOf(uid);
      const sealed = sealer.seal(JSON.stringify(progress), key);
      const { lifeInSeconds } = loginAttemptKey;
      await (passwordOf(progress) || progress.state === 'data-missing'
        ? writeTogether(store, write.value(key, lifeInSeconds * 1000, sealed))
        : writeBeforeAnswer(keepErrand(store, key, sealed, lifeInSeconds)));
    },

    async forget(uid) {
      await store.del(keyOf(uid));
    },
  };
}
