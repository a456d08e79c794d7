import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type ClientStore, createClientStore } from '../../src/clients/client-store.ts';
import { createLiveClients, type LiveClients } from '../../src/clients/live-clients.ts';
import type { ClientRegistry } from '../../src/clients/registry.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { registryOn, sampleRegistration } from '../support/registry.ts';

let redis: TestRedis;
let registry: ClientRegistry;
let reads = 0;
/** How long the answer of a read takes to arrive, in milliseconds. */
let slowness = 0;
let live: LiveClients;

beforeAll(async () => {
  redis = await startTestRedis();
  registry = registryOn(redis.otherStore, redis.sealer);
  const clients = createClientStore(redis.store, redis.sealer);
  const counted: ClientStore = {
    ...clients,
    async find(id) {
      reads += 1;
      const client = await clients.find(id);
      await delay(slowness);
      return client;
    },
  };
  live = await createLiveClients(redis.store, counted);
  await registry.add(sampleRegistration, occasion());
  // The news of it is no concern of the tests below.
  await delay(200);
});

afterAll(() => redis.stop());

const occasion = () => ({ by: 'cli', now: new Date() });
const nameNow = async () => (await live.find('hivatal'))?.registration.client_name;
const rename = (client_name: string) =>
  registry.replace('hivatal', { ...sampleRegistration, client_name }, occasion());

it('a client that is asked for again is not read again, and requests at once share a read', async () => {
  reads = 0;
  await Promise.all([nameNow(), nameNow(), nameNow()]);
  await nameNow();
  expect(reads).toBe(1);
});

it('a change on another node is seen soon, whenever the read before it began', async () => {
  for (let round = 0; round < 50; round += 1) {
    const reading = nameNow();
    await Promise.all([rename(`Hivatal ${round}`), reading]);
    // What was read too early would be remembered for good.
    for (let tries = 0; tries < 500 && (await nameNow()) !== `Hivatal ${round}`; tries += 1) {
      await delay(10);
    }
    expect(await nameNow()).toBe(`Hivatal ${round}`);
  }
});

it('a read that began before a change and ended after it is not remembered', async () => {
  await rename('Előtte');
  await delay(100);
  slowness = 200;
  const reading = nameNow();
  await delay(50);
  await rename('Utána');
  expect(await reading).toBe('Előtte');
  slowness = 0;
  expect(await nameNow()).toBe('Utána');
});

it('a client that is not there is not remembered as such', async () => {
  expect(await live.find('kesobbi')).toBeUndefined();
  await registry.add({ ...sampleRegistration, client_id: 'kesobbi' }, occasion());
  expect(await live.find('kesobbi')).toBeDefined();
});

it('what was said while the line was broken is made up for', async () => {
  await nameNow();
  await redis.otherStore.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
  await rename('Közben');
  await delay(1000);
  expect(await nameNow()).toBe('Közben');
  reads = 0;
  await nameNow();
  await nameNow();
  expect(reads).toBeLessThanOrEqual(1);
});

it('of twenty changes at once none is lost', async () => {
  const before = (await registry.find('hivatal'))?.version ?? 0;
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, (_, place) =>
      registry.replace(
        'hivatal',
        { ...sampleRegistration, client_name: `Verseny ${place}` },
        { ...occasion(), expectedVersion: before },
      ),
    ),
  );
  expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['done', ...Array(19).fill('moved')]);
  expect((await registry.find('hivatal'))?.version).toBe(before + 1);
});
