/** Removes months that are older than the deployment keeps them, once they were shipped and a checkpoint covers them. */

import type { ChainStore } from '../chain/chain-store.ts';
import { signRemoval } from '../checkpoints/checkpoint.ts';
import type { CheckpointKeyStore } from '../checkpoints/checkpoint-key-store.ts';
import type { RetentionStore } from './retention-store.ts';

export interface RetentionParts {
  readonly chain: ChainStore;
  readonly keys: CheckpointKeyStore;
  readonly retention: RetentionStore;
}

/** @param months how many are kept beside the one that runs. @returns the months that were removed. */
export async function removeOldMonths(parts: RetentionParts, months: number, now: Date): Promise<string[]> {
  const oldest = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months))
    .toISOString()
    .slice(0, 7);
  const removed: string[] = [];
  for (const month of await parts.chain.months()) {
    if (month >= oldest || !(await removeMonth(parts, month, now))) {
      break;
    }
    removed.push(month);
  }
  return removed;
}

async function removeMonth(
  { chain, keys, retention }: RetentionParts,
  month: string,
  now: Date,
): Promise<boolean> {
  const last = await chain.before(`${firstInstantAfter(month)}-0`);
  if (!last) {
    return false;
  }
  const checkpoint = await retention.lastCheckpointUpTo(last.sequence);
  const removal = {
    removed: month,
    count: last.sequence,
    head: last.hash,
    checkpoint,
    at: now.toISOString(),
  };
  return retention.remove(
    removal,
    await signRemoval(removal, await keys.current()),
    `${firstInstantAfter(month)}-0`,
  );
}

function firstInstantAfter(month: string): number {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return Date.UTC(year, number);
}
