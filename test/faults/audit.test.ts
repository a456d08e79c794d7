/**
 * Redis, or a node, is killed (SIGKILL) at random moments while accounts are changed: there is never a change without its record, and never
 * a record of a change that did not happen. What was recorded is chained and shipped, whoever dies meanwhile.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { profileSchema } from '../../src/accounts/account.ts';
import { type AccountStore, createAccountStore } from '../../src/accounts/account-store.ts';
import { createChainStore } from '../../src/audit/chain/chain-store.ts';
import { createHistoryStore } from '../../src/audit/history/history-store.ts';
import { type AuditReader, createAuditReader } from '../../src/audit/reading/audit-reader.ts';
import { createFileSink } from '../../src/audit/shipping/file-sink.ts';
import { ship } from '../../src/audit/shipping/shipper.ts';
import { createShippingStore } from '../../src/audit/shipping/shipping-store.ts';
import type { LastingConnection } from '../../src/storage/connection/lasting-connection.ts';
import { createSealer, type Sealer } from '../../src/storage/sealed.ts';
import { chainEverything } from '../support/chain.ts';
import type { ChangingTask } from '../support/changing-process.ts';
import { eventually, type MortalRedis, startMortalRedis } from '../support/mortal-redis.ts';
import { connectPatiently } from '../support/redis.ts';
import { samplePerson } from '../support/sample-profile.ts';
import { newSecrets } from '../support/secrets.ts';

/** Of Redis and of nodes. `KAPU_TEST_KILLS=200` for as many as it takes; else as many as fit into some seconds. */
const asked = Number(process.env.KAPU_TEST_KILLS ?? 0);
const mostMilliseconds = asked > 0 ? 20 * 60_000 : 12_000;
let kills = 0;

const directory = mkdtempSync(join(tmpdir(), 'kapu-audit-'));
const shipTo = join(directory, 'shipped');
const secrets = newSecrets();

let redis: MortalRedis;
let store: LastingConnection;
let sealer: Sealer;
let accounts: AccountStore;
let reader: AuditReader;
let ids: string[];
const nodes: ChildProcess[] = [];

beforeAll(async () => {
  redis = await startMortalRedis(join(directory, 'redis'));
  store = await connectPatiently(redis.socket);
  sealer = createSealer(secrets.sealing_keys);
  accounts = createAccountStore(store, sealer, secrets);
  reader = createAuditReader(store, sealer);
  ids = await Promise.all(
    Array.from({ length: 8 }, async (_, number) => {
      const profile = { ...samplePerson(`minta.${number}`), email: '0@minta.example' };
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
  await redis.stop();
  rmSync(directory, { recursive: true, force: true });
});

async function startNode(accountIds: readonly string[]): Promise<ChildProcess> {
  const task: ChangingTask = { socket: redis.socket, secrets, accountIds, shipTo };
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
    redis.kill();
    await redis.startAgain();
    kills += 1;
  }
  await nodesDying;
  await delay(500);
  await killNode(steady);
}

async function chainAndShipTheRest(): Promise<void> {
  await chainEverything(store, sealer);
  const chain = createChainStore(store);
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
