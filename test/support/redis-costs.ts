/** What Redis is made to do. */
import type { LastingConnection } from '../../src/storage/lasting-connection.ts';

/**
 * What an attempt costs Redis, command by command, with those inside of scripts. Nothing else may be at work: see `quietBackground` below.
 * @returns lines such as `hget 2`, sorted
 */
export async function commandsOf(
  store: LastingConnection,
  attempt: () => Promise<unknown>,
): Promise<string[]> {
  await store.config('RESETSTAT');
  await attempt();
  const statistics = await store.info('commandstats');
  return [...statistics.matchAll(/^cmdstat_(\w+):calls=(\d+)/gm)]
    .map(([, name, calls]) => `${name} ${calls}`)
    .filter((line) => !/^(config|info|ping)/.test(line))
    .sort();
}

/** For an installation whose commands or round trips are counted: its nodes do not look for new keys meanwhile. */
export const quietBackground = { keyTiming: { lookEveryMilliseconds: 600_000 } };

/** Round trips: commands that leave in one write share one. */
export function countWrites(store: LastingConnection): () => number {
  const { stream } = store as unknown as { stream: { write: (...given: unknown[]) => unknown } };
  const write = stream.write.bind(stream);
  let writes = 0;
  stream.write = (...given) => {
    writes += 1;
    return write(...given);
  };
  return () => writes;
}
