/** Inclusion proofs for citizens: which of their entries can be proven already, and the proof of one. */
import type { JSONWebKeySet } from 'jose';
import type { Store } from '../storage/redis.ts';
import type { Sealer } from '../storage/sealed.ts';
import { createAuditKeyStore } from './audit-key-store.ts';
import { createChainStore } from './chain-store.ts';
import { type Proof, proveEntry } from './proof.ts';

export interface Proofs {
  /** Answers for entries of the log as it is now, by their ids. */
  offered(): Promise<(id: string) => boolean>;
  /** Undefined for what is not (yet, or any more) in the signed chain, and for an entry of somebody else. */
  prove(accountId: string, id: string): Promise<Proof | undefined>;
  /** With which proofs and exports are checked. */
  keys(): Promise<JSONWebKeySet>;
}

export function createProofs(store: Store, sealer: Sealer): Proofs {
  const chain = createChainStore(store);
  const keys = createAuditKeyStore(store, sealer);

  return {
    keys: () => keys.published(),

    async offered() {
      const { covered, coveredId, firstId } = await chain.head();
      return (id) => covered > 0 && !isBefore(id, firstId) && !isBefore(coveredId, id);
    },

    async prove(accountId, id) {
      return proveEntry({ chain, sealer, keys: await keys.published() }, accountId, id);
    },
  };
}

function isBefore(one: string, other: string): boolean {
  const [ms = 0, number = 0] = one.split('-').map(Number);
  const [otherMs = 0, otherNumber = 0] = other.split('-').map(Number);
  return ms < otherMs || (ms === otherMs && number < otherNumber);
}
