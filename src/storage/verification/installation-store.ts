/** Which installation a store holds, and which secrets it was made with. Written once all else that is demanded is there. */
import { randomUUID } from 'node:crypto';
import type { Secrets } from '../../configuration/secrets.ts';
import { installationKey } from '../catalogue/operator-keys.ts';
import { atomicStep } from '../redis.ts';
import type { Store } from '../store.ts';
import {
  type Fields,
  fingerprintsOf,
  newestIndexKeyOf,
  newestPepper,
  plansGivenUp,
  staleSealingFields,
} from './fingerprints.ts';

const claim = atomicStep<string[]>(import.meta.dirname, 'claim-installation', 1);

/**
 * @param before what the store knew
 * @param now by the store's clock
 * @returns what it knows from now on, which another node may have written first
 */
export async function claimInstallation(
  store: Store,
  secrets: Secrets,
  before: Fields,
  now: Date,
): Promise<Fields> {
  const { once, anew } = fingerprintsOf(secrets);
  const givenUp = plansGivenUp(secrets, before, now);
  if (givenUp.length > 0) {
    await store.hdel(installationKey(), ...givenUp);
  }
  const first = Object.entries({ id: randomUUID(), ...once });
  const reply = await claim(
    store,
    [installationKey()],
    [first.length, ...first.flat(), ...Object.entries(anew).flat()],
  );
  return fieldsOf(reply);
}

/** Once nothing is sealed with another key than `kid` any more. */
export async function forgetOlderSealingKeys(store: Store, kid: string): Promise<void> {
  const stale = staleSealingFields(await store.hgetall(installationKey()), kid);
  if (stale.length > 0) {
    await store.hdel(installationKey(), ...stale);
  }
}

/** Once no password is hashed by an older pepper than the newest. */
export async function forgetOlderPeppers(store: Store, secrets: Secrets): Promise<void> {
  await store.hset(installationKey(), newestPepper(secrets));
}

/** Once nothing is found by an older index key than the newest. */
export async function forgetOlderIndexKeys(store: Store, secrets: Secrets): Promise<void> {
  await store.hset(installationKey(), newestIndexKeyOf(secrets));
}

function fieldsOf(reply: readonly string[]): Fields {
  const pairs = reply.flatMap((name, at) => (at % 2 === 0 ? [[name, reply[at + 1] ?? '']] : []));
  return Object.fromEntries(pairs);
}
