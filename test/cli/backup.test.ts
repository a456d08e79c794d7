/** A backup is made while others write, and put back elsewhere; what was changed or cut is refused whole. */
import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { createRecorder } from '../../src/audit/audit-log.ts';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import { openArchive, verifyArchive, writeArchive } from '../../src/cli/backup/archive.ts';
import type { Config } from '../../src/config.ts';
import { ConfigurationError } from '../../src/errors.ts';
import type { BackupRecord } from '../../src/storage/backup/record.ts';
import { isSaved } from '../../src/storage/backup/saved-keys.ts';
import type { LastingConnection } from '../../src/storage/connection/lasting-connection.ts';
import { startLocalRedis } from '../../src/storage/connection/local-redis.ts';
import { chainEverything } from '../support/chain.ts';
import { Browser, enrolledCitizen } from '../support/citizen.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { runKapu, startKapu } from '../support/operator.ts';
import { connectPatiently } from '../support/redis.ts';
import { newSecrets } from '../support/secrets.ts';

const directory = mkdtempSync(join(tmpdir(), 'kapu-backup-'));
const file = join(directory, 'kapu.age');
const identityFile = join(directory, 'key.txt');
let identity: string;
let recipient: string;
let kapu: Installation;

beforeAll(async () => {
  identity = await generateX25519Identity();
  recipient = await identityToRecipient(identity);
  writeFileSync(identityFile, `# of the test\n${identity}\n`, { mode: 0o600 });
  kapu = await startInstallation();
  await enrolledCitizen(kapu);
  await new Browser(kapu.issuer).open('/fiok');
  await chainEverything(kapu.nodes[0].store, kapu.sealer);
});

afterAll(async () => {
  await kapu.stop();
  rmSync(directory, { recursive: true, force: true });
});

const backUp = () => {
  rmSync(file, { force: true });
  return runKapu(kapu.config, 'backup', '--to', recipient, '--out', file);
};
const elsewhere = (name: string): Config => ({ ...kapu.config, dataDirectory: join(directory, name) });
const restoreTo = (config: Config, from = file) =>
  runKapu(config, 'restore', from, '--identity', identityFile);

async function withRestored<Result>(
  config: Config,
  look: (store: LastingConnection) => Promise<Result>,
): Promise<Result> {
  const redis = await startLocalRedis(join(config.dataDirectory, 'redis'));
  const store = await connectPatiently(redis.socket);
  try {
    return await look(store);
  } finally {
    store.disconnect();
    await redis.stop();
  }
}

/** As Redis says it, of all keys that are saved. */
/** But for how often keys have sealed: the backup itself seals its record, after its instant. */
async function contentsOf(store: LastingConnection): Promise<Record<string, string>> {
  const isCompared = (key: string): boolean => isSaved(key) && key !== 'sealing-uses';
  const keys = (await store.keys('*')).filter(isCompared).sort();
  return Object.fromEntries(await Promise.all(keys.map(async (key) => [key, await contentOf(store, key)])));
}

async function contentOf(store: LastingConnection, key: string): Promise<string> {
  const type = await store.type(key);
  const members = [await store.pexpiretime(key)] as unknown[];
  if (type === 'stream') {
    members.push(await store.xrange(key, '-', '+'));
  } else if (type === 'hash') {
    members.push(Object.entries(await store.hgetall(key)).sort());
  } else if (type === 'zset') {
    members.push(await store.call('ZRANGE', key, '0', '-1', 'WITHSCORES'));
  } else {
    members.push(type === 'set' ? (await store.smembers(key)).sort() : await store.get(key));
  }
  return JSON.stringify(members);
}

describe('a backup', () => {
  it('is put back as it was, without sessions, and the installation is the same one', async () => {
    expect(await backUp()).toMatchObject({ code: 0, stdout: '' });
    const [{ store }] = kapu.nodes;
    const here = await contentsOf(store);
    const restored = await restoreTo(elsewhere('same'));
    expect(restored).toMatchObject({ code: 0, stderr: '' });
    expect(restored.stdout).toMatch(
      /restored: \d+ keys, of them 1 accounts; the audit log is whole, \d+ entries\n$/,
    );
    await withRestored(elsewhere('same'), async (there) => {
      expect(await contentsOf(there)).toEqual(here);
      expect((await there.keys('*')).filter((key) => !isSaved(key))).toEqual([]);
    });
    expect((await store.keys('*')).filter((key) => !isSaved(key)).length).toBeGreaterThan(0);
    expect((await runKapu(elsewhere('same'), 'accounts', 'list')).code).toBe(0);
  });

  it('tells nobody anything without the key', () => {
    const text = readFileSync(file).toString('latin1');
    expect(text).toMatch(/^age-encryption\.org\/v1\n/);
    expect(text).not.toMatch(/account|username|installation/);
  });

  it('is of one instant, whatever is written meanwhile', async () => {
    const [{ store }] = kapu.nodes;
    const recorder = createRecorder(store, kapu.sealer);
    let isDone = false;
    const write = async (): Promise<void> => {
      while (!isDone) {
        await kapu.addCitizen();
        await recorder.recordFirst(securityEvents.accountsListed());
        await chainEverything(store, kapu.sealer);
      }
    };
    const writing = write();
    const made = await backUp().finally(() => {
      isDone = true;
    });
    await writing;
    expect(made).toMatchObject({ code: 0 });
    const config = elsewhere('under-load');
    expect(await restoreTo(config)).toMatchObject({ code: 0, stderr: '' });
    await withRestored(config, async (there) => {
      const accounts = (await there.keys('{account:*}')).filter((key) => key !== '{account:nobody}');
      const names = await Promise.all((await there.keys('username:*')).map((key) => there.get(key)));
      expect(names.map((id) => `{account:${id}}`).sort()).toEqual(accounts.sort());
    });
  });
});

