/** What main.ts has a task for: records get their place in the chain. */
import { setTimeout as delay } from 'node:timers/promises';
import { monthKey, monthsKey } from '../../src/audit/audit-keys.ts';
import { type CheckpointPolicy, keepChain } from '../../src/audit/chain/chain-keeper.ts';
import { createChainStore } from '../../src/audit/chain/chain-store.ts';
import { createCheckpointKeyStore } from '../../src/audit/checkpoints/checkpoint-key-store.ts';
import type { Store } from '../../src/storage/redis.ts';
import type { Sealer } from '../../src/storage/sealed.ts';

const everyEntrySigned: CheckpointPolicy = { everyEntries: 1, everySeconds: 1 };

/** Everything that was recorded so far, whoever else chains meanwhile. */
export async function chainEverything(
  store: Store,
  sealer: Sealer,
  policy: CheckpointPolicy = everyEntrySigned,
): Promise<void> {
  const chain = createChainStore(store);
  const parts = { chain, keys: createCheckpointKeyStore(store, sealer), policy };
  while ((await keepChain(parts)) || (await chain.awaiting()).many > 0) {
    // Until nothing is left.
  }
}

/** Longer than recording takes. */
const lastMillisecondsOfMonth = 20_000;

/** The month, `2026-11`, in which Redis will keep what is recorded in the next seconds: at a month's end, waits for the next one. */
export async function monthOfRecording(): Promise<string> {
  const later = new Date(Date.now() + lastMillisecondsOfMonth).toISOString().slice(0, 7);
  while (new Date().toISOString().slice(0, 7) !== later) {
    await delay(1000);
  }
  return later;
}

/** Where the entry with this number is kept. */
export async function placeOfEntry(store: Store, number: number): Promise<{ month: string; id: string }> {
  for (const month of await store.zrange(monthsKey, 0, '-1')) {
    for (const [id, fields] of await store.xrange(monthKey(month), '-', '+')) {
      if (fields[fields.indexOf('n') + 1] === String(number)) {
        return { month, id };
      }
    }
  }
  throw new Error(`no entry ${number}`);
}
