/** An error of a library carries what it was about, such as the arguments of a script: none of that reaches a log, a terminal or an answer. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { pendingEventsKey } from '../../src/audit/audit-keys.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { bareEnvironment } from '../support/bare-environment.ts';
import { Browser, givePassword } from '../support/citizen.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { eventually } from '../support/mortal-redis.ts';
import { runKapu } from '../support/operator.ts';
import { RelyingParty } from '../support/relying-party.ts';

let kapu: Installation;

beforeAll(async () => {
  kapu = await startInstallation();
});

afterAll(() => kapu.stop());

/** Scripts that record something fail. */
async function whileUnwritable<Result>(work: () => Promise<Result>): Promise<Result> {
  const { store } = kapu.nodes[0];
  await store.rename(pendingEventsKey, 'elsewhere');
  await store.set(pendingEventsKey, 'no stream');
  try {
    return await work();
  } finally {
    await store.rename('elsewhere', pendingEventsKey);
  }
}

async function failingScript(): Promise<Error> {
  const failing = kapu.nodes[0].store.eval("return redis.call('XADD', 'nowhere')", 0, 'kanári-titok');
  return failing.then(
    () => new Error('it did not fail'),
    (error: Error) => error,
  );
}

it('a change of the password whose script fails: no hash and no password in the log or the answer', async () => {
  const anna = await kapu.addCitizen();
  const browser = new Browser(kapu.issuer);
  await givePassword(browser, await browser.open('/fiok'), anna, 'ugyfelkapu');
  const page = await browser.open('/fiok/jelszo');
  const chosen = 'kanári új jelszava 2027';
  const before = kapu.log.length;
  const answer = await whileUnwritable(() =>
    browser.submit(page, '/fiok/jelszo', { current_password: anna.password, new_password: chosen }),
  );
  expect(answer.status).toBe(500);
  const lines = kapu.log.slice(before).join('\n');
  expect(lines).toMatch(/"msg":"fault"/);
  expect(lines).toMatch(/"type":"ReplyError","message":"[^"]*WRONGTYPE/);
  for (const secret of ['$argon2id', anna.password, chosen, '"args"', '"command"']) {
    expect(lines).not.toContain(secret);
    expect(answer.text).not.toContain(secret);
  }
});

it('an overload is said with the id of a request that was refused, which its own line and its page have as well', async () => {
  const anna = await kapu.addCitizen();
  const browser = new Browser(kapu.issuer);
  const page = await browser.open('/fiok');
  const before = kapu.log.length;
  const answer = await whileUnwritable(() =>
    givePassword(browser, page, { ...anna, password: 'nem ez az' }, 'ugyfelkapu'),
  );
  expect(answer.status).toBe(503);
  const lines = kapu.log.slice(before).map((line) => JSON.parse(line));
  const [said] = lines.filter(({ msg }) => msg === 'temporarily unavailable');
  expect(said).toMatchObject({
    reason: 'the audit log cannot be written',
    times: 1,
    request_id: answer.headers['x-request-id'],
  });
  expect(lines).toContainEqual(
    expect.objectContaining({ msg: 'request', status: 503, request_id: said.request_id }),
  );
});

it('a store that takes nothing more is said at once, and then how many were sent away for it: no line each', async () => {
  const { store } = kapu.nodes[0];
  const { address } = await (await RelyingParty.discover(kapu)).request();
  const before = kapu.log.length;
  const said = () =>
    kapu.log
      .slice(before)
      .map((line) => JSON.parse(line))
      .filter(({ msg }) => msg === 'temporarily unavailable');
  await store.call('CONFIG', 'SET', 'maxmemory', '1');
  try {
    const asked = Array.from({ length: 40 }, () => fetch(address, { redirect: 'manual' }));
    expect(new Set((await Promise.all(asked)).map(({ status }) => status))).toEqual(new Set([503]));
    await eventually(async () => expect(said().reduce((sum, { times }) => sum + times, 0)).toBe(40));
  } finally {
    await store.call('CONFIG', 'SET', 'maxmemory', '0');
  }
  expect(said().length).toBeLessThan(10);
  expect(said()[0]).toMatchObject({
    reason: 'Redis is full and takes nothing more: raise its maxmemory (OOM)',
    times: 1,
    request_id: expect.stringMatching(/^\d{8}-/),
  });
});

