/**
 * How often each sealing key has sealed, on all nodes and by all commands together. Under one key AES-GCM with random nonces is safe for 2³²
 * times (NIST SP 800-38D §8.3): at half of that an operator is told, every time that it is counted.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '../observability/logger.ts';
import { sealingUsesKey } from './catalogue/operator-keys.ts';
import { eachInTurn } from './due/each-in-turn.ts';
import { startTask } from './due/task.ts';
import { addUses, takeUses } from './sealed.ts';
import type { Store } from './store.ts';
import { reasonInWords } from './store-failure.ts';

const mostUses = 2 ** 32;
const everyMilliseconds = 60_000;
/** A Redis that has gone is not waited for. */
const longestAtEndInMilliseconds = 1000;

export interface SealCount {
  /** Counts what was sealed until now, and no more. */
  stop(): Promise<void>;
}

export function startSealCount(store: Store, logger: Logger): SealCount {
  const count = (): Promise<void> => countSeals(store, logger);
  const stopCounting = startTask('seal count', everyMilliseconds, count, logger);
  return {
    async stop() {
      stopCounting();
      const last = count().catch((error: Error) =>
        logger.warn({ reason: reasonInWords(error) }, 'seals could not be counted'),
      );
      await Promise.race([last, delay(longestAtEndInMilliseconds, undefined, { ref: false })]);
    },
  };
}

/** Of as often as it may: 1 is used up. */
export async function shareOfSealsUsed(store: Store, kid: string): Promise<number> {
  return Number((await store.hget(sealingUsesKey(), kid)) ?? 0) / mostUses;
}

/** Where nothing was sealed nothing is written: whoever reads, only reads. What could not be counted is counted the next time. */
export function countSeals(store: Store, logger: Logger): Promise<void> {
  return eachInTurn(
    takeUses(),
    ([kid]) => kid,
    async ([kid, more]) => {
      const uses = await store.hincrby(sealingUsesKey(), kid, more).catch((error: Error) => {
        addUses(new Map([[kid, more]]));
        throw error;
      });
      if (uses >= mostUses / 2) {
        logger.warn(
          { kid, uses },
          'a sealing key has sealed more than half as often as it may: put a new one in front (Changing secrets in docs/operators.md)',
        );
      }
    },
  );
}
