/** Whoever waits for something in the store is told of it by the step that does it, on whatever node: decision 44. */
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createRecorder, type Recorder } from '../../../src/audit/audit-log.ts';
import { keepChain } from '../../../src/audit/chain/chain-keeper.ts';
import { createChainStore } from '../../../src/audit/chain/chain-store.ts';
import { createCheckpointKeyStore } from '../../../src/audit/checkpoints/checkpoint-key-store.ts';
import { securityEvents } from '../../../src/audit/events/security-events.ts';
import { createMessageQueue } from '../../../src/notifications/message-queue.ts';
import { createPingQueue } from '../../../src/oidc/approvals/ping-queue-store.ts';
import { createLogoutQueue } from '../../../src/oidc/back-channel-logout/logout-queue-store.ts';
import { makeSigningKey } from '../../../src/oidc/keys/make-signing-key.ts';
import { createSigningKeyStore } from '../../../src/oidc/keys/signing-key-store.ts';
import { createSessionEndAnnouncements } from '../../../src/oidc/sign-out/session-end-announcements-store.ts';
import { auditHeadKey, auditPendingEventsKey } from '../../../src/storage/catalogue/audit-log-keys.ts';
import { signingKeysKey } from '../../../src/storage/catalogue/engine-keys.ts';
import type { StoreKey } from '../../../src/storage/catalogue/entry.ts';
import { logoutKeys, messageKeys, pingKeys } from '../../../src/storage/catalogue/queue-keys.ts';
import { bellOf } from '../../../src/storage/news/bell.ts';
import { newsOf } from '../../../src/storage/news/news.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';

const root = resolve(import.meta.dirname, '../../..');
/** Nobody would wait so long who was told. */
const longestInMilliseconds = 60_000;

let redis: TestRedis;
let recorder: Recorder;

beforeAll(async () => {
  redis = await startTestRedis();
  recorder = createRecorder(redis.otherStore, redis.sealer);
});

afterAll(() => redis.stop());

/** Once nothing is left of what rang before. */
async function quietBell(key: StoreKey, signal: AbortSignal) {
  const bell = bellOf(redis.store, key);
  await newsOf(redis.store).connected;
  while (!newsOf(redis.store).seemsToHear()) {
    await delay(10);
  }
  for (let pause = 0; pause < 40; ) {
    const began = performance.now();
    await bell.wait(50, signal);
    pause = performance.now() - began;
  }
  return bell;
}

async function tellSomebody(): Promise<void> {
  const anna = { email: 'anna@example.hu', name: 'Minta Anna', locale: 'hu' } as const;
  await createMessageQueue(redis.otherStore, redis.sealer).tell(anna, 'account-activated', new Date());
}

async function endSessions(): Promise<void> {
  const announcements = createSessionEndAnnouncements(redis.otherStore);
  await announcements.handOver(await announcements.announce('account'));
}

async function addKey(): Promise<void> {
  const keys = createSigningKeyStore(redis.otherStore, redis.sealer);
  await keys.found(await makeSigningKey('ES256'));
}

async function chainEvents(): Promise<void> {
  await recorder.record(securityEvents.signingKeyRemoved('one'));
  const keys = createCheckpointKeyStore(redis.otherStore, redis.sealer);
  const policy = { everyEntries: 100, everySeconds: 100 };
  await keepChain({ chain: createChainStore(redis.otherStore), keys, policy });
}

it.each<[string, StoreKey, () => Promise<unknown>]>([
  ['a message is queued', messageKeys.stream(), tellSomebody],
  [
    'a logout is queued',
    logoutKeys.relyingParties(),
    () => createLogoutQueue(redis.otherStore, redis.sealer).add({ accountId: 'account', clientId: 'portal' }),
  ],
  ['sessions of an account are left to the nodes', logoutKeys.relyingParties(), endSessions],
  [
    'a ping is queued',
    pingKeys.stream(),
    () => createPingQueue(redis.otherStore, redis.sealer).add({ requestId: 'one', clientId: 'portal' }),
  ],
  ['a signing key is made', signingKeysKey(), addKey],
  [
    'an event is recorded',
    auditPendingEventsKey(),
    () => recorder.record(securityEvents.signingKeyRemoved('one')),
  ],
  ['the chain has come further', auditHeadKey(), chainEvents],
])('%s: whoever waits on another node goes on', async (_what, key, act) => {
  const { signal } = new AbortController();
  const bell = await quietBell(key, signal);
  const began = performance.now();
  const rung = bell.wait(longestInMilliseconds, signal);
  await act();
  await rung;
  expect(performance.now() - began).toBeLessThan(longestInMilliseconds / 2);
});

it('while nobody can be heard, whoever waits looks by themselves; afterwards nobody need to', async () => {
  const { signal } = new AbortController();
  const bell = await quietBell(messageKeys.stream(), signal);
  const [, id = ''] = /^id=(\d+).* name=kapu-news/m.exec(String(await redis.store.client('LIST'))) ?? [];
  const began = performance.now();
  const silence = bell.wait(longestInMilliseconds, signal);
  await redis.store.client('KILL', 'ID', id);
  await silence;
  const again = await quietBell(messageKeys.stream(), signal);
  expect(performance.now() - began).toBeLessThan(longestInMilliseconds / 2);
  const rung = again.wait(longestInMilliseconds, signal);
  await tellSomebody();
  await rung;
  expect(performance.now() - began).toBeLessThan(longestInMilliseconds);
});

it('what is due is not slept through, and a stop ends every wait', async () => {
  const stopping = new AbortController();
  const bell = await quietBell(messageKeys.stream(), stopping.signal);
  const began = performance.now();
  bell.ringIn(30);
  await bell.wait(longestInMilliseconds, stopping.signal);
  const stopped = bell.wait(longestInMilliseconds, stopping.signal);
  stopping.abort();
  await stopped;
  expect(performance.now() - began).toBeLessThan(longestInMilliseconds / 2);
});

it('no script queues a message without telling of it', () => {
  const silent = globSync('src/**/*.lua', { cwd: root }).filter((path) =>
    /'XADD'.*'message'/.test(readFileSync(resolve(root, path), 'utf8')),
  );
  const copying = ['src/storage/outbox/bury-message.lua', 'src/operations/requeue.lua'];
  expect(silent.sort()).toEqual([...copying, 'src/storage/outbox/queue-message.lua'].sort());
});
