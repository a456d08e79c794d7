/**
 * Redis, or a node, is killed (SIGKILL) at random moments while accounts are changed: there is never a change without its record, and never
 * a record of a change that did not happen. What was recorded is chained and shipped, whoever dies meanwhile.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { profileSchema } from '../../src/accounts/account.ts';
import { type AccountStore, createAccountStore } from '../../src/accounts/account-store.ts';
import { createAuditKeyStore } from '../../src/audit/audit-key-store.ts';
import { type AuditReader, createAuditReader } from '../../src/audit/audit-reader.ts';
import { keepChain } from '../../src/audit/chain-keeper.ts';
import { createChainStore } from '../../src/audit/chain-store.ts';
import { createFileSink } from '../../src/audit/file-sink.ts';
import { createHistoryStore } from '../../src/audit/history-store.ts';
import { ship } from '../../src/audit/shipper.ts';
import { createShippingStore } from '../../src/audit/shipping-store.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { startLocalRedis } from '../../src/storage/local-redis.ts';
import { connectToRedis, type Store } from '../../src/storage/redis.ts';
import { createSealer, type Sealer } from '../../src/storage/sealed.ts';
import type { ChangingTask } from '../support/changing-process.ts';
import { sampleProfile } from '../support/installation.ts';

/** Of Redis and of nodes. `KAPU_TEST_KILLS=200` for as many as it takes; else as many as fit into some seconds. */
const asked = Number(process.env.KAPU_TEST_KILLS ?? 0);
const mostMilliseconds = asked > 0 ? 20 * 60_000 : 12_000;
let kills = 0;

const directory = mkdtempSync(join(tmpdir(), 'kapu-audit-'));
const shipTo = join(directory, 'shipped');
const keys = {
  sealing: randomBytes(32).toString('base64url'),
  index: randomBytes(32).toString('base64url'),
  pepper: randomBytes(32).toString('base64url'),
  subject: randomBytes(32).toString('base64url'),
};
const bytes = (text: string): Buffer<ArrayBuffer> => Buffer.from(text, 'base64url');

let socket: string;
let redisPid: number;
let store: Store;
let sealer: Sealer;
let accounts: AccountStore;
let reader: AuditReader;
let ids: string[];
const nodes: ChildProcess[] = [];

beforeAll(async () => {
  await startRedis();
  store = await connectToRedis(socket, createLogger('silent'));
  sealer = createSealer([{ kid: 't1', key: bytes(keys.sealing) }]);
  accounts = createAccountStore(store, sealer, {
    sealing_keys: [{ kid: 't1', key: bytes(keys.sealing) }],
    cookie_keys: ['x'.repeat(43)],
    password_pepper: bytes(keys.pepper),
    index_key: bytes(keys.index),
    subject_key: bytes(keys.subject),
  });
  reader = createAuditReader(store, sealer);
  ids = await Promise.all(
    Array.from({ length: 8 }, async (_, number) => {
      const profile = { ...sampleProfile, username: `minta.${number}`, email: '0@minta.example' };
      const outcome = await accounts.add(profileSchema.parse(profile), '0', new Date());
      return outcome.kind === 'added' ? outcome.id : '';
    }),
  );
});

afterAll(async () => {
  for (const node of nodes) {
    node.kill('SIGKILL');
  }
  store.disconnect();
  process.kill(redisPid, 'SIGTERM');
  await delay(100);
  rmSync(directory, { recursive: true, force: true });
});

async function startRedis(): Promise<void> {
  ({ socket } = await startLocalRedis(join(directory, 'redis')));
  const probe = createConnection(socket);
  probe.write('INFO server\r\n');
  const [answer] = await once(probe, 'data');
  probe.destroy();
  redisPid = Number(/process_id:(\d+)/.exec(String(answer))?.[1]);
}

