/** Threads that share the work of an import: what comes of a file does not depend on how many they are, nor on what becomes of one. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sealingUsesKey } from '../../src/storage/catalogue/operator-keys.ts';
import { foreignHashes } from '../support/foreign-hashes.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { type Finished, runKapu, runKapuWith, startKapu } from '../support/operator.ts';
import { samplePerson } from '../support/sample-profile.ts';
import { writeSecretsFile } from '../support/secrets.ts';

/** At the floor, so that it is kept as it came. */
const slowHash = '$2b$10$abcdefghijklmnopqrstuuJLFPQIpG3ijedQTNr6ujwI3Qq2ePut.';
/** It is wrapped, for which its batch takes much longer than those behind it. */
const quickHash = String(foreignHashes[0]?.hash);
const batch = 128;
const count = 24 * batch;

let directory: string;
let kapu: Installation;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'kapu-import-threads-'));
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

beforeEach(async () => {
  kapu = await startInstallation();
});

afterEach(() => kapu.stop());

function fileOf(name: string, lines: readonly string[]): string {
  const path = join(directory, name);
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
  return path;
}

function line(fields: Record<string, unknown>): string {
  const person = samplePerson(String(fields.username));
  const created_at = '2019-05-01T08:00:00Z';
  return JSON.stringify({ ...person, password_hash: slowHash, created_at, ...fields });
}

function plainLines(): string[] {
  return Array.from({ length: count }, (_, number) => line({ username: `sok.${number}` }));
}

/** The first thread cannot do all of it before the others have begun: its first two batches take many times as long as a start. */
function linesForAll(): string[] {
  return plainLines().map((text, number) =>
    number < 2 * batch && number % 3 === 0
      ? line({ username: `sok.${number}`, password_hash: quickHash })
      : text,
  );
}

/** The rest takes much longer than a signal. */
function linesWithALongEnd(): string[] {
  return plainLines().map((text, number) =>
    number > count / 3 && number % 16 === 0
      ? line({ username: `sok.${number}`, password_hash: quickHash })
      : text,
  );
}

/** Behind lines of progress. */
function faultIn(stderr: string): string {
  return stderr.replace(/^ *\d+ %.*\n/gm, '');
}

function numberIn(words: string | undefined): number {
  return Number(words?.replaceAll(',', ''));
}

/** One in five wants what a line of the batch before it had, or of one much earlier: its user name, its person, or all of it. */
function contestedLine(number: number): string {
  const earlier = number - (number % 2 === 0 ? batch : 5 * batch);
  const own = { username: `vita.${number}`, ...(number % 199 === 3 && { password_hash: quickHash }) };
  if (number % 5 !== 0 || earlier < 0) {
    return line(own);
  }
  switch (number % 3) {
    case 0:
      return line({ ...own, username: `vita.${earlier}` });
    case 1:
      return line({ ...samplePerson(`vita.${earlier}`), ...own });
    default:
      return number % 7 === 0 ? '{' : line({ username: `vita.${earlier}` });
  }
}

/** Whoever opens accounts seals one that nobody has. */
const decoysOfThread = 2;

function sealsIn({ seals }: { readonly seals: Record<string, string> }): number {
  return Object.values(seals).reduce((sum, times) => sum + Number(times), 0);
}

/** What became of a file in an installation of its own. */
async function outcomeWith(threads: number, path: string, { config }: Installation) {
  const other = await startInstallation({ config: { secrets: config.secrets } });
  try {
    const { store } = other.nodes[0];
    const { code, stdout } = await runKapu(
      other.config,
      'accounts',
      'import',
      path,
      '--threads',
      String(threads),
    );
    const seals = await store.hgetall(sealingUsesKey());
    const rejects = readFileSync(`${path}.rejects`, 'utf8');
    const exported = await runKapu(other.config, 'accounts', 'export');
    const accounts = exported.stdout
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text))
      // Salt, and so each hash of ours, is new every time.
      .map(({ password_hash, ...account }) => ({ ...account, isWrapped: password_hash !== slowHash }))
      .sort((one, another) => one.username.localeCompare(another.username));
    return { code, stdout, seals, rejects, accounts };
  } finally {
    await other.stop();
  }
}

