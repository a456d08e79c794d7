/**
 * A node is killed (SIGKILL) at random moments while it ends accounts in every way, and again while it does what the one before left
 * undone. After each kill, a minute and a node that is started anew, whatever ended has no valid credential and no linked wallet left,
 * as anybody sees who asks for the status list; whatever did not end keeps both.
 */

import { type ChildProcess, fork } from 'node:child_process';
import { randomInt, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { profileSchema } from '../../src/accounts/account.ts';
import { createRecorder } from '../../src/audit/audit-log.ts';
import { deskEvents } from '../../src/audit/events/desk-events.ts';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import { createEndings, startLogoutWorkers } from '../../src/composition/background.ts';
import { proposalOf, propose } from '../../src/desk/dual-authorization/request.ts';
import { createRequestStore, type StoredRequest } from '../../src/desk/dual-authorization/request-store.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { accountKey, plusKey } from '../../src/storage/catalogue/account-keys.ts';
import type { LastingConnection } from '../../src/storage/connection/lasting-connection.ts';
import { createCredentialStore } from '../../src/wallet/issuing/credential-store.ts';
import { createStatusListStore } from '../../src/wallet/issuing/issued-status-list-store.ts';
import { createWalletSubjectStore } from '../../src/wallet/subjects/wallet-subject-store.ts';
import { bareEnvironment } from '../support/bare-environment.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { samplePerson } from '../support/sample-profile.ts';
import { makeAttester, walletIssuerSettings } from '../support/wallet-authorities.ts';
import { type EndingWork, type ToEnd, waysThatDoNot, waysThatEnd } from '../support/ways-to-end.ts';

/** `KAPU_TEST_KILLS=200` for as many as it takes; else as many as fit into some seconds, and one that was worth it. */
const asked = Number(process.env.KAPU_TEST_KILLS ?? 0);
const leastMilliseconds = asked > 0 ? 0 : 8000;
const everyWay = [...waysThatEnd, ...waysThatDoNot, ...waysThatEnd];
const announced = 'logouts:{queue}:announced';

interface Holder extends ToEnd {
  readonly places: readonly { list: number; index: number }[];
}

let kapu: Installation;
let store: LastingConnection;
const nodes = new Set<ChildProcess>();
const counts = { kills: 0, ended: 0, kept: 0, caughtInBetween: 0 };

beforeAll(async () => {
  const walletIssuer = await walletIssuerSettings(await makeAttester());
  kapu = await startInstallation({ config: { walletIssuer } });
  store = kapu.nodes[0].store;
});

afterAll(async () => {
  await Promise.all([...nodes].map(kill));
  await kapu.stop();
});

const credentials = () => createCredentialStore(store, kapu.sealer, createStatusListStore(store));
const subjects = () => createWalletSubjectStore(store, kapu.sealer, kapu.config.secrets);
const subjectOf = (accountId: string) => ({ anchorFingerprint: 'any', identifier: accountId });

/** Somebody with a credential, a linked wallet, and what the way to their end needs. */
async function addHolder(way: ToEnd['way']): Promise<Holder> {
  const profile = profileSchema.parse(samplePerson(`minta.${randomUUID()}`));
  const outcome = await kapu.accounts.add(profile, 'any', new Date());
  const accountId = outcome.kind === 'added' ? outcome.id : '';
  await store.hset(plusKey(accountId), { 'authenticator:first': 'any', cancellation: 'right' });
  if (way !== 'last-authenticator') {
    await store.hset(plusKey(accountId), 'authenticator:second', 'any');
  }
  if (way === 'reset-at-desk') {
    await announceReset(accountId);
  }
  const event = securityEvents.walletLinked(accountId, 'Minta Hivatal', 'any');
  const source = { hu: 'Minta Hivatal', en: 'Sample Office' };
  const linking = { origin: 'linked', id: 'any', source, event } as const;
  expect(await subjects().link(subjectOf(accountId), accountId, linking, new Date())).toBe('linked');
  return { accountId, way, places: await issue(accountId) };
}

async function issue(accountId: string): Promise<Holder['places']> {
  const now = new Date();
  const places = await createStatusListStore(store).allocate(2);
  const issuance = {
    walletId: 'minta-tarca',
    isAttested: true,
    keyThumbprints: ['any'],
    places,
    issuedAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + 86_400_000).toISOString(),
  };
  const eventOf = (id: string) => securityEvents.walletIssued(accountId, 'minta-tarca', id);
  const id = await credentials().keep(accountId, issuance, now.getTime(), now, eventOf);
  expect(id).toBeDefined();
  return places;
}

async function announceReset(accountId: string): Promise<void> {
  const requests = createRequestStore(createRecorder(store, kapu.sealer), kapu.sealer, kapu.config.secrets);
  const clerk = { accountId: 'a clerk', staffNumber: '1', role: 'clerk', office: 'north' } as const;
  const now = new Date();
  const proposal = propose('reset', clerk, 'passport', 'any', 7, now);
  const proposed = deskEvents.requestProposed(clerk, accountId, proposal);
  await requests.propose(accountId, undefined, proposal, proposed);
  const at = now.toISOString();
  const approval = { approvedBy: 'a colleague', approvedAt: at, takesEffectAt: at };
  const stored = (await requests.find(accountId)) as StoredRequest;
  const next = { ...proposalOf(proposal), ...approval, state: 'announced' } as const;
  await requests.move(stored, next, deskEvents.requestAnnounced(accountId, 'reset'));
}

