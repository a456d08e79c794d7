import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createRecorder } from '../../../src/audit/audit-log.ts';
import { deskEvents } from '../../../src/audit/events/desk-events.ts';
import { proposalOf } from '../../../src/desk/dual-authorization/request.ts';
import { createRequestStore, type RequestStore } from '../../../src/desk/dual-authorization/request-store.ts';
import { proposeReset } from '../../support/proposed-reset.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';
import { sampleProfile } from '../../support/sample-profile.ts';
import { newSecrets } from '../../support/secrets.ts';

const now = new Date('2026-11-22T09:00:00Z');

let redis: TestRedis;
let requests: RequestStore;

beforeAll(async () => {
  redis = await startTestRedis();
  requests = createRequestStore(createRecorder(redis.store, redis.sealer), redis.sealer, newSecrets());
});

afterAll(() => redis.stop());

function recorded(): Promise<number> {
  return redis.store.xlen('audit:arrivals');
}

it('of two parallel proposals one is there, and one record', async () => {
  const accountId = randomUUID();
  const before = await recorded();
  const tries = [1, 2, 3, 4].map(() => proposeReset(requests, accountId, now));
  expect((await Promise.all(tries)).filter(({ isFirst }) => isFirst)).toHaveLength(1);
  expect(await recorded()).toBe(before + 1);
});

it('takes effect once, on whatever node, and not where it was cancelled just before', async () => {
  const accountId = randomUUID();
  await redis.store.hset(`{account:${accountId}}`, 'status', 'active');
  const { proposal } = await proposeReset(requests, accountId, now);
  const proposed = await requests.find(accountId);
  const approval = {
    approvedBy: 'supervisor',
    approvedAt: now.toISOString(),
    takesEffectAt: now.toISOString(),
  };
  const announced = { ...proposalOf(proposal), ...approval, state: 'announced' } as const;
  await requests.move(
    proposed as NonNullable<typeof proposed>,
    announced,
    deskEvents.requestAnnounced(accountId, 'reset'),
  );
  const stored = { accountId, version: (await requests.find(accountId))?.version ?? 0, request: announced };
  const before = await recorded();
  const cancelled = {
    ...proposalOf(proposal),
    state: 'cancelled',
    cancelledAt: now.toISOString(),
    by: 'link',
  } as const;
  const outcomes = await Promise.all([
    requests.takeEffect(stored, sampleProfile, now, deskEvents.requestTookEffect(accountId, 'reset')),
    requests.move(stored, cancelled, deskEvents.requestCancelled(accountId, 'reset', 'link')),
    requests.takeEffect(stored, sampleProfile, now, deskEvents.requestTookEffect(accountId, 'reset')),
  ]);
  expect(outcomes.filter(Boolean)).toHaveLength(1);
  expect(await recorded()).toBe(before + 1);
});