async function startNode(accountIds: readonly string[]): Promise<ChildProcess> {
  const task: ChangingTask = { socket, keys, accountIds, shipTo };
  const program = resolve(import.meta.dirname, '../support/changing-process.ts');
  const node = spawn(process.execPath, [program, JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  nodes.push(node);
  await Promise.race([once(node.stdout, 'data'), once(node, 'exit')]);
  return node;
}

async function killNode(node: ChildProcess): Promise<void> {
  if (node.exitCode === null && node.signalCode === null) {
    node.kill('SIGKILL');
    await once(node, 'exit');
  }
}

async function killRedis(): Promise<void> {
  process.kill(redisPid, 'SIGKILL');
  await eventually(startRedis);
}

/** Nodes are killed and replaced on one side, Redis on the other. */
async function killing(): Promise<void> {
  const steady = await startNode(ids.slice(0, 4));
  const endsAt = performance.now() + mostMilliseconds;
  const goesOn = (): boolean => performance.now() < endsAt && (asked === 0 || kills < asked);
  const nodesDying = (async () => {
    while (goesOn()) {
      const node = await startNode(ids.slice(4));
      await delay(randomInt(20, 200));
      await killNode(node);
      kills += 1;
    }
  })();
  while (goesOn()) {
    await delay(randomInt(20, 220));
    await killRedis();
    kills += 1;
  }
  await nodesDying;
  await delay(500);
  await killNode(steady);
}

async function chainAndShipTheRest(): Promise<void> {
  const chain = createChainStore(store);
  const policy = { everyEntries: 1, everySeconds: 1 };
  while (
    (await keepChain({ chain, keys: createAuditKeyStore(store, sealer), policy })) ||
    (await reader.awaiting()).many > 0
  ) {
    // Until nothing is left.
  }
  const shipping = createShippingStore(store);
  await store.del('audit:shipping');
  const sink = createFileSink(shipTo);
  await ship({ reader, chain, shipping, sink }, 'the test');
  await sink.close();
}

it('never leaves a change without its record, nor a record without its change', async () => {
  await killing();
  await eventually(() => store.ping());
  await chainAndShipTheRest();

  const recorded = new Map<string, number>();
  const lastOfClosing = new Map<string, string>();
  for await (const { event } of reader.find({})) {
    const what = `${event.account} ${event.event}`;
    if (event.event.startsWith('closing.')) {
      lastOfClosing.set(event.account ?? '', event.event);
    }
    recorded.set(what, (recorded.get(what) ?? 0) + 1);
  }
  const many = (id: string, event: string): number => recorded.get(`${id} ${event}`) ?? 0;
  let changes = 0;
  for (const id of ids) {
    const account = await accounts.find(id);
    const happened = {
      passwords: Number(account?.passwordHash),
      contacts: Number(account?.profile.email?.split('@')[0]),
      isClosing: account?.closesAt !== undefined,
    };
    expect(happened).toEqual({
      passwords: many(id, 'password.changed'),
      contacts: many(id, 'contact.changed'),
      // Asked for again when an answer was lost, it is done again, and recorded again.
      isClosing: lastOfClosing.get(id) === 'closing.requested',
    });
    changes += happened.passwords + happened.contacts;
  }
  expect(kills).toBeGreaterThan(asked > 0 ? asked - 1 : 5);
  expect(changes).toBeGreaterThan(20);
  process.stderr.write(`${changes} changes of passwords and contacts, ${kills} kills\n`);

  const verdict = await reader.verify();
  expect(verdict).toMatchObject({ kind: 'whole' });
  const shipped = readdirSync(shipTo)
    .flatMap((file) => readFileSync(join(shipTo, file), 'utf8').trim().split('\n'))
    .map((line) => JSON.parse(line) as { sequence?: number });
  const numbers = new Set(shipped.flatMap(({ sequence }) => sequence ?? []));
  expect(numbers.size).toBe(verdict.kind === 'whole' ? verdict.entries : -1);

  const history = await createHistoryStore(store, sealer).list(ids[0] ?? '', 20_000);
  const inHistory = history.filter(({ event }) => event === 'password.changed').length;
  expect(inHistory).toBe(many(ids[0] ?? '', 'password.changed'));
}, 1_260_000);

async function eventually(work: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    try {
      await work();
      return;
    } catch {
      await delay(20);
    }
  }
}
