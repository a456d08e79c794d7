/** The mail server and the mailers fail; the messages arrive all the same. */
import { type ChildProcess, fork } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { resolve } from 'node:path';
import { Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { createMailDelivery } from '../../src/notifications/mail-delivery.ts';
import { type Mailer, type MailerTiming, startMailer } from '../../src/notifications/mailer.ts';
import {
  createMessageQueue,
  type MessageQueue,
  openMessage,
  type QueuedMail,
} from '../../src/notifications/message-queue.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { bareEnvironment } from '../support/bare-environment.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { MailServer } from '../support/mail-server.ts';
import { runKapu } from '../support/operator.ts';
import { connectPatiently } from '../support/redis.ts';

const stream = 'messages:{queue}';
const dead = 'messages:{queue}:dead';
/** The usual timing, a hundred times as fast. */
const fast: Partial<MailerTiming> = {
  firstRetryInMilliseconds: 300,
  longestRetryInMilliseconds: 2000,
  pauseInMilliseconds: 10,
  longestPauseInMilliseconds: 150,
  patienceInMilliseconds: 5000,
};

let kapu: Installation;
let queue: MessageQueue;
let mails: MailServer;
let log: string[];
const mailers: Mailer[] = [];
const children: ChildProcess[] = [];

beforeAll(async () => {
  kapu = await startInstallation();
  queue = createMessageQueue(kapu.nodes[0].store, kapu.sealer);
});

afterAll(() => kapu.stop());

beforeEach(async () => {
  log = [];
  mails = new MailServer();
  await mails.start();
  await kapu.nodes[0].store.del(stream, dead);
});

afterEach(async () => {
  await Promise.all(mailers.splice(0).map((mailer) => mailer.stop()));
  for (const child of children.splice(0)) {
    child.kill('SIGKILL');
  }
  await mails.stop();
});

function settingsWith(timing: Partial<MailerTiming> = {}) {
  const from = 'Kapu <no-reply@kapu.invalid>';
  return {
    smtpUrl: mails.url,
    needsTls: false,
    from,
    accountAddress: `${kapu.issuer}/fiok`,
    timing: { ...fast, ...timing },
  };
}

/** As another node has it, with a connection of its own. */
async function startNode(timing: Partial<MailerTiming> = {}): Promise<Mailer> {
  const lines = new Writable({
    write(chunk, _encoding, done) {
      log.push(...String(chunk).trimEnd().split('\n'));
      done();
    },
  });
  const store = await connectPatiently(kapu.redis.socket);
  const mailer = startMailer(store, kapu.sealer, settingsWith(timing), createLogger('info', lines));
  const stopped = {
    stop: async () => {
      await mailer.stop();
      store.disconnect();
    },
  };
  mailers.push(stopped);
  return stopped;
}

/** A node in a process of its own. */
async function forkNode(timing: Partial<MailerTiming> = {}): Promise<ChildProcess> {
  const key = kapu.config.secrets.sealing_keys[0]?.key.toString('base64');
  const work = { redis: kapu.redis.socket, key, settings: settingsWith(timing) };
  const child = fork(resolve(import.meta.dirname, '../support/mailer-process.ts'), [], {
    execArgv: [],
    env: bareEnvironment({ KAPU_TEST_MAILER: JSON.stringify(work) }),
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  children.push(child);
  await once(child, 'message');
  return child;
}

function addresses(count: number, from = 0): string[] {
  return Array.from({ length: count }, (_, index) => `anna${from + index}@minta.example`);
}

async function tell(recipients: readonly string[]): Promise<void> {
  for (const email of recipients) {
    await queue.tell({ email, name: 'Minta Anna', locale: 'hu' }, 'password-changed', new Date());
  }
}

async function until(isSo: () => boolean | Promise<boolean>, patience = 120_000): Promise<void> {
  const end = Date.now() + patience;
  while (!(await isSo())) {
    if (Date.now() > end) {
      throw new Error(`in vain; ${mails.taken.length} mails were taken`);
    }
    await delay(20);
  }
}

async function isQueueEmpty(): Promise<boolean> {
  return (await kapu.nodes[0].store.xlen(stream)) === 0;
}

function recipients(): string[] {
  return mails.taken.map(({ to }) => to);
}

it('the server is down, then slow, then puts off, then up: every message arrives once, and nothing is given up', async () => {
  await mails.stop();
  await tell(addresses(5));
  await startNode();
  await delay(1500);
  await tell(addresses(5, 5));
  expect(mails.taken).toEqual([]);

  mails.behave = (stage) => ({ afterMilliseconds: stage === 'text' ? 200 : 0 });
  await mails.start();
  await until(() => mails.taken.length >= 5);

  let refusals = 0;
  mails.behave = (stage) => {
    refusals += stage === 'recipient' ? 1 : 0;
    return stage === 'recipient' ? { line: '451 4.7.1 come again later' } : {};
  };
  await tell(addresses(5, 10));
  await until(() => refusals >= 8);

  mails.behave = () => ({});
  await until(isQueueEmpty);
  expect(recipients().sort()).toEqual(addresses(15).sort());
  expect(await kapu.nodes[0].store.exists(dead)).toBe(0);
});

it('an outage keeps the order, and counts against no message', async () => {
  await mails.stop();
  await tell(addresses(8));
  await startNode();
  await delay(1500);
  await mails.start();
  await until(isQueueEmpty, 5000);
  expect(recipients()).toEqual(addresses(8));
});

it('a server that is there again in the very instant in which it was not reached has not looked at the message', async () => {
  await mails.stop();
  const delivery = createMailDelivery({ ...settingsWith(), patienceInMilliseconds: 5000 });
  let isBack: Promise<void> | undefined;
  // Heard of before nodemailer hears of it.
  const begin = (message: unknown): void => {
    const { socket } = message as { socket: Socket };
    socket.once('error', () => {
      isBack ??= mails.start();
    });
  };
  subscribe('net.client.socket', begin);
  try {
    await tell(['anna@minta.example']);
    const [[, fields = []] = []] = await kapu.nodes[0].store.xrange(stream, '-', '+');
    const message = openMessage(kapu.sealer, String(fields[1])) as QueuedMail;
    expect(await delivery.deliver('name', message)).toMatchObject({ kind: 'unreachable' });
    await isBack;
    expect(await delivery.deliver('name', message)).toEqual({ kind: 'sent' });
  } finally {
    unsubscribe('net.client.socket', begin);
    delivery.close();
  }
});

it('a server that is down is asked less and less often', async () => {
  mails.behave = (stage) => (stage === 'connect' ? { line: '554 no service here' } : {});
  await tell(addresses(20));
  await startNode({ longestPauseInMilliseconds: 400 });
  await delay(3000);
  // Each try makes two connections: the mail, and whether it is the mail's fault.
  expect(mails.connections / 2).toBeLessThanOrEqual(14);
  expect(await kapu.nodes[0].store.xlen(stream)).toBe(20);
});

it('a message that is put off waits longer each time, and holds up nobody', async () => {
  const [slow = '', ...others] = addresses(6);
  const triedAt: number[] = [];
  mails.behave = (stage, to) => {
    if (stage !== 'recipient' || to !== slow) {
      return {};
    }
    triedAt.push(Date.now());
    return { line: '450 4.2.1 mailbox busy' };
  };
  await tell([slow, ...others]);
  await startNode();
  await until(() => triedAt.length >= 4);
  expect(recipients()).toEqual(others);
  const waits = triedAt.slice(1).map((at, index) => at - (triedAt[index] ?? 0));
  // The server looks at its watch a little later than the queue does.
  const least = waits.map((_, index) => 0.6 * 300 * 2 ** index);
  expect(waits.every((wait, index) => wait >= (least[index] ?? 0))).toBe(true);
  mails.behave = () => ({});
  await until(isQueueEmpty);
  expect(recipients()).toEqual([...others, slow]);
});

it('a message that is put off for too long is given up', async () => {
  mails.behave = (stage) => (stage === 'recipient' ? { line: '450 4.2.1 mailbox busy' } : {});
  await tell(addresses(1));
  await startNode({ giveUpAfterInMilliseconds: 1000 });
  await until(isQueueEmpty);
  expect(await kapu.nodes[0].store.xlen(dead)).toBe(1);
});

it('a slow server gets no message twice, however many nodes wait beside', async () => {
  mails.behave = (stage) => ({ afterMilliseconds: stage === 'text' ? 2500 : 0 });
  await tell(addresses(4));
  // Longer in hand than another node would wait for one that is gone.
  const timing = { firstRetryInMilliseconds: 1000 };
  await Promise.all([startNode(timing), startNode(timing), startNode(timing)]);
  await until(isQueueEmpty);
  expect(recipients().sort()).toEqual(addresses(4));
});

it('a server that goes silent in the middle is given up on, and the others arrive', async () => {
  const [mute = '', ...others] = addresses(4);
  mails.behave = (stage, to) =>
    stage === 'text' && to === mute ? { line: '451 too late', afterMilliseconds: 4000 } : {};
  await tell([mute, ...others]);
  await startNode({ patienceInMilliseconds: 1000 });
  await until(() => mails.taken.length === 3);
  expect(recipients()).toEqual(others);
});

it('a refused recipient goes to the dead letters at once, visibly; the operator reads why and sends it again', async () => {
  const [gone = '', ...others] = addresses(4);
  mails.behave = (stage, to) =>
    stage === 'recipient' && to === gone ? { line: `550 5.1.1 <${to}> no such user` } : {};
  await tell([gone, ...others]);
  await startNode();
  await until(isQueueEmpty);
  await until(() => log.some((line) => line.includes('message given up')));
  expect(recipients()).toEqual(others);
  const errors = log.filter((line) => line.includes('message given up'));
  expect(errors).toHaveLength(1);
  expect(errors[0]).toContain('550 RCPT TO');
  expect(log.join()).not.toContain(gone);

  const listed = await runKapu(kapu.config, 'messages', 'list');
  const [id = '', , kind, to, reason] = listed.stdout.trim().split('\t');
  expect([kind, to, reason]).toEqual(['password-changed', gone, 'EENVELOPE 550 RCPT TO']);

  mails.behave = () => ({});
  expect((await runKapu(kapu.config, 'messages', 'retry', id)).stdout).toBe('1 queued again\n');
  await until(() => mails.taken.length === 4);
  expect((await runKapu(kapu.config, 'messages', 'list')).stdout).toBe('');
  const again = await runKapu(kapu.config, 'messages', 'retry', id);
  expect([again.code, again.stderr]).toEqual([1, `kapu: there is no message ${id}\n`]);
});

it('a text that is refused goes to the dead letters under its name, a mistake in the configuration does not', async () => {
  await startNode();
  mails.behave = (stage) => (stage === 'sender' ? { line: '550 sender unknown' } : {});
  await tell(addresses(2));
  await until(() => log.filter((line) => line.includes('not sent yet')).length >= 2);
  expect(await kapu.nodes[0].store.exists(dead)).toBe(0);

  const ids = new Set<string>();
  mails.behave = (stage) => (stage === 'text' ? { line: '552 too large' } : {});
  await until(isQueueEmpty);
  mails.behave = () => ({});
  const retried = await runKapu(kapu.config, 'messages', 'retry', '--all');
  expect(retried.stdout).toBe('2 queued again\n');
  await until(() => mails.taken.length === 2);
  for (const { messageId } of mails.taken) {
    ids.add(messageId);
    expect(messageId).toMatch(/^<\d+-\d+\.kapu@localhost>$/);
  }
  expect(ids.size).toBe(2);
});

it.each([
  ['is not sealed', ['message', 'rubbish']],
  ['has no message', ['other', 'x']],
  ['is empty', ['message', '']],
])('an entry that %s is buried, and stops nobody', async (_, fields) => {
  const { store } = kapu.nodes[0];
  await store.xadd(stream, '*', ...fields);
  await tell(addresses(3));
  await startNode({ longestRetryInMilliseconds: 300 });
  await until(() => mails.taken.length === 3, 5000);
  await until(isQueueEmpty);
  await until(() => log.some((line) => line.includes('unreadable') && line.includes('message given up')));
  const listed = await runKapu(kapu.config, 'messages', 'list');
  expect(listed.stdout.trim().split('\t').slice(2)).toEqual(['-', '-', 'unreadable']);
});

it('a node killed while sending: another takes over, only what it had in hand may come twice, under the same name', async () => {
  const total = 30;
  await tell(addresses(total));
  mails.behave = (stage) => ({ afterMilliseconds: stage === 'text' ? 60 : 0 });
  for (const round of [1, 2, 3]) {
    const node = await forkNode();
    await until(() => mails.taken.length >= round * 6);
    node.kill('SIGKILL');
    await once(node, 'exit');
  }
  await Promise.all([startNode(), startNode()]);
  await until(isQueueEmpty);

  expect(new Set(recipients())).toEqual(new Set(addresses(total)));
  const duplicates = mails.taken.length - total;
  expect(duplicates).toBeLessThanOrEqual(3);
  const namesOf = new Map<string, Set<string>>();
  for (const { to, messageId } of mails.taken) {
    namesOf.set(to, (namesOf.get(to) ?? new Set()).add(messageId));
  }
  expect([...namesOf.values()].every((names) => names.size === 1)).toBe(true);
});

it('a node killed after the server took a mail and before it heard so: that one comes twice, under the same name', async () => {
  await tell(addresses(1));
  mails.behave = (stage) => ({ afterMilliseconds: stage === 'text' ? 200 : 0 });
  const node = await forkNode();
  await until(() => mails.taken.length === 1);
  node.kill('SIGKILL');
  mails.behave = () => ({});
  await startNode();
  await until(isQueueEmpty);
  const [first, second, ...more] = mails.taken;
  expect(more).toEqual([]);
  expect(second).toEqual({ ...first, at: expect.any(Number) });
});

it('mailers that stop leave no name behind', async () => {
  await tell(addresses(2));
  const mailer = await startNode();
  await until(isQueueEmpty);
  await mailer.stop();
  mailers.pop();
  expect(await kapu.nodes[0].store.xinfo('CONSUMERS', stream, 'mailers')).toEqual([]);
});
