import { once } from 'node:events';
import { linkSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

/** Redis goes to where its files are. */
function serversIn(home: string): number {
  return readdirSync('/proc').filter((pid) => {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === home;
    } catch {
      return false;
    }
  }).length;
}
