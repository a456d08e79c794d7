/** What Redis is made to do. */
import type { LastingConnection } from '../../src/storage/connection/lasting-connection.ts';

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

/** Commands that were sent while something was done, without those inside of scripts. Nothing else may be at work. */
export async function countCommands(store: LastingConnection, work: () => Promise<unknown>): Promise<number> {
  const monitor = await store.monitor();
  let sent = 0;
  let isOver = false;
  const over = new Promise<void>((resolve) => {
    monitor.on('monitor', (_time: string, [name = '', what]: string[], source: string) => {
      isOver ||= what === 'that is all';
      sent += isOver || source === 'lua' || name === 'ping' ? 0 : 1;
      if (isOver) {
        resolve();
      }
    });
  });
  await work();
  await store.echo('that is all');
  await over;
  monitor.disconnect();
  return sent;
}

/** For an installation whose commands or round trips are counted: its nodes do not look for new keys meanwhile. */
export const quietBackground = { keyTiming: { lookEveryMilliseconds: 600_000 } };

/** Round trips: commands that leave in one write share one. */
export function countWrites(store: LastingConnection): () => number {
  const { stream } = store as unknown as {
    stream: Record<'_write' | '_writev', (...given: unknown[]) => unknown>;
  };
  let writes = 0;
  for (const leave of ['_write', '_writev'] as const) {
    const send = stream[leave].bind(stream);
    stream[leave] = (...given) => {
      writes += 1;
      return send(...given);
    };
  }
  return () => writes;
}
