/** Whoever may write to Redis directly: whatever they do to the audit log, the check names the first bad place. */
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  checkpointsKey,
  coveringKey,
  headKey,
  monthKey,
  monthsKey,
  pendingEventsKey,
} from '../../src/audit/audit-keys.ts';
import { createRecorder, type Recorder } from '../../src/audit/audit-log.ts';
import { chainBeginning, digestOf, hashAfter } from '../../src/audit/chain/chain.ts';
import { type ChainKeeperParts, keepChain } from '../../src/audit/chain/chain-keeper.ts';
import { createChainStore } from '../../src/audit/chain/chain-store.ts';
import { sha256 } from '../../src/audit/chain/sha256.ts';
import { createCheckpointKeyStore } from '../../src/audit/checkpoints/checkpoint-key-store.ts';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import { type AuditReader, createAuditReader } from '../../src/audit/reading/audit-reader.ts';
import { monthOfRecording } from '../support/chain.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';

type Entry = [id: string, fields: string[]];

let redis: TestRedis;
let recorder: Recorder;
let reader: AuditReader;
let keeper: ChainKeeperParts;
let month: string;
let stream: string;

beforeAll(async () => {
  redis = await startTestRedis();
  recorder = createRecorder(redis.store, redis.sealer);
  reader = createAuditReader(redis.store, redis.sealer);
  keeper = {
    chain: createChainStore(redis.store),
    keys: createCheckpointKeyStore(redis.store, redis.sealer),
    policy: { everyEntries: 5, everySeconds: 3600 },
  };
});

afterAll(() => redis.stop());

beforeEach(async () => {
  month = await monthOfRecording();
  stream = monthKey(month);
  await redis.store.flushall();
  await recordTwenty('account');
});

/** Twenty entries, four checkpoints. */
async function recordTwenty(whose: string): Promise<void> {
  for (let round = 0; round < 4; round += 1) {
    for (let number = 0; number < 5; number += 1) {
      await recorder.record(securityEvents.passwordVerified(`${whose}-${round}-${number}`));
      // Each in a millisecond of its own.
      await delay(2);
    }
    await keepChain(keeper);
  }
}

async function entries(): Promise<Entry[]> {
  return redis.store.xrange(stream, '-', '+');
}

/** As somebody does who can write to Redis: the whole stream anew, under other ids where they must grow. */
async function writeAnew(changed: readonly Entry[]): Promise<void> {
  await redis.store.del(stream);
  for (const [id, fields] of changed) {
    await redis.store.xadd(stream, id, ...fields);
  }
}

function withField([id, fields]: Entry, name: string, value: string): Entry {
  const at = fields.indexOf(name) + 1;
  return [id, fields.map((field, place) => (place === at ? value : field))];
}

function field([, fields]: Entry, name: string): string {
  return fields[fields.indexOf(name) + 1] ?? '';
}

it('a log that nobody touched is whole', async () => {
  expect(await reader.verify()).toMatchObject({ kind: 'whole', entries: 20, checkpoints: 4 });
  expect(await reader.awaiting()).toEqual({ many: 0, since: undefined });
});

