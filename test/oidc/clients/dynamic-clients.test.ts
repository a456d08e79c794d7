/** Clients that registered themselves, while an operator is at work on them too. */
import { Writable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createRecorder } from '../../../src/audit/audit-log.ts';
import { type ClientStore, createClientStore } from '../../../src/clients/client-store.ts';
import { createLiveClients } from '../../../src/clients/live-clients.ts';
import { createLogger } from '../../../src/observability/logger.ts';
import { createDynamicClients, type DynamicClients } from '../../../src/oidc/clients/dynamic-clients.ts';
import type { Sealer } from '../../../src/storage/sealed.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';
import { registryOn } from '../../support/registry.ts';

let redis: TestRedis;
let sealer: Sealer;
let clients: ClientStore;
let dynamic: DynamicClients;
let isNew: boolean;
const told: string[] = [];

const metadata = {
  client_id: 'dyn-1',
  client_id_issued_at: 1,
  client_name: 'Próba',
  client_secret: 'a-secret-of-the-tests-that-is-long-enough',
  redirect_uris: ['https://suite.minta.example/callback'],
};
const occasion = { by: 'cli', now: new Date() };

beforeAll(async () => {
  redis = await startTestRedis();
  sealer = redis.sealer;
  const lines = new Writable({
    write(line, _encoding, done) {
      const { event, client, by } = JSON.parse(String(line));
      told.push([event, client, by].join(' '));
      done();
    },
  });
  clients = createClientStore(
    redis.store,
    sealer,
    createRecorder(redis.store, sealer, createLogger('info', lines)),
  );
  dynamic = createDynamicClients({
    clients,
    live: await createLiveClients(redis.store, clients),
    now: () => new Date(),
    isNew: () => isNew,
  });
});

afterAll(() => redis.stop());

it('a client that an operator disables while it changes itself stays disabled', async () => {
  isNew = true;
  await dynamic.keep('dyn-1', metadata);
  await registryOn(redis.store, sealer).disable('dyn-1', occasion);
  isNew = false;
  const { client_secret: _, ...rest } = metadata;
  await dynamic.keep('dyn-1', { ...rest, client_name: 'Utána' });
  expect(await clients.find('dyn-1')).toMatchObject({
    status: { kind: 'disabled' },
    registration: { client_name: 'Utána' },
    secret: { hash: expect.any(String) },
  });
  expect(told).toEqual(['client.added dyn-1 registration', 'client.changed dyn-1 dyn-1']);
});

it('a client that an operator removes while it changes itself does not come back', async () => {
  await registryOn(redis.store, sealer).remove('dyn-1', occasion);
  isNew = false;
  await expect(dynamic.keep('dyn-1', metadata)).rejects.toThrow('invalid_client_metadata');
  expect(await clients.find('dyn-1')).toBeUndefined();
});

it('nobody registers over a client that is there', async () => {
  isNew = true;
  await dynamic.keep('dyn-1', metadata);
  await expect(dynamic.keep('dyn-1', metadata)).rejects.toThrow('invalid_client_metadata');
});
