/** The same users of Redis in a group under Sentinels that know users as well, and a backup that is put back by them. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import type { Redis } from 'ioredis';
import { usernameKey } from '../../src/storage/catalogue/account-keys.ts';
import { hashOfIdentifier } from '../../src/storage/keyed-hash.ts';
import { aclFile, type RedisUser } from '../../src/storage/verification/acl-rules.ts';
import { codeAt } from '../support/authenticator.ts';
import { Browser, enrolledCitizen, givePassword, titleOf } from '../support/citizen.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { eventually } from '../support/mortal-redis.ts';
import { type Finished, runKapu } from '../support/operator.ts';
import { type RealRedis, startRealRedis } from '../support/started-for-real.ts';

const acl = aclFile()
  .replaceAll(/SHA-256-of-the-password-of-(kapu-\w+)/g, (_, user) =>
    createHash('sha256').update(`titok-${user}`).digest('hex'),
  )
  .trim()
  .split('\n');

/** As operators read them. */
const documented = readFileSync(resolve(import.meta.dirname, '../../docs/operators.md'), 'utf8')
  .match(/^user kapu-\w+ on >… .*$/gm)
  ?.map((line) => line.replace(/(kapu-\w+) on >…/, '$1 on >titok-$1'));
const usersAt = (where: RegExp): string[] => documented?.filter((line) => where.test(line)) ?? [];

interface Group {
  /** The master first, as it was. */
  readonly servers: readonly RealRedis[];
  /** Through ours at the Sentinel. */
  addressAs(user: RedisUser): string;
  /** Of those at the Sentinel who may everything. */
  askSentinel(...question: string[]): Promise<unknown>;
}

const opened: RealRedis[] = [];
let group: Group;
let kapu: Installation;
let directory: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'kapu-redis-group-'));
  group = await startGroup();
  kapu = await startInstallation({ redis: { socket: group.addressAs('node'), stop: async () => {} } });
});

afterAll(async () => {
  // Tests look through all keys at their end, which no node does.
  for (const server of group.servers) {
    await server.admin().acl('SETUSER', 'kapu-node', 'allkeys', '+@all');
  }
  await kapu.stop();
  await Promise.all(opened.map((one) => one.stop()));
  rmSync(directory, { recursive: true, force: true });
});

async function startGroup({ replicas = 1, demanded = 1 } = {}): Promise<Group> {
  const settings = [
    ...acl,
    ...usersAt(/kapu-(replica|sentinel)/),
    'masteruser kapu-replica',
    'masterauth titok-kapu-replica',
    `min-replicas-to-write ${demanded}`,
    'min-replicas-max-lag 2',
    'repl-diskless-sync-delay 0',
  ];
  const master = await opening(startRealRedis(settings));
  const followers = Array.from({ length: replicas }, () =>
    opening(startRealRedis([...settings, `replicaof 127.0.0.1 ${master.port}`])),
  );
  const servers = [master, ...(await Promise.all(followers))];
  const sentinels = await Promise.all(Array.from({ length: 3 }, () => startSentinel(master.port)));
  const admins = sentinels.map((sentinel) => sentinel.admin());
  await eventually(async () => {
    await delay(100);
    for (const admin of admins) {
      const [known = []] = (await admin.call('SENTINEL', 'masters')) as string[][];
      expect(known.join()).toMatch(new RegExp(`num-slaves,${replicas},num-other-sentinels,2`));
      const found = String(await admin.call('SENTINEL', 'replicas', 'kapu'));
      expect(found.match(/master-link-status,ok/g) ?? []).toHaveLength(replicas);
    }
  });
  const ports = sentinels.map(({ port }) => `127.0.0.1:${port}`).join(',');
  return {
    servers,
    addressAs: (user) =>
      `redis+sentinel://kapu-${user}:titok-kapu-${user}@${ports}/kapu?sentinel-username=kapu-asks&sentinel-password=titok-kapu-asks`,
    askSentinel: (name = '', ...question) => (admins[0] as Redis).call(name, ...question),
  };
}

function startSentinel(masterPort: number): Promise<RealRedis> {
  const lines = [
    'user admin on >admin ~* &* +@all',
    'user default off',
    ...usersAt(/kapu-(other|asks)/),
    `sentinel monitor kapu 127.0.0.1 ${masterPort} 2`,
    'sentinel auth-user kapu kapu-sentinel',
    'sentinel auth-pass kapu titok-kapu-sentinel',
    'sentinel sentinel-user kapu-other',
    'sentinel sentinel-pass titok-kapu-other',
    'sentinel down-after-milliseconds kapu 1000',
    'sentinel failover-timeout kapu 3000',
  ];
  return opening(startRealRedis(lines, 'sentinel'));
}

