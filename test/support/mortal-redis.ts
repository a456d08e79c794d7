/** A Redis that is killed (SIGKILL) while it is in use, and comes back with what it had written. */
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { startLocalRedis } from '../../src/storage/connection/local-redis.ts';

export interface MortalRedis {
  readonly socket: string;
  kill(): void;
  /** Where it was before. */
  startAgain(): Promise<void>;
  stop(): Promise<void>;
}

export async function startMortalRedis(directory: string): Promise<MortalRedis> {
  const { socket } = await startLocalRedis(directory);
  let pid = await pidOf(socket);
  return {
    socket,
    kill: () => {
      process.kill(pid, 'SIGKILL');
    },
    startAgain: () =>
      eventually(async () => {
        await startLocalRedis(directory);
        pid = await pidOf(socket);
      }),
    stop: async () => {
      process.kill(pid, 'SIGTERM');
      await delay(100);
    },
  };
}

async function pidOf(socket: string): Promise<number> {
  const probe = createConnection(socket);
  probe.write('INFO server\r\n');
  const [answer] = await once(probe, 'data');
  probe.destroy();
  return Number(/process_id:(\d+)/.exec(String(answer))?.[1]);
}

/** Until it works. @throws what it throws at last, after some four seconds */
export async function eventually(work: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if (tries === 200) {
        throw error;
      }
      await delay(20);
    }
  }
}