it('however many they are, the first line in the file has a user name or a person, and as much is told and counted', async () => {
  const lines = Array.from({ length: count }, (_, number) => contestedLine(number));
  // Its batch is the slowest, and those behind it want its names.
  lines[3 * batch + 1] = line({ username: 'elso', password_hash: quickHash });
  lines[4 * batch + 1] = line({ username: 'elso', given_name: 'Béla' });
  lines[5 * batch + 1] = line({ ...samplePerson('elso'), username: 'elso.megint' });
  const path = fileOf('contested.ndjson', lines);
  const alone = await outcomeWith(1, path, kapu);
  const four = await outcomeWith(4, path, kapu);
  expect({ ...four, seals: undefined }).toEqual({ ...alone, seals: undefined });
  // On a busy machine all may be done before each thread has begun.
  const ofDecoys = [0, 1, 2, 3].map((threads) => threads * decoysOfThread);
  expect(ofDecoys).toContain(sealsIn(four) - sealsIn(alone));
  expect(alone.code).toBe(1);
  expect(alone.accounts.find(({ username }) => username === 'elso')).toMatchObject({
    given_name: 'Anna',
    isWrapped: true,
  });
  expect(alone.rejects).toContain(
    `${JSON.stringify({ line: 5 * batch + 2, username: 'elso.megint', reason: 'person: has an account already, elso' })}\n`,
  );
  const rejected = alone.rejects.trimEnd().split('\n').length;
  expect(rejected).toBeGreaterThan(150);
  expect(alone.stdout).toMatch(new RegExp(`, ${rejected} rejected\n`));
}, 120_000);

it('stopped with Ctrl-C, the import ends between two batches, and the same command goes on from there', async () => {
  const { store } = kapu.nodes[0];
  const path = fileOf('stopped.ndjson', linesWithALongEnd());
  const run = startKapu(kapu.config, 'accounts', 'import', path, '--threads', '3');
  while (run.process.exitCode === null && (await store.dbsize()) < count / 4) {
    await delay(5);
  }
  run.process.kill('SIGINT');
  const { code, stdout } = await run.finished;
  expect(code).toBe(130);
  const [, stoppedAt] = /^Stopped after line ([\d,]+)\. The same command goes on/m.exec(stdout) ?? [];
  const done = numberIn(stoppedAt);
  expect(done).toBeLessThan(count);
  expect(done % batch).toBe(0);
  expect(await accountsThere()).toBe(done);

  const again = await runKapu(kapu.config, 'accounts', 'import', path, '--threads', '3');
  expect(again.code).toBe(0);
  expect(again.stdout).toMatch(/^3,072 added, 0 unchanged, 0 rejected\n/);
  expect(again.stderr).toContain(`going on after line ${stoppedAt}`);
  expect(await accountsThere()).toBe(count);
});

it('killed with SIGKILL in the middle, whenever, the next run takes in what is left, each once, and rejects nobody', async () => {
  const { store } = kapu.nodes[0];
  const path = fileOf('killed.ndjson', linesWithALongEnd());
  const isNoted = async (): Promise<boolean> => (await store.keys('import:*')).length > 0;
  // Before anything was noted, and after.
  for (const isTime of [async () => (await accountsThere()) > count / 8, isNoted]) {
    const run = startKapu(kapu.config, 'accounts', 'import', path, '--threads', '2');
    while (run.process.exitCode === null && !(await isTime())) {
      await delay(2);
    }
    run.process.kill('SIGKILL');
    await run.finished;
    expect(run.process.signalCode).toBe('SIGKILL');
    expect(await accountsThere()).toBeLessThan(count);
  }
  const { code, stdout } = await runKapu(kapu.config, 'accounts', 'import', path, '--threads', '2');
  expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining(', 0 rejected') });
  const exported = await runKapu(kapu.config, 'accounts', 'export');
  const names = exported.stdout
    .trimEnd()
    .split('\n')
    .map((text) => JSON.parse(text).username);
  expect([names.length, new Set(names).size]).toEqual([count, count]);
}, 120_000);