async function opening(starting: Promise<RealRedis>): Promise<RealRedis> {
  const server = await starting;
  opened.push(server);
  return server;
}

const runAs = (user: RedisUser, ...args: string[]): Promise<Finished> =>
  runKapu({ ...kapu.config, redisUrl: group.addressAs(user) }, ...args);

async function signIn(): Promise<string> {
  const anna = await enrolledCitizen(kapu, new Date(Date.now() - 60_000));
  const browser = new Browser(kapu.issuer);
  const page = await givePassword(browser, await browser.open('/fiok'), anna);
  return titleOf(await browser.submit(page, '/code', { code: codeAt(anna.secretKey, new Date()) }));
}

it('a node signs citizens in, before another server is the master and after', async () => {
  expect(await signIn()).toBe('Fiókom');
  const checked = await runAs('node', 'config', 'check');
  expect([checked.code, checked.stderr, checked.stdout.match(/this user of Redis may.*/g)]).toEqual([
    0,
    '',
    null,
  ]);
  const asked = (): Promise<unknown> => group.askSentinel('SENTINEL', 'get-master-addr-by-name', 'kapu');
  const before = await asked();
  // It answers nobody until they have agreed that it is gone, which they ask one another.
  await group.servers[0]?.admin().call('CLIENT', 'PAUSE', '8000', 'ALL');
  await eventually(async () => {
    await delay(200);
    expect(await asked()).not.toEqual(before);
    expect(await signIn()).toBe('Fiókom');
  });
  expect(kapu.log.join('\n')).not.toContain('NOPERM');
});

describe('a backup', () => {
  let file: string;
  let identityFile: string;

  beforeAll(async () => {
    const identity = await generateX25519Identity();
    [file, identityFile] = [join(directory, 'kapu.age'), join(directory, 'key.txt')];
    writeFileSync(identityFile, `${identity}\n`, { mode: 0o600 });
    await kapu.addCitizen();
    // More than what is taken away in one step.
    const names = Array.from({ length: 1200 }, (_, nth) => usernameKey(hashOfIdentifier(`${nth}`)));
    await Promise.all(names.map((name) => kapu.nodes[0].store.set(name, 'nobody')));
    // Nodes of tests claim no installation, which whoever makes a backup may not.
    expect((await runAs('command', 'clients', 'list')).code).toBe(0);
    const to = await identityToRecipient(identity);
    expect(await runAs('backup', 'backup', '--to', to, '--out', file)).toMatchObject({ code: 0 });
  });

  const restoreTo = (other: Group): Promise<Finished> =>
    runKapu(
      { ...kapu.config, redisUrl: other.addressAs('command') },
      ...['restore', file, '--identity', identityFile],
    );

  it('is put back into another group', async () => {
    const other = await startGroup();
    expect(await restoreTo(other)).toMatchObject({ code: 0, stderr: '' });
    const config = { ...kapu.config, redisUrl: other.addressAs('command') };
    const [here, there] = [
      await runAs('command', 'accounts', 'list'),
      await runKapu(config, 'accounts', 'list'),
    ];
    expect(there.stdout.split('\n').sort()).toEqual(here.stdout.split('\n').sort());
    expect(there.stdout).toContain('minta.');
  });

  it.each([0, 1])(
    'is not put back where there is no replica, of which Redis demands %i: one sentence says what to do',
    async (demanded) => {
      const alone = await startGroup({ replicas: 0, demanded });
      expect(await restoreTo(alone)).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/^kapu: no replica follows .*start one.*\n$/),
      });
      expect(await alone.servers[0]?.admin().dbsize()).toBe(0);
    },
  );

  it('is not put back where the replica hears nothing of it, and nothing of it stays', async () => {
    const deaf = await startGroup({ demanded: 0 });
    const [master, replica] = deaf.servers.map((server) => server.admin());
    const [, pid] = /^process_id:(\d+)/m.exec((await replica?.info('server')) ?? '') ?? [];
    process.kill(Number(pid), 'SIGSTOP');
    try {
      expect(await restoreTo(deaf)).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(
          /^kapu: nothing was restored, .*no replica says that it has what was written \(NOREPLICAS\)\n$/,
        ),
      });
    } finally {
      process.kill(Number(pid), 'SIGCONT');
    }
    expect(await master?.dbsize()).toBe(0);
  });
});
