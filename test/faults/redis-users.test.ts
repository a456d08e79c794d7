/** The users of Redis that `kapu config redis-acl` prints, in a real Redis: each does its work, and nothing else (ASVS 5.0 13.2.2). */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { Redis } from 'ioredis';
import * as client from 'openid-client';
import type { Config } from '../../src/config.ts';
import { aclFile, type RedisUser } from '../../src/storage/verification/acl-rules.ts';
import { codeAt } from '../support/authenticator.ts';
import { chainEverything } from '../support/chain.ts';
import { Browser, enrolledCitizen, givePassword, titleOf } from '../support/citizen.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { type Finished, runKapu } from '../support/operator.ts';
import { RelyingParty } from '../support/relying-party.ts';
import { type RealRedis, startRealRedis } from '../support/started-for-real.ts';

const users = ['node', 'command', 'backup'] as const;
const passwordOf = (user: RedisUser): string => `titok-${user}`;
const now = new Date();

let redis: RealRedis;
let kapu: Installation;
let directory: string;
let identityFile: string;
let recipient: string;
const connections: Redis[] = [];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'kapu-redis-users-'));
  const identity = await generateX25519Identity();
  recipient = await identityToRecipient(identity);
  identityFile = join(directory, 'key.txt');
  writeFileSync(identityFile, `${identity}\n`, { mode: 0o600 });
  redis = await startRealRedis(withPasswords(aclFile()).trim().split('\n'));
  kapu = await startInstallation({ redis: { socket: addressAs('node'), stop: async () => {} } });
  // Nodes of tests claim no installation, which whoever makes a backup may not.
  expect((await runAs('command', 'clients', 'list')).code).toBe(0);
});

afterAll(async () => {
  for (const connection of connections) {
    connection.disconnect();
  }
  // Tests look through all keys at their end, which no node does.
  await redis.admin().acl('SETUSER', 'kapu-node', 'allkeys', '+@all');
  await kapu.stop();
  await redis.stop();
  rmSync(directory, { recursive: true, force: true });
});

function withPasswords(file: string): string {
  return users.reduce(
    (text, user) =>
      text.replace(
        `SHA-256-of-the-password-of-kapu-${user}`,
        createHash('sha256').update(passwordOf(user)).digest('hex'),
      ),
    file,
  );
}

const addressAs = (user: RedisUser, { port } = redis): string =>
  `redis://kapu-${user}:${passwordOf(user)}@127.0.0.1:${port}`;

const configAs = (user: RedisUser): Config => ({ ...kapu.config, redisUrl: addressAs(user) });

function runAs(user: RedisUser, ...args: string[]): Promise<Finished> {
  return runKapu(configAs(user), ...args);
}

let backups = 0;

async function backUp(user: RedisUser = 'backup'): Promise<string> {
  backups += 1;
  const out = join(directory, `kapu-${backups}.age`);
  expect(await runAs(user, 'backup', '--to', recipient, '--out', out)).toMatchObject({ code: 0 });
  return out;
}

function connectedAs(user: RedisUser): Redis {
  const connection = new Redis(addressAs(user));
  connections.push(connection);
  return connection;
}

it('are printed for an ACL file, which Redis refuses until passwords are in it', async () => {
  expect((await runKapu(kapu.config, 'config', 'redis-acl')).stdout).toBe(aclFile());
  const file = join(directory, 'redis.conf');
  writeFileSync(file, `port 0\ndir ${directory}\nsave ""\n${aclFile()}`);
  expect(spawnSync('redis-server', [file]).status).toBe(1);
});

it('a node signs a citizen in, with a code, a token and a refresh, and signs them out', async () => {
  const anna = await enrolledCitizen(kapu, new Date(now.getTime() - 60_000));
  const portal = await RelyingParty.discover(kapu);
  const browser = new Browser(kapu.issuer);
  const request = await portal.request();
  const page = await givePassword(browser, await browser.open(request.address), anna);
  const tokens = await portal.redeem(
    await browser.submit(page, '/code', { code: codeAt(anna.secretKey, new Date()) }),
    request,
  );
  await client.refreshTokenGrant(portal.configuration, String(tokens.refresh_token));
  expect(titleOf(await browser.open('/fiok'))).toBe('Fiókom');
  const asked = await browser.open('/fiok/kijelentkezes');
  await browser.submit(asked, '/session/end/confirm', { logout: 'yes' });
  expect(titleOf(await browser.open('/fiok'))).not.toBe('Fiókom');
  await chainEverything(kapu.nodes[0].store, kapu.sealer);
  expect(kapu.log.join('\n')).not.toContain('NOPERM');
});

it('a node finds that its user may all that it does, and warns of none', async () => {
  const checked = await runAs('node', 'config', 'check');
  expect(checked.stderr).toBe('');
  expect(checked.stdout).not.toContain('this user of Redis may');
});