async function accountsThere(): Promise<number> {
  const pointers = await kapu.nodes[0].store.keys('username:*');
  return pointers.length;
}

/** Runs before a thread's own work: what would happen to one of them. */
function inThreads(code: string): NodeJS.ProcessEnv {
  const text = `import { isMainThread, parentPort } from 'node:worker_threads'; if (!isMainThread) { ${code} }`;
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(text)}` };
}

function atItsThirdBatch(happens: string): NodeJS.ProcessEnv {
  return inThreads(`let many = 0; parentPort.on('message', () => { if (++many === 3) { ${happens} } })`);
}

describe('a thread that', () => {
  async function importWith(environment: NodeJS.ProcessEnv, path: string): Promise<Finished> {
    return runKapuWith(kapu.config, environment, 'accounts', 'import', path, '--threads', '2');
  }

  async function expectTheRestToBeTakenIn(path: string): Promise<void> {
    const before = await accountsThere();
    expect(before).toBeLessThan(count);
    expect(before % batch).toBe(0);
    const { code, stdout } = await importWith({}, path);
    expect(code).toBe(0);
    // What was noted before counts as added.
    const [, added, unchanged] = /^([\d,]+) added, ([\d,]+) unchanged, 0 rejected$/m.exec(stdout) ?? [];
    expect(numberIn(added) + numberIn(unchanged)).toBe(count);
    expect(await accountsThere()).toBe(count);
  }

  it('ends before its time ends the import with a sentence, and the next run takes in what is left', async () => {
    const path = fileOf('ended.ndjson', linesForAll());
    const { code, stdout, stderr } = await importWith(atItsThirdBatch('process.exit(7)'), path);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(faultIn(stderr)).toBe(
      'kapu: a thread of the import ended before its time (7); run the same command again, which goes on from there\n',
    );
    await expectTheRestToBeTakenIn(path);
  });

  it('fails ends the import with its fault, and the next run takes in what is left', async () => {
    const path = fileOf('failed.ndjson', linesForAll());
    const { code, stdout, stderr } = await importWith(
      atItsThirdBatch("throw new Error('out of order')"),
      path,
    );
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(faultIn(stderr)).toMatch(/^kapu: Error: out of order\n/);
    await expectTheRestToBeTakenIn(path);
  });

  it('finds other secrets than the import began with ends it, and has sealed nothing', async () => {
    const { config: strange } = await startInstallationElsewhere();
    const path = fileOf('strange.ndjson', linesForAll());
    const secretsFile = writeSecretsFile(mkdtempSync(join(directory, 'strange-')), strange.secrets);
    const environment = inThreads(`process.env.KAPU_SECRETS_FILE = ${JSON.stringify(secretsFile)}`);
    const { code, stderr } = await importWith(environment, path);
    expect({ code, fault: faultIn(stderr) }).toEqual({
      code: 1,
      fault: 'kapu: the secrets file was changed while the import began; run it again\n',
    });
    await expectTheRestToBeTakenIn(path);
    expect((await runKapu(kapu.config, 'accounts', 'export')).stdout.trimEnd().split('\n')).toHaveLength(
      count,
    );
  });
});

async function startInstallationElsewhere(): Promise<Installation> {
  const other = await startInstallation();
  await other.stop();
  return other;
}

it('are between one and sixteen', async () => {
  const path = fileOf('few.ndjson', [line({ username: 'egyedul' })]);
  for (const wrong of ['0', '17', '-1', '2.5', 'x']) {
    const { code, stderr } = await runKapu(kapu.config, 'accounts', 'import', path, `--threads=${wrong}`);
    expect(code).toBe(1);
    expect(stderr).toContain('must be a number from 1 to 16');
  }
  expect((await runKapu(kapu.config, 'accounts', 'import', path, '--threads', '16')).stdout).toMatch(
    /^1 added/,
  );
});