it('an error is logged by type, message, code and stack, under whatever name, and its causes likewise', async () => {
  const error = await failingScript();
  expect(JSON.stringify(Object.entries(error))).toContain('kanári-titok');
  const lines: string[] = [];
  const logger = createLogger(
    'info',
    new Writable({ write: (line, _, done) => done(void lines.push(String(line))) }),
  );
  const around = new Error('around', { cause: error });
  const several = new AggregateError([error, around], 'several');
  logger.warn({ err: error }, 'err');
  logger.warn({ error }, 'error');
  logger.warn({ deep: { list: [{ fault: error }] } }, 'deep');
  logger.warn({ err: around }, 'cause');
  logger.warn({ reason: several }, 'aggregate');
  logger.child({ error }).warn('child');
  expect(lines).toHaveLength(6);
  for (const line of lines) {
    expect(line).toMatch(/"type":"ReplyError","message":"[^"]*number of args/i);
    expect(line).toMatch(/"stack":"ReplyError: /);
    expect(line).not.toContain('kanári-titok');
  }
  logger.warn({ at: new Date(0), err: Object.assign(new Error('x'), { code: 'ECONNRESET' }) }, 'others');
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
    at: '1970-01-01T00:00:00.000Z',
    err: { code: 'ECONNRESET' },
  });
});

it('what is given to the logger by mistake is struck out, at the top and below', () => {
  const lines: string[] = [];
  const logger = createLogger(
    'info',
    new Writable({ write: (line, _, done) => done(void lines.push(String(line))) }),
  );
  const given = {
    id_token: 'kanári-titok',
    code: 'kanári-titok',
    request: { password: 'kanári-titok', code: 5 },
  };
  logger.info(given, 'line');
  logger.child(given).info('child');
  expect(lines).toHaveLength(2);
  for (const line of lines) {
    expect(JSON.parse(line)).toMatchObject({
      id_token: '[redacted]',
      code: '[redacted]',
      request: { password: '[redacted]', code: 5 },
    });
  }
  expect(given.id_token).toBe('kanári-titok');
});

it('what Redis repeats of a command that it does not know is left out', async () => {
  const error = await kapu.nodes[0].store.call('NOSUCH', 'kanári-titok').catch((reason: Error) => reason);
  const lines: string[] = [];
  const write = (line: unknown, _: string, done: () => void): void => {
    lines.push(String(line));
    done();
  };
  createLogger('info', new Writable({ write })).warn({ error }, 'unknown');
  expect(String((error as Error).message)).toContain('kanári-titok');
  expect(lines.join()).toContain('unknown command');
  expect(lines.join()).not.toContain('kanári-titok');
});

it.each(['exception', 'rejection'])('a process that dies of an uncaught %s says no more', async (how) => {
  const process = join(import.meta.dirname, '../support/dying-process.ts');
  const env = bareEnvironment({ KAPU_DIES_BY: how });
  const { code, output } = await new Promise<{ code: unknown; output: string }>((resolve) => {
    execFile('node', [process, kapu.redis.socket], { env }, (error, stdout, stderr) =>
      resolve({ code: error?.code, output: stdout + stderr }),
    );
  });
  expect(code).toBe(1);
  expect(output).toMatch(/"msg":"uncaught"/);
  expect(output).toMatch(/number of args/i);
  expect(output).not.toContain('kanári-titok');
});

it('kapu says what failed, and none of what the script was given', async () => {
  const anna = await kapu.addCitizen();
  const { code, stderr, stdout } = await whileUnwritable(() =>
    runKapu(kapu.config, 'accounts', 'disable', anna.username, '--reason', 'kanári ok'),
  );
  expect(code).toBe(1);
  expect(stderr).toMatch(/WRONGTYPE/);
  expect(stderr + stdout).not.toMatch(/kanári|args/);
});
