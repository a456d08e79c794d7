import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { linkSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createNodeServer, listen } from '../../../src/node-server.ts';
import { startLocalRedis } from '../../../src/storage/connection/local-redis.ts';
import { isListening } from '../../../src/storage/connection/unix-socket.ts';

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'kapu-socket-'));
});

afterAll(() => rmSync(directory, { recursive: true }));

/** As of a node that was killed. */
async function leaveSocket(path: string): Promise<void> {
  const server = createServer();
  server.listen(`${path}.gone`);
  await once(server, 'listening');
  linkSync(`${path}.gone`, path);
  server.close();
  await once(server, 'close');
  expect(await isListening(path)).toBe(false);
}

it('of nodes that start at once on a socket that was left, one listens there, and the others say so', async () => {
  const socket = join(directory, 'node.sock');
  await leaveSocket(socket);
  const servers = [1, 2, 3, 4, 5].map(() => createNodeServer({} as never));
  const outcomes = await Promise.allSettled(servers.map((server) => listen(server, { socket } as never)));
  const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  expect(refusals.map(({ message }) => message)).toEqual(
    Array.from({ length: 4 }, () => `another node listens on ${socket}; set KAPU_SOCKET to another`),
  );
  const winner = servers[outcomes.findIndex(({ status }) => status === 'fulfilled')] as Server;
  const reached = once(winner, 'connection');
  expect(await isListening(socket)).toBe(true);
  await reached;
  winner.close();
});

it('of processes that start at once in one data directory, one starts Redis, and all find it', async () => {
  const home = mkdtempSync(join(directory, 'redis-'));
  const all = await Promise.all([1, 2, 3].map(() => startLocalRedis(home)));
  try {
    expect(serversIn(home)).toBe(1);
  } finally {
    await Promise.all(all.map(({ stop }) => stop()));
  }
  expect(serversIn(home)).toBe(0);
});

it('a server that one process started stays for the others, and goes with whoever leaves last', async () => {
  const home = mkdtempSync(join(directory, 'redis-'));
  const [first, second, third] = [
    await startLocalRedis(home),
    await startLocalRedis(home),
    await startLocalRedis(home),
  ];
  await first.stop();
  await second.stop();
  expect([await isListening(third.socket), serversIn(home)]).toEqual([true, 1]);
  await third.stop();
  await expectNobodyIn(home);
});

it('one who was killed is not waited for, and the server that it left goes with the next who leaves', async () => {
  const home = mkdtempSync(join(directory, 'redis-'));
  const module = new URL('../../../src/storage/connection/local-redis.ts', import.meta.url).href;
  const work = `const { startLocalRedis } = await import('${module}'); await startLocalRedis('${home}'); process.kill(process.pid, 'SIGKILL');`;
  const killed = spawn(process.execPath, ['--input-type=module', '--eval', work], { stdio: 'inherit' });
  await once(killed, 'exit');
  expect(serversIn(home)).toBe(1);
  const next = await startLocalRedis(home);
  await next.stop();
  await expectNobodyIn(home);
});

it('a server that somebody else put there stays', async () => {
  const home = mkdtempSync(join(directory, 'redis-'));
  const socket = join(home, 'redis.sock');
  const foreign = spawn('redis-server', ['--port', '0', '--unixsocket', socket, '--dir', home, '--save', '']);
  try {
    while (!(await isListening(socket))) {
      await delay(10);
    }
    const found = await startLocalRedis(home);
    await found.stop();
    expect(await isListening(socket)).toBe(true);
  } finally {
    foreign.kill();
    await once(foreign, 'exit');
  }
});

it('a server that does not answer holds up neither who comes nor who goes', async () => {
  const home = mkdtempSync(join(directory, 'redis-'));
  const first = await startLocalRedis(home);
  const [pid] = pidsIn(home);
  process.kill(Number(pid), 'SIGSTOP');
  try {
    const second = await startLocalRedis(home);
    await second.stop();
  } finally {
    process.kill(Number(pid), 'SIGCONT');
  }
  await first.stop();
  await expectNobodyIn(home);
});

/** One that is nobody's child here is gone a moment after its last answer. */
async function expectNobodyIn(home: string): Promise<void> {
  while (serversIn(home) > 0) {
    await delay(10);
  }
}

/** Redis goes to where its files are. */
function pidsIn(home: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === home;
    } catch {
      return false;
    }
  });
}

function serversIn(home: string): number {
  return pidsIn(home).length;
}