describe('refused, and nothing is written', () => {
  it('each of two hundred copies that were cut or changed', async () => {
    const whole = readFileSync(file);
    const damaged = join(directory, 'damaged.age');
    for (let copy = 0; copy < 200; copy += 1) {
      const place = Math.floor((whole.length * (copy % 100)) / 100);
      const bytes = Buffer.from(copy < 100 ? whole.subarray(0, place) : whole);
      if (copy >= 100) {
        bytes[place] = (bytes[place] ?? 0) ^ (1 << (copy % 8));
      }
      writeFileSync(damaged, bytes);
      await expect(verifyArchive(damaged, [identity])).rejects.toThrow(ConfigurationError);
    }
    const refused = await restoreTo(elsewhere('damaged'), damaged);
    expect(refused).toEqual({
      code: 1,
      stdout: '',
      stderr: `kapu: ${damaged}: is no whole backup: it was changed or cut; nothing of it is used\n`,
    });
  });

  it('a copy without its last lines, though it is encrypted anew', async () => {
    const path = join(directory, 'shortened.age');
    await rewrite(path, async function* (records) {
      for (let many = 0; many < 5; many += 1) {
        yield (await records.next()).value as BackupRecord;
      }
    });
    const refused = await restoreTo(elsewhere('shortened'), path);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/the audit log of the backup/);
    expect(await withRestored(elsewhere('shortened'), (there) => there.dbsize())).toBe(0);
  });

  it('a copy whose audit log was changed by somebody who has the public key', async () => {
    const path = join(directory, 'changed.age');
    await rewrite(path, async function* (records) {
      for await (const record of records) {
        const entries = 'entries' in record ? record.entries.slice(0, -1) : [];
        yield 'entries' in record ? { ...record, entries } : record;
      }
    });
    const refused = await restoreTo(elsewhere('changed'), path);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/the audit log of the backup/);
    expect(await withRestored(elsewhere('changed'), (there) => there.dbsize())).toBe(0);
  });

  it('what breaks while it is written: no file is left', async () => {
    async function* breaking(): AsyncGenerator<BackupRecord, never> {
      yield { key: 'clients', gone: true };
      throw new Error('Redis went away');
    }
    const { begin } = await verifyArchive(file, [identity]);
    const path = join(directory, 'broken.age');
    const writing = async () =>
      pipeline(await writeArchive(begin, breaking(), [recipient]), createWriteStream(path));
    await expect(writing()).rejects.toThrow('Redis went away');
    await expect(verifyArchive(path, [identity])).rejects.toThrow(ConfigurationError);
  });

  it('a file that is there already: it stays as it was', async () => {
    const out = join(directory, 'yesterday.age');
    writeFileSync(out, 'yesterday');
    const refused = await runKapu(kapu.config, 'backup', '--to', recipient, '--out', out);
    expect(refused).toMatchObject({
      code: 1,
      stderr: `kapu: ${out}: is there already, and is not overwritten\n`,
    });
    expect(readFileSync(out, 'utf8')).toBe('yesterday');
  });

  it('a place where nothing can be written, in one sentence', async () => {
    const out = join(directory, 'missing/kapu.age');
    const { finished } = startKapu(kapu.config, 'backup', '--to', recipient, '--out', out);
    const { code, stderr } = await finished;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^kapu: \S+: cannot be written: its directory is not there\n$/);
  });

  it('a Redis that holds something', async () => {
    const refused = await restoreTo(kapu.config);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/^kapu: Redis is not empty, it holds \d+ keys/);
  });

  it('other secrets than those of the backup', async () => {
    const refused = await restoreTo({ ...elsewhere('secrets'), secrets: newSecrets() });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/password_pepper/);
  });

  it('another key', async () => {
    const other = join(directory, 'other.txt');
    writeFileSync(other, `${await generateX25519Identity()}\n`, { mode: 0o600 });
    const refused = await runKapu(elsewhere('key'), 'restore', file, '--identity', other);
    expect(refused).toMatchObject({ code: 1, stderr: `kapu: ${file}: is encrypted for another key\n` });
  });
});

/** As whoever has the file, its private key and the public key could write it. */
async function rewrite(
  path: string,
  change: (records: ReturnType<typeof openArchive>) => AsyncGenerator<BackupRecord>,
): Promise<void> {
  const { begin, end } = await verifyArchive(file, [identity]);
  async function* changed(): AsyncGenerator<BackupRecord, typeof end.audit> {
    yield* change(openArchive(file, [identity]));
    return end.audit;
  }
  await pipeline(await writeArchive(begin, changed(), [recipient]), createWriteStream(path));
}
