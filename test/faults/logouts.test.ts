/** Relying parties are down, slow or broken, and nodes die; every logout is told all the same, or given up where it can be seen. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { createEndings, startLogoutWorkers } from '../../src/composition/background.ts';
import { createLogger } from '../../src/observability/logger.ts';
import type { LogoutTiming } from '../../src/oidc/back-channel-logout/delivery-workers.ts';
import {
  createLogoutQueue,
  type LogoutQueue,
} from '../../src/oidc/back-channel-logout/logout-queue-store.ts';
import { bareEnvironment } from '../support/bare-environment.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { LogoutReceivers } from '../support/logout-receiver.ts';
import { runKapu } from '../support/operator.ts';
import { connectPatiently } from '../support/redis.ts';

/** The usual timing, some thirty times as fast. */
const fast: Partial<LogoutTiming> = {
  firstRetryInMilliseconds: 300,
  longestRetryInMilliseconds: 1200,
  pauseInMilliseconds: 20,
};
const partyNames = ['tax', 'health', 'school', 'gone'];

let kapu: Installation;
let queue: LogoutQueue;
let parties: LogoutReceivers;
let log: string[];
const stops: (() => Promise<void>)[] = [];
const children: ChildProcess[] = [];

beforeAll(async () => {
  parties = new LogoutReceivers();
  await parties.start();
  kapu = await startInstallation({
    config: { outgoing: { private_hosts: [parties.host], give_up_logouts_after_hours: 24 } },
    clients: partyNames.map((client_id) => ({
      client_id,
      backchannel_logout_uri: parties.addressOf(client_id),
      backchannel_logout_session_required: true,
    })),
  });
  queue = createLogoutQueue(kapu.nodes[0].store, kapu.sealer);
});

afterAll(async () => {
  await parties.stop();
  await kapu.stop();
});

beforeEach(() => {
  log = [];
  parties.told.length = 0;
  parties.tries.length = 0;
  parties.behave = () => ({});
});

afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
  for (const child of children.splice(0)) {
    child.kill('SIGKILL');
  }
  const { store } = kapu.nodes[0];
  const left = await store.keys('logouts:*');
  await Promise.all(left.map((key) => store.del(key)));
});

/** As another node has it, with a connection of its own. */
async function startNode(timing: Partial<LogoutTiming> = {}): Promise<void> {
  const lines = new Writable({
    write(chunk, _encoding, done) {
      log.push(...String(chunk).trimEnd().split('\n'));
      done();
    },
  });
  const { config, nodes } = kapu;
  const store = await connectPatiently(kapu.redis.socket);
  const nodeContext = { config, store, logger: createLogger('info', lines) };
  const { provider } = nodes[0];
  const endings = createEndings(nodeContext, (id) => provider.Client.find(id));
  const deliveries = startLogoutWorkers(provider, endings, nodeContext, { ...fast, ...timing });
  stops.push(async () => {
    await deliveries.stop();
    store.disconnect();
  });
}

