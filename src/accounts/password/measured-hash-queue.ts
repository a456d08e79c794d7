/** How long passwords wait to be hashed, how many, and how many are sent away. */
import { count, observe, timeSince } from '../../metrics/measuring.ts';
import type { HashQueueWatch, Kind } from './hash-queue.ts';

export function createHashQueueMeasure(): HashQueueWatch {
  const waiting: Record<Kind, number> = { known: 0, unknown: 0, slowed: 0 };
  observe('hash queue', (tell) => {
    for (const requester of ['known', 'unknown', 'slowed'] as const) {
      tell('kapu_hash_waiting', { requester }, waiting[requester]);
    }
  });

  return {
    joined(requester) {
      const since = performance.now();
      waiting[requester] += 1;
      return (how) => {
        waiting[requester] -= 1;
        if (how === 'begun') {
          timeSince(since, 'kapu_hash_wait_seconds', { requester });
        } else if (how === 'refused') {
          count('kapu_hash_refusals_total', { requester });
        }
      };
    },
  };
}
