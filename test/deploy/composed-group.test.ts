/** What deploy/compose starts beside the nodes, by its own scripts. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createLogger } from '../../src/observability/logger.ts';
import { connectToRedis } from '../../src/storage/redis.ts';
import { type ComposedGroup, startComposedGroup } from '../support/composed-group.ts';

let group: ComposedGroup;

beforeAll(async () => {
  group = await startComposedGroup();
});

afterAll(() => group.stop());

it('a node finds the master by the Sentinels, each with its password, and its writes are on a replica', async () => {
  const store = await connectToRedis(
    group.address,
    createLogger('silent'),
    undefined,
    AbortSignal.timeout(30_000),
  );
  await store.set('written', 'yes');
  expect(await group.replicationOf(await group.master())).toContain('connected_slaves:2');
  expect(await store.get('written')).toBe('yes');
  await store.quit();
});

it('a master that was killed comes back as a replica of the new one, and never as a second master', async () => {
  const killed = await group.killMaster();
  expect(await group.restart(killed)).toContain('role:slave');
  expect(await group.master()).not.toBe(killed);
  const replication = await group.replicationOf(killed);
  expect(replication).toContain('role:slave');
  expect(replication).toContain(`master_port:${await group.master()}`);
});
