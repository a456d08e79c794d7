/** One Redis master, two replicas and the three Sentinels that watch them, on loopback. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis, type RedisOptions } from 'ioredis';
import { freePort } from './free-port.ts';

export interface SentinelGroup {
  /** As `KAPU_REDIS_URL` names it. */
  readonly address: string;
  /** Kills whichever server is the master now, without a word. */
  killMaster(): Promise<void>;
  /** Starts what was killed as it was before, once another one is the master; resolves when that one's replicas are all in sync. */
  replaceKilled(): Promise<void>;
  /** Holds the master still: it neither answers nor closes its connections. */
  freezeMaster(): Promise<void>;
  /** Freezes the replicas and cuts them off, from a master that goes on without: nothing that it answers from now on is anywhere else. */
  cutReplicasOff(): Promise<void>;
  /** Ends every frost. */
  thaw(): void;
  stop(): Promise<void>;
}

interface Server {
  readonly port: number;
  readonly process: ChildProcess;
}

const groupName = 'kapu';
const quorum = 2;
const downAfterInMilliseconds = 1000;

/** A master and the one replica that its writes wait for, without Sentinels. */
export interface Pair {
  readonly masterPort: number;
  /** Asks the master. */
  ask<Reply>(question: (redis: Redis) => Promise<Reply>): Promise<Reply>;
  stop(): Promise<void>;
}

