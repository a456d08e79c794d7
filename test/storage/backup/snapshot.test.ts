/** A backup is of one instant, however much is written while it is made. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createRecorder } from '../../../src/audit/audit-log.ts';
import { securityEvents } from '../../../src/audit/events/security-events.ts';
import type { BackupRecord } from '../../../src/storage/backup/record.ts';
import { beginSnapshot } from '../../../src/storage/backup/snapshot.ts';
import { accountKey } from '../../../src/storage/catalogue/account-keys.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';

let redis: TestRedis;

beforeAll(async () => {
  redis = await startTestRedis();
});

afterAll(() => redis.stop());

const pair = ['anna', 'bela'].map((id) => accountKey(id));
const rounds = 300;

it('what is written together is kept together, as it was last, though no try but the last meets a quiet moment', async () => {
  const { store, otherStore, sealer } = redis;
  const recorder = createRecorder(store, sealer);
  const kept = new Map<string, BackupRecord>();
  const seen = new Map<string, number>();
  const records = await beginSnapshot(store, () => recorder.recordFirst(securityEvents.backupMade()));
  const writing = writeRounds();
  for await (const record of records) {
    kept.set(record.key, record);
    seen.set(record.key, (seen.get(record.key) ?? 0) + 1);
  }
  await writing;

  async function writeRounds(): Promise<void> {
    for (let round = 1; round <= rounds; round += 1) {
      const together = otherStore.multi();
      for (const key of pair) {
        together.hset(key, { closesAt: round });
      }
      await together.exec();
    }
  }

  for (const key of pair) {
    expect(seen.get(key)).toBeGreaterThan(2);
    expect(kept.get(key)).toMatchObject({
      dump: ((await store.dumpBuffer(key)) as Buffer).toString('base64'),
    });
  }
});