/** A node in a process of its own. */
async function forkNode(): Promise<ChildProcess> {
  const work = { redis: kapu.redis.socket, config: kapu.config, timing: fast };
  const child = fork(resolve(import.meta.dirname, '../support/teller-process.ts'), [], {
    execArgv: [],
    env: bareEnvironment({ KAPU_TEST_TELLER: JSON.stringify(work) }),
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  children.push(child);
  await once(child, 'message');
  return child;
}

function sids(party: string, count: number, from = 0): string[] {
  return Array.from({ length: count }, (_, index) => `${party}-${from + index}`);
}

async function end(clientId: string, names: readonly string[]): Promise<void> {
  for (const sid of names) {
    await queue.add({ accountId: `account-of-${sid}`, clientId, sid });
  }
}

async function until(isSo: () => boolean | Promise<boolean>, patience = 120_000): Promise<void> {
  const last = Date.now() + patience;
  while (!(await isSo())) {
    if (Date.now() > last) {
      throw new Error(`in vain; ${parties.told.length} logouts were told`);
    }
    await delay(20);
  }
}

async function areAllTold(): Promise<boolean> {
  const listed = await queue.relyingParties();
  return listed.length === 0;
}

function givenUp(): string[] {
  return log.filter((line) => line.includes('logout given up'));
}

it('a relying party is down, then slow, then answers 500, then is up: each logout is told, in the order of age', async () => {
  await parties.stop();
  await end('tax', sids('tax', 4));
  await startNode();
  await until(() => log.filter((line) => line.includes('not reachable')).length >= 3);
  await end('tax', sids('tax', 4, 4));

  parties.behave = () => ({ afterMilliseconds: 700 });
  await parties.start();
  await until(() => parties.told.length >= 3);

  parties.behave = () => ({ status: 500 });
  await end('tax', sids('tax', 4, 8));
  const before = parties.tries.length;
  await until(() => parties.tries.length >= before + 3);

  parties.behave = () => ({});
  await until(areAllTold);
  expect(parties.sidsOf('tax')).toEqual(sids('tax', 12));
  expect(givenUp()).toEqual([]);
});

it('every try has a fresh token', async () => {
  parties.behave = () => ({ status: 503 });
  await end('tax', sids('tax', 1));
  await startNode();
  await until(() => parties.tries.length >= 3);
  parties.behave = () => ({});
  await until(areAllTold);
  expect(new Set(parties.tries.map(({ claims }) => claims.jti)).size).toBe(parties.tries.length);
  expect(parties.told[0]?.claims.iat).toBeGreaterThan(Number(parties.tries[0]?.claims.iat));
});

it('one that is dead and one that says nothing keep nobody else waiting', async () => {
  parties.behave = ({ party }) =>
    party === 'gone' ? { status: 503 } : party === 'school' ? { afterMilliseconds: 60_000 } : {};
  await end('gone', sids('gone', 5));
  await end('school', sids('school', 5));
  await end('tax', sids('tax', 20));
  await end('health', sids('health', 20));
  await startNode();
  const first = (...words: string[]): number =>
    log.findIndex((line) => words.every((word) => line.includes(word)));
  await until(() => parties.told.length === 40 && first('no answer in time') >= 0);
  // However slow the machine is: others begin before the silent one is given up waiting for.
  for (const party of ['tax', 'health']) {
    const begun = first('logout told', `"client_id":"${party}"`);
    expect(begun).toBeGreaterThanOrEqual(0);
    expect(begun).toBeLessThan(first('no answer in time'));
  }
  expect(parties.sidsOf('tax')).toEqual(sids('tax', 20));
  expect(parties.sidsOf('health')).toEqual(sids('health', 20));
  // The dead one is asked for its oldest logout only.
  const asked = parties.tries.filter(({ party }) => party === 'gone').map(({ claims }) => claims.sid);
  expect(new Set(asked)).toEqual(new Set(['gone-0']));
});

it('a logout that alone meets a fault stands aside after some tries, and the others go on', async () => {
  parties.behave = ({ claims }) => (claims.sid === 'tax-0' ? { status: 500 } : {});
  await end('tax', sids('tax', 4));
  await startNode();
  await until(() => parties.told.length === 3);
  expect(parties.tries.filter(({ claims }) => claims.sid === 'tax-0').length).toBeGreaterThanOrEqual(5);
  parties.behave = () => ({});
  await until(areAllTold);
  expect(parties.sidsOf('tax')).toEqual(['tax-1', 'tax-2', 'tax-3', 'tax-0']);
});

it('one that answers 500 for long gets all its logouts afterwards, in the order of age but for the one that found it well', async () => {
  parties.behave = () => ({ status: 500 });
  await end('tax', sids('tax', 12));
  await startNode({ firstRetryInMilliseconds: 40, longestRetryInMilliseconds: 300 });
  await until(() => parties.tries.length >= 40);
  // However long: nobody but the first two is tried.
  expect(new Set(parties.tries.map(({ claims }) => claims.sid))).toEqual(new Set(sids('tax', 2)));
  parties.behave = () => ({});
  await until(areAllTold);
  const told = parties.sidsOf('tax');
  expect(told.slice(0, 2).sort()).toEqual(sids('tax', 2));
  expect(told.slice(2)).toEqual(sids('tax', 10, 2));
});

it.each([
  ['answers 500', 'answered 500', { status: 500 }],
  ['is down for maintenance', 'answered 503', { status: 503 }],
  ['redirects', 'redirect', { status: 302 }],
])(
  'one that %s for too long is given up, visibly, and told again when the operator says so',
  async (_, reason, behaviour) => {
    parties.behave = () => behaviour;
    await end('tax', sids('tax', 2));
    await startNode({ giveUpAfterInMilliseconds: 1000 });
    await until(() => givenUp().length === 2);
    expect(givenUp().every((line) => line.includes(reason) && line.includes('"client_id":"tax"'))).toBe(true);
    expect(log.join()).not.toContain('account-of');

    const listed = await runKapu(kapu.config, 'logouts', 'list');
    const lines = listed.stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    expect(lines.map(([, , ...rest]) => rest)).toEqual([
      ['tax', 'account-of-tax-0', reason],
      ['tax', 'account-of-tax-1', reason],
    ]);
    expect(listed.stderr).toBe('0 more are waiting to be sent\n');

    parties.behave = () => ({});
    const retried = await runKapu(kapu.config, 'logouts', 'retry', '--all');
    expect(retried.stdout).toBe('2 queued again\n');
    await until(() => parties.told.length === 2);
    expect(parties.sidsOf('tax')).toEqual(sids('tax', 2));
    expect((await runKapu(kapu.config, 'logouts', 'list')).stdout).toBe('');
  },
);

it('one that finds the token wrong (400) is not asked again', async () => {
  parties.behave = ({ claims }) => (claims.sid === 'tax-0' ? { status: 400 } : {});
  await end('tax', sids('tax', 2));
  await startNode();
  await until(areAllTold);
  expect(parties.sidsOf('tax')).toEqual(['tax-1']);
  expect(parties.tries).toHaveLength(2);
  expect(givenUp()).toHaveLength(1);
  const [id = ''] = (await runKapu(kapu.config, 'logouts', 'list')).stdout.split('\t');
  const again = await runKapu(kapu.config, 'logouts', 'retry', id, '1-1');
  expect([again.code, again.stdout, again.stderr]).toEqual([
    1,
    '1 queued again\n',
    'kapu: there is no logout 1-1\n',
  ]);
});

it('several nodes tell each relying party one after the other, and nobody twice', async () => {
  parties.behave = () => ({ afterMilliseconds: 30 });
  await end('tax', sids('tax', 15));
  await end('health', sids('health', 15));
  await Promise.all([startNode(), startNode(), startNode()]);
  await until(areAllTold);
  expect(parties.sidsOf('tax')).toEqual(sids('tax', 15));
  expect(parties.sidsOf('health')).toEqual(sids('health', 15));
});

it('a node killed while telling: another takes over, in order; only what it had in hand may come twice', async () => {
  const total = 24;
  await end('tax', sids('tax', total));
  parties.behave = () => ({ afterMilliseconds: 60 });
  for (const round of [1, 2]) {
    const node = await forkNode();
    await until(() => parties.tries.length >= round * 6);
    node.kill('SIGKILL');
    await once(node, 'exit');
  }
  await Promise.all([startNode(), startNode()]);
  await until(areAllTold);
  const told = parties.sidsOf('tax');
  expect([...new Set(told)]).toEqual(sids('tax', total));
  expect(parties.tries.length - total).toBeLessThanOrEqual(2);
});

it.each([
  ['is not sealed', ['message', 'rubbish']],
  ['has no message', ['other', 'x']],
])('an entry that %s is buried, and stops nobody for long', async (_, fields) => {
  const { store } = kapu.nodes[0];
  await store.xadd('logouts:{queue}:to:tax', '*', ...fields);
  await end('tax', sids('tax', 2));
  await startNode({ firstRetryInMilliseconds: 30 });
  await until(areAllTold);
  expect(parties.sidsOf('tax')).toEqual(sids('tax', 2));
  const listed = await runKapu(kapu.config, 'logouts', 'list');
  expect(listed.stdout.trim().split('\t').slice(2)).toEqual(['-', '-', 'unreadable']);
});

it('one that is registered no more is told nothing, and forgotten', async () => {
  await end('nobody-any-more', sids('x', 2));
  await end('portal', sids('x', 2));
  await startNode();
  await until(areAllTold);
  expect(parties.tries).toEqual([]);
  expect(givenUp()).toEqual([]);
});

it('an address that is not public, and not listed any more, is not asked', async () => {
  const config = { ...kapu.config, outgoing: { private_hosts: [], give_up_logouts_after_hours: 24 } };
  const { store, provider } = kapu.nodes[0];
  const nodeContext = { config, store, logger: createLogger('silent') };
  const endings = createEndings(nodeContext, (id) => provider.Client.find(id));
  const timing = { ...fast, giveUpAfterInMilliseconds: 100 };
  const deliveries = startLogoutWorkers(provider, endings, nodeContext, timing);
  stops.push(() => deliveries.stop());
  await end('tax', sids('tax', 1));
  await until(areAllTold);
  expect(parties.tries).toEqual([]);
  const listed = await runKapu(kapu.config, 'logouts', 'list');
  expect(listed.stdout.trim().split('\t').at(-1)).toBe('not https');
});
