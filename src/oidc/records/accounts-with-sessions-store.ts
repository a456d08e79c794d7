/** Whose sessions there are to end, for who ends those of everybody. */
import {
  accountIdOf,
  everyAccountPattern,
  grantsKey,
  sessionsKey,
  signInsKey,
} from '../../storage/catalogue/account-keys.ts';
import type { Store } from '../../storage/redis.ts';

export interface LookedAt {
  readonly many: number;
  /** Those of which a session, a grant, or a sign-in at a relying party is kept. */
  readonly withSessions: readonly string[];
}

/** Every account that is there all the time, some perhaps twice; some hundred at a time, so that no memory grows with them. */
export async function* lookAtEveryAccount(store: Store): AsyncGenerator<LookedAt> {
  for await (const keys of store.scanStream({ match: everyAccountPattern, type: 'hash', count: 500 })) {
    const ids = (keys as string[]).map(accountIdOf);
    const found = await Promise.all(
      ids.map((id) => store.exists(sessionsKey(id), grantsKey(id), signInsKey(id))),
    );
    yield { many: ids.length, withSessions: ids.filter((_, at) => found[at] !== 0) };
  }
}