it('commands do their work', async () => {
  const { username } = await kapu.addCitizen();
  for (const args of [
    ['accounts', 'show', username],
    ['accounts', 'list'],
    ['sessions', 'end', '--account', username, '--reason', 'a stolen laptop'],
    ['accounts', 'disable', username, '--reason', 'asked for'],
    ['clients', 'list'],
    ['keys', 'list'],
    ['keys', 'rotate'],
    ['keys', 'reseal'],
    ['keys', 'peppers'],
    ['keys', 'index'],
    ['audit', 'verify'],
    ['audit', 'export'],
    ['audit', 'tail', '--once'],
    ['logouts', 'list'],
    ['desk', 'list'],
  ]) {
    const { code, stderr } = await runAs('command', ...args);
    expect([args.join(' '), code, stderr.match(/NOPERM|may not/g)]).toEqual([args.join(' '), 0, null]);
  }
});

it('a backup is made, and its user changes nothing else', async () => {
  const out = await backUp();
  expect(statSync(out).size).toBeGreaterThan(1000);
  const backup = connectedAs('backup');
  for (const [command, ...args] of [
    ['SET', 'username:x', 'y'],
    ['HSET', '{account:x}', 'status', 'active'],
    ['DEL', 'installation'],
    ['EVAL', "return redis.call('SET', KEYS[1], '1')", '1', 'username:x'],
    ['RENAME', 'audit:head', 'audit:arrivals'],
  ] as const) {
    await expect(backup.call(command, ...args)).rejects.toThrow(/NOPERM|No permissions|can't access/);
  }
});

it('whoever sits at the terminal makes one as well, as before an upgrade', async () => {
  expect(statSync(await backUp('command')).size).toBeGreaterThan(1000);
});

describe('a backup is put back', () => {
  let empty: RealRedis;
  let file: string;

  beforeAll(async () => {
    file = await backUp();
  });

  beforeEach(async () => {
    empty = await startRealRedis(withPasswords(aclFile()).trim().split('\n'));
  });

  afterEach(() => empty.stop());

  const restoreAs = (user: RedisUser): Promise<Finished> =>
    runKapu(
      { ...kapu.config, redisUrl: addressAs(user, empty) },
      'restore',
      file,
      '--identity',
      identityFile,
    );

  it('by the user of commands into an empty Redis, where a node goes on with it', async () => {
    const accounts = await runAs('command', 'accounts', 'list');
    expect(await restoreAs('command')).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/\nrestored: \d+ keys, of them \d+ accounts; the audit log is whole/),
    });
    const there = (user: RedisUser): Config => ({ ...kapu.config, redisUrl: addressAs(user, empty) });
    const restored = await runKapu(there('command'), 'accounts', 'list');
    expect(restored.stdout.split('\n').sort()).toEqual(accounts.stdout.split('\n').sort());
    const checked = await runKapu(there('node'), 'config', 'check');
    expect([checked.code, checked.stdout.match(/this user of Redis may.*/g)]).toEqual([0, null]);
  });

  it.each(['node', 'backup'] as const)(
    'by nobody else: nothing is left of what kapu-%s tried',
    async (user) => {
      const { code, stderr } = await restoreAs(user);
      expect([code, stderr]).toEqual([
        1,
        expect.stringMatching(/^kapu: this user of Redis may not do what a restore does: .*RESTORE/),
      ]);
      expect(await empty.admin().dbsize()).toBe(0);
    },
  );
});

describe.each(users)('kapu-%s', (user) => {
  it.each([
    ['FLUSHALL'],
    ['FLUSHDB'],
    ['KEYS', '*'],
    ['CONFIG', 'SET', 'maxmemory-policy', 'noeviction'],
    ['ACL', 'LIST'],
    ['SHUTDOWN', 'NOSAVE'],
    ['REPLICAOF', 'NO', 'ONE'],
    ['GET', 'of-another-program'],
  ])('may not %s', async (command, ...args) => {
    await expect(connectedAs(user).call(command, ...args)).rejects.toThrow('NOPERM');
  });
});

it('a node cannot look through what there is', async () => {
  await expect(connectedAs('node').call('SCAN', '0')).rejects.toThrow('NOPERM');
});

it('a user that may more is warned of, and one that may less is refused', async () => {
  const all = { ...kapu.config, redisUrl: `redis://admin:admin@127.0.0.1:${redis.port}` };
  const { code, stdout } = await runKapu(all, 'config', 'check');
  expect([code, stdout]).toEqual([
    0,
    expect.stringMatching(/not verified .*may do what Kapu never does: FLUSHALL, FLUSHDB, KEYS, CONFIG/),
  ]);
  expect(await runAs('backup', 'keys', 'list')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      /^kapu: this user of Redis may not do what a command does: .*; come as kapu-command \(KAPU_REDIS_URL\)/,
    ),
  });
  const out = join(directory, 'of-a-node.age');
  expect(await runAs('node', 'backup', '--to', recipient, '--out', out)).toEqual({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(
      /^kapu: this user of Redis may not do what a backup does: SCAN 0.*; come as kapu-backup .*\n$/,
    ),
  });
  expect(existsSync(out)).toBe(false);
});
