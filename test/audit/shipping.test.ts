/** Copies elsewhere: files, a collector that speaks syslog, exports; what may then go from Redis; and the proof that a citizen has. */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { pendingEventsKey } from '../../src/audit/audit-keys.ts';
import { createRecorder, type Recorder } from '../../src/audit/audit-log.ts';
import { type ChainKeeperParts, keepChain } from '../../src/audit/chain/chain-keeper.ts';
import { createChainStore } from '../../src/audit/chain/chain-store.ts';
import { createCheckpointKeyStore } from '../../src/audit/checkpoints/checkpoint-key-store.ts';
import { deskEvents } from '../../src/audit/events/desk-events.ts';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import { verifyInclusionProof } from '../../src/audit/export/inclusion-proof.ts';
import { createInclusionProofs } from '../../src/audit/export/inclusion-proofs.ts';
import { checkpointLine, lineOf } from '../../src/audit/export/json-lines.ts';
import { verifyExport } from '../../src/audit/export/verify-export.ts';
import { type AuditReader, createAuditReader } from '../../src/audit/reading/audit-reader.ts';
import { removeOldMonths } from '../../src/audit/retention/retention.ts';
import { createRetentionStore } from '../../src/audit/retention/retention-store.ts';
import { createFileSink } from '../../src/audit/shipping/file-sink.ts';
import { type Sink, ship, startShipper } from '../../src/audit/shipping/shipper.ts';
import { createShippingStore } from '../../src/audit/shipping/shipping-store.ts';
import { createSyslogSink } from '../../src/audit/shipping/syslog-sink.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { monthOfRecording } from '../support/chain.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';

let redis: TestRedis;
let recorder: Recorder;
let reader: AuditReader;
let keeper: ChainKeeperParts;
const directory = mkdtempSync(join(tmpdir(), 'kapu-shipped-'));
let month: string;
let file: string;

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

afterAll(async () => {
  await redis.stop();
  rmSync(directory, { recursive: true, force: true });
});

beforeEach(async () => {
  month = await monthOfRecording();
  file = join(directory, `audit-${month}.jsonl`);
  await redis.store.flushall();
  rmSync(file, { force: true });
  await record(12);
});

/** In twos, with checkpoints in between. */
async function record(many: number): Promise<void> {
  for (let number = 0; number < many; number += 1) {
    await recorder.record(securityEvents.signedIn(`account-${number % 3}`, 'portal', 'low'));
    if (number % 2 === 1) {
      await keepChain(keeper);
    }
  }
}

async function shipTo(sink: Sink, holder = 'node'): Promise<number | undefined> {
  const { chain } = keeper;
  const shipped = await ship({ reader, chain, shipping: createShippingStore(redis.store), sink }, holder);
  await sink.close();
  return shipped;
}

/** How many are read at the moment, as a file would be open. */
let readings = 0;

async function* linesOf(path: string): AsyncGenerator<string> {
  readings += 1;
  try {
    yield* readFileSync(path, 'utf8').trim().split('\n');
  } finally {
    readings -= 1;
  }
}

