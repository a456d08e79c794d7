/** A connection that ioredis gives up for good comes back all the same: decision 44. */
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import supertest from 'supertest';
import { createLogger } from '../../src/observability/logger.ts';
import { connectToRedis } from '../../src/storage/redis.ts';
import { type FakeSentinel, startFakeSentinel, startSilentSentinel } from '../support/fake-sentinel.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { type Pair, startPair } from '../support/sentinel-group.ts';

/** A port where no master is. */
const another = 1;

let pair: Pair;
let sentinel: FakeSentinel;
let kapu: Installation | undefined;

beforeEach(async () => {
  pair = await startPair();
  sentinel = await startFakeSentinel('kapu', pair.masterPort);
});

afterEach(async () => {
  await kapu?.stop(['written']);
  kapu = undefined;
  sentinel.stop();
  await pair.stop();
});

function start(user = ''): Promise<Installation> {
  const socket = `redis+sentinel://${user}127.0.0.1:${sentinel.port}/kapu`;
  return startInstallation({ redis: { socket, stop: async () => {} } });
}

async function readiness({ nodes: [{ address }] }: Installation): Promise<[number, string]> {
  const { status, body } = await supertest(address).get('/health/ready');
  return [status, (body.reasons ?? []).join()];
}

/** The ids of the node's connections, by name. */
async function clients(): Promise<Map<string, string>> {
  const list = String(await pair.ask((master) => master.client('LIST')));
  return new Map(
    [...list.matchAll(/^id=(\d+).* name=(kapu\S*)/gm)].map(([, id = '', name = '']) => [name, id]),
  );
}

async function cut(ids: Iterable<string>): Promise<void> {
  for (const id of ids) {
    await pair.ask((master) => master.client('KILL', 'ID', id));
  }
}

/** Each is there again, and none is the same. */
function isAnew(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): boolean {
  return [...before].every(([name, id]) => after.has(name) && after.get(name) !== id);
}

/** Some seconds: pauses between tries grow up to one. */
async function eventually(isTrue: () => Promise<boolean> | boolean): Promise<boolean> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (await isTrue()) {
      return true;
    }
    await delay(50);
  }
  return false;
}

it('another master is announced while every connection asks for it: each of them comes back, and writes go through', async () => {
  kapu = await start();
  const node = kapu;
  const before = await clients();
  expect([...before.keys()].sort()).toEqual(['kapu', 'kapu-news', 'kapu-witness']);
  expect(await readiness(node)).toEqual([200, '']);

  sentinel.hold();
  await cut(before.values());
  expect(await eventually(() => sentinel.waiting() === before.size)).toBe(true);
  const [status, reasons] = await readiness(node);
  expect(status).toBe(503);
  for (const name of before.keys()) {
    expect(reasons).toContain(`${name} is away (`);
  }
  sentinel.tellOfSwitch(pair.masterPort);
  sentinel.release();

  expect(await eventually(async () => (await readiness(node))[0] === 200)).toBe(true);
  expect(await node.nodes[0].store.set('written', 'by the test', 'EX', 60)).toBe('OK');
  expect([...(await clients()).keys()].sort()).toEqual([...before.keys()].sort());
});

it('only the connection that waits for replicas is gone: the node says so, and is whole again', async () => {
  kapu = await start();
  const node = kapu;
  const witness = (await clients()).get('kapu-witness') ?? '';

  sentinel.hold();
  await cut([witness]);
  expect(await eventually(() => sentinel.waiting() === 1)).toBe(true);
  expect(await readiness(node)).toEqual([503, expect.stringContaining('kapu-witness is away')]);
  sentinel.tellOfSwitch(another);
  // The other two let go of the former master.
  expect(await eventually(() => sentinel.waiting() === 3)).toBe(true);
  sentinel.release();

  expect(await eventually(async () => (await readiness(node))[0] === 200)).toBe(true);
  expect(await node.nodes[0].store.set('written', 'by the test', 'EX', 60)).toBe('OK');
});

it('who is at the new master stays there when the next Sentinel names it', async () => {
  const store = await connectToRedis(
    `redis+sentinel://127.0.0.1:${sentinel.port}/kapu`,
    createLogger('silent'),
  );
  expect(await eventually(() => sentinel.listening() === 1)).toBe(true);
  const before = await clients();
  sentinel.tellOfSwitch(pair.masterPort);
  sentinel.tellOfSwitch(another, 'another-group');
  await delay(300);
  expect(await clients()).toEqual(before);
  sentinel.tellOfSwitch(another);
  expect(await eventually(async () => isAnew(before, await clients()))).toBe(true);
  await store.quit();
  expect(await eventually(() => sentinel.listening() === 0)).toBe(true);
});

it('a user of Redis that may not listen: the node is not ready, and says why', async () => {
  const allowed = ['&replicated', '&clients-changed'];
  await pair.ask((master) => master.acl('SETUSER', 'deaf', 'on', '>any', '~*', '+@all', ...allowed));
  kapu = await start('deaf:any@');
  const node = kapu;
  const why = 'kapu-news is away (NOPERM';
  expect(await eventually(async () => (await readiness(node))[1].includes(why))).toBe(true);
  await pair.ask((master) => master.acl('SETUSER', 'deaf', '&*'));
  expect(await eventually(async () => (await readiness(node))[0] === 200)).toBe(true);
});

it('ended by whoever holds it, a connection stays away, and those beside it', async () => {
  const store = await connectToRedis(
    `redis+sentinel://127.0.0.1:${sentinel.port}/kapu`,
    createLogger('silent'),
  );
  expect((await clients()).size).toBe(2);
  await store.quit();
  expect(store.ended.aborted).toBe(true);
  expect(await eventually(async () => (await clients()).size === 0)).toBe(true);
  await delay(1500);
  expect((await clients()).size).toBe(0);
});

it('a Sentinel that is held still is passed over', async () => {
  const silent = await startSilentSentinel();
  const address = `redis+sentinel://127.0.0.1:${silent.port},127.0.0.1:${sentinel.port}/kapu`;
  const store = await connectToRedis(address, createLogger('silent'));
  expect(await store.ping()).toBe('PONG');
  store.disconnect();
  silent.stop();
});
