/** Commands that leave in one write share a round trip. */
import type { Store } from '../../src/storage/redis.ts';

export function countWrites(store: Store): () => number {
  const { stream } = store as unknown as { stream: { write: (...given: unknown[]) => unknown } };
  const write = stream.write.bind(stream);
  let writes = 0;
  stream.write = (...given) => {
    writes += 1;
    return write(...given);
  };
  return () => writes;
}