async function startNode(): Promise<ChildProcess> {
  const node = fork(resolve(import.meta.dirname, '../support/ending-process.ts'), [], {
    execArgv: [],
    env: bareEnvironment(),
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  nodes.add(node);
  node.send({ redis: kapu.redis.socket, config: { ...kapu.config, walletIssuer: undefined } });
  await once(node, 'message');
  return node;
}

/** Lets a node work, and kills it in the midst of it: a moment after it did so much, whatever that is. */
async function killAtWork(node: ChildProcess, work: EndingWork, doneBefore: number): Promise<void> {
  let done = 0;
  node.on('message', () => {
    done += 1;
  });
  node.send(work);
  await eventually(async () => expect(done).toBeGreaterThanOrEqual(doneBefore), 1);
  await delay(randomInt(4));
  await kill(node);
  counts.kills += 1;
  await eventually(async () => {
    const clients = String(await store.call('CLIENT', 'LIST', 'TYPE', 'normal'));
    // What it had sent is done, or not: its connection is gone.
    expect(clients).not.toContain(`name=node-${node.pid} `);
  });
  await makeOverdue();
}

async function kill(node: ChildProcess): Promise<void> {
  node.kill('SIGKILL');
  await once(node, 'exit');
  nodes.delete(node);
}

/** A minute passes. */
async function makeOverdue(): Promise<void> {
  for (const name of await store.zrange(announced, 0, '-1')) {
    await store.zadd(announced, 'XX', 0, name);
  }
}

/** A node that goes on living. */
async function catchUp(): Promise<void> {
  const {
    config,
    nodes: [{ provider }],
  } = kapu;
  const nodeContext = { config, store, logger: createLogger('silent') };
  const endings = createEndings(nodeContext, (id) => provider.Client.find(id));
  const deliveries = startLogoutWorkers(provider, endings, nodeContext, { pauseInMilliseconds: 20 });
  await eventually(async () => expect(await store.zcard(announced)).toBe(0));
  await deliveries.stop();
}

it('never leaves a credential or a linked wallet to an account that ended, nor takes any from one that did not', async () => {
  const endsAt = performance.now() + leastMilliseconds;
  const isEnough = (): boolean =>
    performance.now() > endsAt &&
    counts.kills >= asked &&
    Math.min(counts.ended, counts.kept, counts.caughtInBetween) > 0;
  let spare = startNode();
  while (!isEnough()) {
    const [node, next] = [await spare, startNode()];
    const holders = await Promise.all(everyWay.map(addHolder));
    await killAtWork(node, { kind: 'end', accounts: holders }, randomInt(holders.length - 4));
    counts.caughtInBetween += await howManyAreDue(holders);
    if (randomInt(3) === 0) {
      await killAtWork(await next, { kind: 'catch-up' }, 0);
      spare = startNode();
    } else {
      spare = next;
    }
    await catchUp();
    await compare(holders);
  }
  await spare;
  const { kills, ended, kept, caughtInBetween } = counts;
  process.stderr.write(
    `kills: ${kills}; ended ${ended}, of these in between ${caughtInBetween}; kept ${kept}\n`,
  );
}, 1_260_000);

async function howManyAreDue(holders: readonly Holder[]): Promise<number> {
  const marks = await Promise.all(
    holders.map(({ accountId }) => store.hexists(accountKey(accountId), 'revocation_due')),
  );
  return marks.reduce((sum, mark) => sum + mark, 0);
}

async function compare(holders: readonly Holder[]): Promise<void> {
  const revoked = await revokedInStatusList();
  for (const { accountId, way, places } of holders) {
    const hasEnded = await isEnded(accountId);
    counts[hasEnded ? 'ended' : 'kept'] += 1;
    expect({
      way,
      valid: places.filter(({ index }) => !revoked.has(index)).length,
      unmarked: (await credentials().list(accountId)).readable.filter(({ revokedAt }) => !revokedAt).length,
      linked: (await subjects().linked(accountId)).length,
      opens: await subjects().find(subjectOf(accountId)),
    }).toEqual(
      hasEnded
        ? { way, valid: 0, unmarked: 0, linked: 0, opens: undefined }
        : { way, valid: 2, unmarked: 1, linked: 1, opens: accountId },
    );
    expect(hasEnded && waysThatDoNot.some((one) => one === way)).toBe(false);
  }
  expect(await howManyAreDue(holders)).toBe(0);
}

/** As the store says: each way that ends takes the sessions along, and none of the others does. */
async function isEnded(accountId: string): Promise<boolean> {
  const account = await kapu.accounts.find(accountId);
  return account?.status !== 'active' || account.sessionsEndedAt > 0;
}

/** As a window check sees it. */
async function revokedInStatusList(): Promise<Set<number>> {
  const token = await (await fetch(`${kapu.issuer}/status-lists/0`)).text();
  const { status_list: list } = decodeJwt(token) as { status_list: { lst: string } };
  const bits = inflateSync(Buffer.from(list.lst, 'base64url'));
  const indexes = Array.from({ length: bits.length * 8 }, (_, index) => index);
  return new Set(indexes.filter((index) => ((bits[index >> 3] ?? 0) >> (index & 7)) & 1));
}

async function eventually(work: () => Promise<unknown>, pauseInMilliseconds = 20): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if (tries === 2000) {
        throw error;
      }
      await delay(pauseInMilliseconds);
    }
  }
}