describe('shipped to files', () => {
  it('each line is there and can be checked without us, also after a torn one and one shipped twice', async () => {
    await shipTo(createFileSink(directory));
    writeFileSync(file, `${readFileSync(file, 'utf8')}{"sequence":13,"id":"17`);
    await redis.store.hset('audit:shipped', { checkpoint: 0 });
    await record(4);
    await shipTo(createFileSink(directory));
    const numbers = readFileSync(file, 'utf8').match(/"sequence":\d+/g);
    expect(numbers).toHaveLength(16);
    const verdict = await verifyExport(() => linesOf(file), await reader.keys.published());
    expect(verdict).toMatchObject({ kind: 'whole', entries: 16 });
  });

  it('a line that somebody changed in the file is named', async () => {
    await shipTo(createFileSink(directory));
    writeFileSync(file, readFileSync(file, 'utf8').replace('"account":"account-1"', '"account":"account-9"'));
    const verdict = await verifyExport(() => linesOf(file), await reader.keys.published());
    expect(verdict).toMatchObject({ kind: 'bad', what: 'changed', sequence: 2 });
    expect(readings).toBe(0);
  });

  it('a line that somebody put behind the others, by a number that was there before, is named', async () => {
    await shipTo(createFileSink(directory));
    const written = readFileSync(file, 'utf8');
    const second = written.split('\n')[1] ?? '';
    writeFileSync(file, `${written}${second}\n`);
    const keys = await reader.keys.published();
    expect(await verifyExport(() => linesOf(file), keys)).toMatchObject({ kind: 'whole', entries: 12 });
    writeFileSync(file, `${written}${second.replace('"account":"account-1"', '"account":"account-9"')}\n`);
    const verdict = await verifyExport(() => linesOf(file), keys);
    expect(verdict).toMatchObject({ kind: 'bad', what: 'inserted', sequence: 2 });
  });

  it('what does not open is shipped by its place alone, and holds nothing up', async () => {
    await redis.store.xadd(pendingEventsKey, '*', 'c', 'of nobody', 'body', 'no body of ours');
    await record(4);
    await keepChain(keeper);
    await shipTo(createFileSink(directory));
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    expect(lines.filter((line) => line.startsWith('{"sequence"'))).toHaveLength(16);
    expect(lines.filter((line) => line.startsWith('{"withheld":13,'))).toHaveLength(1);
    const verdict = await verifyExport(() => linesOf(file), await reader.keys.published());
    expect(verdict).toMatchObject({ kind: 'whole', entries: 17 });
    expect(await reader.verify()).toMatchObject({ kind: 'bad', what: 'changed', sequence: 13 });
  });

  it('one node ships at a time', async () => {
    const sink = createFileSink(directory);
    expect(await shipTo(sink, 'one')).toBeGreaterThan(12);
    expect(await shipTo(sink, 'another')).toBeUndefined();
    expect(await shipTo(sink, 'one')).toBe(0);
  });
});

it('what is shipped was read before a write, which in a group of servers is done when a replica has both', async () => {
  const course: string[] = [];
  const shipping = createShippingStore(redis.store);
  await ship(
    {
      chain: keeper.chain,
      reader: {
        async *openedBehind(id) {
          for await (const entry of reader.openedBehind(id)) {
            course.push('read');
            yield entry;
          }
        },
      },
      shipping: {
        ...shipping,
        hold: (holder) => {
          course.push('written');
          return shipping.hold(holder);
        },
      },
      sink: { write: async () => void course.push('shipped'), close: async () => {} },
    },
    'node',
  );
  const beforeShipping = course.filter((_, index) => course[index + 1] === 'shipped');
  expect(new Set(beforeShipping)).toEqual(new Set(['written']));
  expect(beforeShipping.length).toBeGreaterThan(1);
});

it('shipped to a collector, each line is a message of its own', async () => {
  let received = '';
  const collector = createServer((socket) => socket.on('data', (bytes) => (received += bytes)));
  collector.listen(0, '127.0.0.1');
  await once(collector, 'listening');
  const { port } = collector.address() as { port: number };
  const sink = createSyslogSink('127.0.0.1', port);
  const shipped = await shipTo(sink);
  while ((received.match(/ kapu \d+ audit - /g) ?? []).length < (shipped ?? 0)) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  collector.close();
  const [, length = '', message = ''] = /^(\d+) (<110>1 .*)$/s.exec(received) ?? [];
  const first = Buffer.from(message).subarray(0, Number(length)).toString();
  expect(first).toMatch(/^<110>1 \S+ \S+ kapu \d+ audit - \{"sequence":1,.*\}$/);
});

it('an export of a part begins anywhere and can be checked', async () => {
  const lines: string[] = [];
  for await (const entry of reader.opened()) {
    lines.push(lineOf(entry));
  }
  for await (const checkpoint of keeper.chain.checkpoints()) {
    lines.push(checkpointLine(checkpoint));
  }
  async function* part(): AsyncGenerator<string> {
    yield* lines.slice(4);
  }
  const verdict = await verifyExport(part, await reader.keys.published());
  expect(verdict).toMatchObject({ kind: 'whole', entries: 8 });
});

it('finds entries by person, kind and time', async () => {
  const clerk = { accountId: 'clerk', staffNumber: 'clerk-1', office: 'office-1' };
  await recorder.record(deskEvents.dataViewed(clerk, 'account-1', 'asked-in-person', 'az ügyfél kérte'));
  await keepChain(keeper);
  const count = async (filter: Parameters<AuditReader['find']>[0]): Promise<number> => {
    let many = 0;
    for await (const _ of reader.find(filter)) {
      many += 1;
    }
    return many;
  };
  expect(await count({})).toBe(13);
  expect(await count({ account: 'account-1' })).toBe(5);
  expect(await count({ clerk: 'clerk-1' })).toBe(1);
  expect(await count({ office: 'office-2' })).toBe(0);
  expect(await count({ kind: 'desk', account: 'account-1' })).toBe(1);
  expect(await count({ from: new Date(Date.now() + 60_000) })).toBe(0);
});