export async function startPair(): Promise<Pair> {
  const directory = mkdtempSync(join(tmpdir(), 'kapu-pair-'));
  const [master, replica] = (await inTurn(2, () => startServer(directory))) as [Server, Server];
  await follow(replica, master);
  return {
    masterPort: master.port,
    ask: (question) => asked(master.port, question),
    async stop() {
      for (const { process } of [master, replica]) {
        process.kill('SIGKILL');
      }
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

export async function startSentinelGroup(): Promise<SentinelGroup> {
  const directory = mkdtempSync(join(tmpdir(), 'kapu-sentinels-'));
  const [master, ...replicas] = await inTurn(3, () => startServer(directory));
  if (!master) {
    throw new Error('no master');
  }
  await Promise.all(replicas.map((replica) => follow(replica, master)));
  const sentinels = await inTurn(3, () => startSentinel(directory, master.port));
  const servers = [master, ...replicas];
  const ports = sentinels.map(({ port }) => port);
  let killed: Server | undefined;
  await waitUntilTheyKnowEachOther(ports);

  async function currentMaster(): Promise<Server> {
    const reply = await asked(ports[0] ?? 0, (sentinel) =>
      sentinel.call('SENTINEL', 'get-master-addr-by-name', groupName),
    );
    const port = Number((reply as string[])[1]);
    const server = servers.find((candidate) => candidate.port === port);
    if (!server) {
      throw new Error(`no server of ours listens on ${port}`);
    }
    return server;
  }

  return {
    address: `redis+sentinel://${ports.map((port) => `127.0.0.1:${port}`).join(',')}/${groupName}`,

    async killMaster() {
      const master = await currentMaster();
      const exited = once(master.process, 'exit');
      master.process.kill('SIGKILL');
      await exited;
      killed = master;
    },

    async replaceKilled() {
      const before = killed?.port ?? 0;
      await waitFor(async () => (await currentMaster()).port !== before);
      const again = await launch('redis-server', join(directory, String(before)), before);
      servers.splice(
        servers.findIndex(({ port }) => port === before),
        1,
        again,
      );
      await waitFor(async () => areInSync(await asked((await currentMaster()).port, replicationOf)));
    },

    async freezeMaster() {
      (await currentMaster()).process.kill('SIGSTOP');
    },

    // Frozen alone, a replica would still find in its socket what a master sent that is no more.
    async cutReplicasOff() {
      const current = await currentMaster();
      for (const { process } of servers.filter((server) => server !== current)) {
        process.kill('SIGSTOP');
      }
      await asked(current.port, async (redis) => {
        await redis.config('SET', 'min-replicas-to-write', '0');
        await redis.client('KILL', 'TYPE', 'REPLICA');
      });
    },

    thaw() {
      for (const { process } of servers) {
        process.kill('SIGCONT');
      }
    },

    async stop() {
      for (const { process } of [...sentinels, ...servers]) {
        process.kill('SIGKILL');
      }
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function inTurn(times: number, start: () => Promise<Server>): Promise<Server[]> {
  const started: Server[] = [];
  for (let index = 0; index < times; index += 1) {
    started.push(await start());
  }
  return started;
}

async function startServer(directory: string): Promise<Server> {
  const port = await freePort();
  const home = join(directory, String(port));
  mkdirSync(home);
  const settings = {
    port: String(port),
    bind: '127.0.0.1',
    dir: home,
    appendonly: 'yes',
    appendfsync: 'always',
    'min-replicas-to-write': '1',
    'min-replicas-max-lag': '2',
    'repl-diskless-sync-delay': '0',
    'repl-ping-replica-period': '1',
  };
  return launch('redis-server', home, port, settings);
}

async function startSentinel(directory: string, masterPort: number): Promise<Server> {
  const port = await freePort();
  const home = join(directory, `sentinel-${port}`);
  mkdirSync(home);
  const settings = {
    port: String(port),
    bind: '127.0.0.1',
    dir: home,
    sentinel: [
      `monitor ${groupName} 127.0.0.1 ${masterPort} ${quorum}`,
      `down-after-milliseconds ${groupName} ${downAfterInMilliseconds}`,
      `failover-timeout ${groupName} 3000`,
    ],
  };
  return launch('redis-sentinel', home, port, settings);
}

async function launch(
  program: 'redis-server' | 'redis-sentinel',
  home: string,
  port: number,
  settings?: Record<string, string | string[]>,
): Promise<Server> {
  const file = join(home, `${program}.conf`);
  const lines = Object.entries(settings ?? {}).flatMap(([name, values]) =>
    [values].flat().map((value) => `${name} ${value}`),
  );
  // Without them it finds what it wrote itself.
  if (settings) {
    writeFileSync(file, `${lines.join('\n')}\n`);
  }
  const more = program === 'redis-sentinel' ? ['--sentinel'] : [];
  const process = spawn('redis-server', [file, ...more], { stdio: 'ignore' });
  await waitFor(async () => (await asked(port, (server) => server.ping())) === 'PONG');
  return { port, process };
}

const replicationOf = (redis: Redis): Promise<string> => redis.info('replication');

/** As its master sees them. */
function areInSync(replication: string): boolean {
  return (replication.match(/^slave\d+:.*state=online,.*lag=[01]\b/gm) ?? []).length === 2;
}

async function follow(replica: Server, master: Server): Promise<void> {
  await asked(replica.port, (server) => server.replicaof('127.0.0.1', master.port));
  await waitFor(async () =>
    /master_link_status:up/.test(await asked(replica.port, (server) => replicationOf(server))),
  );
}

async function waitUntilTheyKnowEachOther(ports: readonly number[]): Promise<void> {
  for (const port of ports) {
    await waitFor(async () => {
      const [known] = (await asked(port, (sentinel) => sentinel.call('SENTINEL', 'masters'))) as unknown[][];
      const fields = (known ?? []).map(String);
      const field = (name: string): string | undefined => fields[fields.indexOf(name) + 1];
      return field('num-slaves') === '2' && field('num-other-sentinels') === '2';
    });
  }
}

/** Asks whoever listens on a port of loopback, once. */
export async function asked<Reply>(
  port: number,
  question: (redis: Redis) => Promise<Reply>,
  more: RedisOptions = {},
): Promise<Reply> {
  const options: RedisOptions = { host: '127.0.0.1', port, lazyConnect: true, retryStrategy: () => null };
  const redis = new Redis({ ...options, ...more });
  redis.on('error', () => {});
  try {
    await redis.connect();
    return await question(redis);
  } finally {
    redis.disconnect();
  }
}

async function waitFor(isTrue: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    if (await isTrue().catch(() => false)) {
      return;
    }
    await delay(100);
  }
  throw new Error('the group did not come up in forty seconds');
}
