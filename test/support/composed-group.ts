/** Redis under Sentinels as deploy/compose starts it: its own scripts, with a port and a directory each in place of a container. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { freePort } from './free-port.ts';
import { asked } from './sentinel-group.ts';

const scripts = resolve(import.meta.dirname, '../../deploy/compose/redis');
const host = '127.0.0.1';
const password = 'composed';

export interface ComposedGroup {
  /** As `KAPU_REDIS_URL` names it in compose.yaml. */
  readonly address: string;
  /** The port of whoever the Sentinels call the master. */
  master(): Promise<number>;
  /** Kills the master without a word. @returns its port */
  killMaster(): Promise<number>;
  /**
   * Starts a server that was killed as its container would be; resolves when the master has two replicas again.
   * @returns what it said of its replication at first, before any Sentinel has told it what it is
   */
  restart(port: number): Promise<string>;
  /** What the server says of its replication. */
  replicationOf(port: number): Promise<string>;
  stop(): void;
}

export async function startComposedGroup(): Promise<ComposedGroup> {
  const directory = mkdtempSync(join(tmpdir(), 'kapu-composed-'));
  const ports = await Promise.all(Array.from({ length: 6 }, freePort));
  const [servers, sentinels] = [ports.slice(0, 3), ports.slice(3)];
  const processes = new Map<number, ChildProcess>();

  function run(script: string, port: number): void {
    const home = join(directory, String(port));
    mkdirSync(home, { recursive: true });
    const environment = {
      PATH: process.env.PATH,
      REDIS_PASSWORD: password,
      ADDRESS: host,
      PORT: String(port),
      MASTER: host,
      MASTER_PORT: String(servers[0]),
      SENTINELS: sentinels.map((sentinel) => `${host}:${sentinel}`).join(' '),
      DIRECTORY: home,
    };
    processes.set(port, spawn('sh', [join(scripts, script)], { env: environment, stdio: 'ignore' }));
  }

  async function master(): Promise<number> {
    const named = await ask(sentinels[0], (redis) =>
      redis.call('SENTINEL', 'get-master-addr-by-name', 'kapu'),
    );
    return Number((named as string[])[1]);
  }

  const replicationOf = (port: number): Promise<string> => ask(port, (redis) => redis.info('replication'));

  async function hasReplicas(port: number | undefined, count: number): Promise<boolean> {
    const online = (await replicationOf(port ?? (await master()))).match(/state=online/g) ?? [];
    return online.length === count;
  }

  async function everySentinelKnowsTwo(kind: 'sentinels' | 'replicas'): Promise<boolean> {
    const known = await Promise.all(
      sentinels.map((port) => ask(port, (redis) => redis.call('SENTINEL', kind, 'kapu'))),
    );
    return known.every((others) => (others as unknown[]).length === 2);
  }

  function stop(): void {
    for (const child of processes.values()) {
      child.kill('SIGKILL');
    }
    rmSync(directory, { recursive: true, force: true });
  }

  try {
    await start();
  } catch (error) {
    stop();
    throw error;
  }

  async function start(): Promise<void> {
    for (const port of servers) {
      run('start-server.sh', port);
    }
    // A Sentinel asks the master for its replicas every ten seconds: one that started before them knows none, and promotes none.
    await until(() => hasReplicas(servers[0], 2));
    for (const port of sentinels) {
      run('start-sentinel.sh', port);
    }
    await until(() => everySentinelKnowsTwo('replicas'));
    await until(() => everySentinelKnowsTwo('sentinels'));
  }

  return {
    address: `redis+sentinel://default:${password}@${sentinels.map((port) => `${host}:${port}`).join(',')}/kapu?sentinel-password=${password}`,
    master,
    replicationOf,

    async killMaster() {
      const port = await master();
      const server = processes.get(port) as ChildProcess;
      const exited = once(server, 'exit');
      server.kill('SIGKILL');
      await exited;
      return port;
    },

    async restart(port) {
      await until(async () => (await master()) !== port);
      // Not before the other replica follows the new master: until then it would follow the one that comes back.
      await until(() => hasReplicas(undefined, 1));
      run('start-server.sh', port);
      let first = '';
      await until(async () => {
        first = await replicationOf(port);
        return true;
      });
      await until(() => hasReplicas(undefined, 2));
      return first;
    },

    stop,
  };
}

function ask<Reply>(port = 0, question: (redis: Redis) => Promise<Reply>): Promise<Reply> {
  return asked(port, question, { password });
}

/** What never comes fails as what it is, and holds up no other file. */
const longestInMilliseconds = 90_000;

/** What is not there yet fails, and is asked again. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + longestInMilliseconds;
  let fault: unknown;
  while (performance.now() < end) {
    try {
      if (await isSo()) {
        return;
      }
    } catch (error) {
      fault = error;
    }
    await delay(100);
  }
  throw new Error(`not so after ${longestInMilliseconds / 1000} seconds: ${isSo}`, { cause: fault });
}