describe('retention', () => {
  const inTwoMonths = new Date(Date.now() + 70 * 86_400_000);

  const remove = () => {
    const { chain, keys } = keeper;
    return removeOldMonths({ chain, keys, retention: createRetentionStore(redis.store) }, 1, inTwoMonths);
  };

  it('removes a month only once it was shipped and a checkpoint covers all of it', async () => {
    expect(await remove()).toEqual([]);
    await shipTo(createFileSink(directory));
    expect(await remove()).toEqual([]);
    await keepChain({ ...keeper, policy: { everyEntries: 1, everySeconds: 1 } });
    expect(await remove()).toEqual([month]);
    expect(await reader.verify()).toMatchObject({ kind: 'whole', entries: 0 });
  });

  it('what somebody else removed is missing', async () => {
    await redis.store.del(`audit:${month}`);
    expect(await reader.verify()).toMatchObject({ kind: 'bad', what: 'truncated', sequence: 1 });
  });
});

describe('a proof', () => {
  async function idOf(number: number): Promise<string> {
    return (await redis.store.xrange(`audit:${month}`, '-', '+'))[number]?.[0] ?? '';
  }

  it('is offered as soon as a checkpoint covers the entry, to its owner alone, and needs no Redis', async () => {
    const proofs = createInclusionProofs(redis.store, redis.sealer);
    const isOffered = await proofs.offered();
    expect(isOffered(await idOf(0))).toBe(true);
    expect(isOffered(await idOf(11))).toBe(false);
    expect(isOffered('1-1')).toBe(false);
    const id = await idOf(1);
    expect(await proofs.prove('account-0', id)).toBeUndefined();
    const proof = await proofs.prove('account-1', id);
    const text = JSON.stringify(proof, undefined, 2);
    expect(text.match(/account-/g)).toHaveLength(1);
    const keys = await proofs.keys();
    expect(JSON.stringify(keys)).not.toContain('"d":');
    expect(await verifyInclusionProof(text, keys)).toMatchObject({ kind: 'proven', checkpoint: 1 });

    const forged = text.replace('portal', 'posta');
    expect(await verifyInclusionProof(forged, keys)).toMatchObject({ kind: 'refused' });
    const others = await createCheckpointKeyStore(redis.store, redis.sealer).rotate();
    const { d: _, ...stranger } = others;
    expect(await verifyInclusionProof(text, { keys: [stranger] })).toMatchObject({ kind: 'refused' });
    expect(await verifyInclusionProof('{}', keys)).toMatchObject({ kind: 'refused' });
    expect(await verifyInclusionProof('x', keys)).toMatchObject({ kind: 'refused' });
  });

  it('of each entry of the chain holds', async () => {
    const proofs = createInclusionProofs(redis.store, redis.sealer);
    const keys = await proofs.keys();
    for (const number of [0, 1, 4, 5, 7]) {
      const proof = await proofs.prove(`account-${number % 3}`, await idOf(number));
      expect(await verifyInclusionProof(JSON.stringify(proof), keys)).toMatchObject({ kind: 'proven' });
    }
  });
});

describe('a collector that is not there', () => {
  it('is said once when copies stop, and once when they go on', async () => {
    const lines: { level: string; msg: string; reason?: string }[] = [];
    const write = (line: unknown, _: string, done: () => void): void => {
      lines.push(JSON.parse(String(line)));
      done();
    };
    const free = await listenOn(0);
    const { port } = free.address() as AddressInfo;
    free.close();
    const stop = startShipper(
      {
        reader,
        chain: keeper.chain,
        shipping: createShippingStore(redis.store),
        sink: createSyslogSink('127.0.0.1', port),
      },
      createLogger('info', new Writable({ write })),
    );
    await until(() => lines.length > 0);
    expect(lines).toMatchObject([{ level: 'error', msg: 'the audit log cannot be shipped' }]);
    expect(lines[0]?.reason).toContain('ECONNREFUSED');
    // Tried again meanwhile, and not said again.
    await delay(1500);
    expect(lines).toHaveLength(1);
    const collector = await listenOn(port);
    await until(() => lines.length > 1);
    expect(lines[1]).toMatchObject({ level: 'info', msg: 'the audit log is shipped again' });
    await stop();
    collector.close();
  });
});

async function listenOn(port: number): Promise<Server> {
  const server = createServer((socket) => socket.resume());
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) {
    await delay(50);
  }
}