describe('names the first bad place', () => {
  const tampering: [string, (all: Entry[]) => Entry[], { what: string; sequence: number }][] = [
    [
      'a body changed',
      (all) => all.map((one, n) => (n === 6 ? withField(one, 'body', `${field(one, 'body')}x`) : one)),
      { what: 'changed', sequence: 7 },
    ],
    [
      'a digest changed',
      (all) => all.map((one, n) => (n === 6 ? withField(one, 'd', field(all[0] as Entry, 'd')) : one)),
      { what: 'changed', sequence: 7 },
    ],
    [
      'two bodies swapped',
      (all) =>
        all.map((one, n) => {
          const other = n === 3 ? 9 : n === 9 ? 3 : n;
          return withField(one, 'body', field(all[other] as Entry, 'body'));
        }),
      { what: 'changed', sequence: 4 },
    ],
    ['one deleted', (all) => all.filter((_, n) => n !== 6), { what: 'missing', sequence: 7 }],
    ['the first one deleted', (all) => all.slice(1), { what: 'missing', sequence: 1 }],
    ['several deleted', (all) => all.filter((_, n) => n < 6 || n > 9), { what: 'missing', sequence: 7 }],
    ['the last ones deleted', (all) => all.slice(0, 17), { what: 'truncated', sequence: 18 }],
    ['all deleted', () => [], { what: 'truncated', sequence: 1 }],
    [
      'one inserted that repeats another',
      (all) => renumbered([...all.slice(0, 6), all[2] as Entry, ...all.slice(6)]),
      { what: 'inserted', sequence: 7 },
    ],
    [
      'one inserted with the number of the next',
      (all) => renumbered([...all.slice(0, 6), withField(all[2] as Entry, 'n', '7'), ...all.slice(6)]),
      { what: 'inserted', sequence: 7 },
    ],
    [
      'one inserted with a number of its own',
      (all) => renumbered([...all.slice(0, 6), withField(all[2] as Entry, 'n', '999'), ...all.slice(6)]),
      { what: 'inserted', sequence: 7 },
    ],
    [
      'two in another order',
      (all) => renumbered([...all.slice(0, 6), all[7] as Entry, all[6] as Entry, ...all.slice(8)]),
      { what: 'out of order', sequence: 7 },
    ],
  ];

  it.each(tampering)('%s', async (_, tamper, expected) => {
    const before = await entries();
    await writeAnew(tamper(before));
    expect(await reader.verify()).toMatchObject({ kind: 'bad', ...expected });
    await writeAnew(before);
    expect(await reader.verify()).toMatchObject({ kind: 'whole' });
  });

  /** Ids of a stream grow: who puts one in between gives it one that does. */
  function renumbered(all: readonly Entry[]): Entry[] {
    const ids = [...new Set(all.map(([id]) => id))].sort();
    if (ids.length === all.length) {
      return all.map(([, fields], n) => [ids[n] ?? '', fields]);
    }
    const before = String(all[5]?.[0]);
    return all.map(([id, fields], n) => [n === 6 ? before.replace(/-\d+$/, '-1') : id, fields]);
  }

  it('the last entries, the head and the newest checkpoint taken away: the shipped checkpoint knows', async () => {
    const shipped = await lastCheckpoint();
    const all = await entries();
    await writeAnew(all.slice(0, 15));
    await redis.store.xdel(checkpointsKey, '0-4');
    await redis.store.hset(headKey, {
      sequence: 15,
      hash: field(all[14] as Entry, 'h'),
      id: all[14]?.[0] ?? '',
      checkpoint: 3,
      covered: 15,
    });
    expect(await reader.verify()).toMatchObject({ kind: 'whole', entries: 15 });
    const verdict = await reader.verify({ checkpoint: shipped });
    expect(verdict).toMatchObject({ kind: 'bad', what: 'truncated', sequence: 16 });
  });

  it('all of it written anew by somebody who has our keys: the shipped checkpoint knows', async () => {
    const shipped = await lastCheckpoint();
    await redis.store.del(stream, headKey, checkpointsKey, coveringKey, monthsKey);
    await recordTwenty('of-their-own');
    expect(await reader.verify()).toMatchObject({ kind: 'whole', entries: 20, checkpoints: 4 });
    expect(await reader.verify({ checkpoint: shipped })).toMatchObject({
      kind: 'bad',
      what: 'checkpoint',
      why: 'checkpoint 4 says other than the one that was given',
    });
  });

  it.each([
    ['in between', '0-2', 'checkpoint 2 is missing'],
    ['the last one', '0-4', 'checkpoint 4 is missing'],
  ])('a checkpoint deleted: %s', async (_, id, why) => {
    await redis.store.xdel(checkpointsKey, id);
    expect(await reader.verify()).toMatchObject({ kind: 'bad', what: 'checkpoint', why });
  });

  it('a checkpoint that another key signed', async () => {
    const [first, second] = await redis.store.xrange(checkpointsKey, '-', '+');
    const forged = second?.[1][1]?.replace(/\.[^.]+$/, `.${first?.[1][1]?.split('.')[2]}`) ?? '';
    await redis.store.xtrim(checkpointsKey, 'MAXLEN', 0);
    await redis.store.del(checkpointsKey);
    await redis.store.xadd(checkpointsKey, '0-1', 'jws', first?.[1][1] ?? '');
    await redis.store.xadd(checkpointsKey, '0-2', 'jws', forged);
    expect(await reader.verify()).toMatchObject({
      kind: 'bad',
      what: 'checkpoint',
      why: 'checkpoint 2 is not signed with our key',
    });
  });

  it('a chain computed anew behind a change does not fit the checkpoints', async () => {
    const all = await entries();
    // A body of ours that has no place in the chain, which opens and has a right commitment.
    const text = `${'A'.repeat(22)}{"at":"${new Date().toISOString()}"}`;
    const unplaced = redis.sealer.seal(text, 'audit');
    let hash = chainBeginning;
    const anew = all.map((one, n) => {
      const body = n === 6 ? unplaced : field(one, 'body');
      const digest = digestOf(one[0], sha256(redis.sealer.open(body, 'audit')));
      hash = hashAfter(hash, digest);
      return withField(withField(withField(one, 'body', body), 'd', digest), 'h', hash);
    });
    await writeAnew(anew);
    const verdict = await reader.verify();
    expect(verdict).toMatchObject({ kind: 'bad', what: 'changed', sequence: 10 });
  });

  it('an old entry brought in again as if it had just arrived', async () => {
    const long = Date.now() - 60 * 60_000;
    const text = `${'A'.repeat(22)}{"at":"${new Date(long).toISOString()}"}`;
    await redis.store.xadd(
      pendingEventsKey,
      '*',
      'c',
      sha256(text),
      'body',
      redis.sealer.seal(text, 'audit'),
    );
    await keepChain(keeper);
    expect(await reader.verify()).toMatchObject({ kind: 'bad', what: 'changed', sequence: 21 });
  });

  it.each([[['x', 'y']], [['c', 'x', 'body', 'y', 'more', 'z']]])(
    'what is no event of ours, put among the arrivals: the chain goes on behind it (%j)',
    async (fields) => {
      await redis.store.xadd(pendingEventsKey, '*', ...fields);
      await recorder.record(securityEvents.passwordResetAsked({ name_hash: 'x' }));
      await keepChain(keeper);
      expect(await reader.awaiting()).toMatchObject({ many: 0 });
      expect(await reader.verify()).toMatchObject({ kind: 'bad', what: 'changed', sequence: 21 });
    },
  );

  async function lastCheckpoint(): Promise<string> {
    const [last] = await redis.store.xrevrange(checkpointsKey, '+', '-', 'COUNT', 1);
    return last?.[1][1] ?? '';
  }
});

it('many nodes chain what arrives once, and in its order', async () => {
  const elsewhere = { ...keeper, chain: createChainStore(redis.otherStore) };
  const records = Array.from({ length: 1500 }, () =>
    recorder.record(securityEvents.passwordResetAsked({ name_hash: 'x' })),
  );
  await Promise.all(records);
  for (let round = 0; round < 6; round += 1) {
    await Promise.all([keepChain(keeper), keepChain(elsewhere), keepChain(keeper)]);
  }
  expect(await reader.verify()).toMatchObject({ kind: 'whole', entries: 1520 });
});
