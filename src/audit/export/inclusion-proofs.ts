/** Inclusion proofs for citizens: which of their entries can be proven already, and the proof of one. */
import type { JSONWebKeySet } from 'jose';
import type { Store } from '../../storage/redis.ts';
import type { Sealer } from '../../storage/sealed.ts';
import { createChainStore } from '../chain/chain-store.ts';
import { createCheckpointKeyStore } from '../checkpoints/checkpoint-key-store.ts';
import { type InclusionProof, proveInclusion } from './inclusion-proof.ts';

export interface InclusionProofs {
  /** Answers for entries of the log as it is now, by their ids. */
  offered(): Promise<(id: string) => boolean>;
  /** Undefined for what is not (yet, or any more) in the signed chain, and for an entry of somebody else. */
  prove(accountId: string, id: string): Promise<InclusionProof | undefined>;
  /** With which proofs and exports are checked. */
  keys(): Promise<JSONWebKeySet>;
}

export function createInclusionProofs(store: Store, sealer: Sealer): InclusionProofs {
  const chain = createChainStore(store);
  const keys = createCheckpointKeyStore(store, sealer);

  return {
    keys: () => keys.published(),

    async offered() {
      const { covered, coveredId, firstId } = await chain.head();
      return (id) => covered > 0 && !isBefore(id, firstId) && !isBefore(coveredId, id);
    },

    async prove(accountId, id) {
      return proveInclusion({ chain, sealer, keys: await keys.published() }, accountId, id);
    },
  };
}

function isBefore(one: string, other: string): boolean {
  const [ms = 0, number = 0] = one.split('-').map(Number);
  const [otherMs = 0, otherNumber = 0] = other.split('-').map(Number);
  return ms < otherMs || (ms === otherMs && number < otherNumber);
}
