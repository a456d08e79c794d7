/** What main.ts has a task for: records get their place in the chain. */
import { createAuditKeyStore } from '../../src/audit/audit-key-store.ts';
import { type CheckpointPolicy, keepChain } from '../../src/audit/chain-keeper.ts';
import { createChainStore } from '../../src/audit/chain-store.ts';
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
  const parts = { chain, keys: createAuditKeyStore(store, sealer), policy };
  while ((await keepChain(parts)) || (await chain.awaiting()).many > 0) {
    // Until nothing is left.
  }
}
