/** One record that cannot be read (its key is gone, or it was damaged) holds up none of the others, and is told of by its id. */
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import { createErasing } from '../../src/composition/background.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { accountKey, deskRoleKey, walletsKey } from '../../src/storage/catalogue/account-keys.ts';
import { clientKey } from '../../src/storage/catalogue/operator-keys.ts';
import { createSealer } from '../../src/storage/sealed.ts';
import { createCredentialStore } from '../../src/wallet/issuing/credential-store.ts';
import { createStatusListStore } from '../../src/wallet/issuing/issued-status-list-store.ts';
import { enrolledCitizen } from '../support/citizen.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { environmentOf, runKapu } from '../support/operator.ts';
import { newSecrets } from '../support/secrets.ts';
import { start } from '../support/started-for-real.ts';

const lost = createSealer(newSecrets().sealing_keys);
const directory = mkdtempSync(join(tmpdir(), 'kapu-unreadable-'));
let kapu: Installation;
let readable: Citizenship[];
let unreadable: Citizenship;

beforeAll(async () => {
  kapu = await startInstallation({ clients: [{ client_id: 'damaged' }] });
  const citizens = await Promise.all(Array.from({ length: 4 }, () => kapu.addCitizen()));
  unreadable = citizens[1] as Citizenship;
  readable = citizens.filter((one) => one !== unreadable);
  const key = accountKey(unreadable.id);
  await kapu.nodes[0].store.hset(key, 'profile', lost.seal('{}', `${key}:profile`));
});

afterAll(async () => {
  rmSync(directory, { recursive: true, force: true });
  await kapu.stop();
});

const run = (...args: string[]) => runKapu(kapu.config, ...args);

it.each([
  { args: ['accounts', 'list'], says: '' },
  { args: ['accounts', 'export'], says: '' },
  { args: ['accounts', 'index-identities'], says: '3 accounts listed' },
  { args: ['accounts', 'index-emails'], says: '3 accounts are listed' },
  { args: ['keys', 'peppers'], says: '\t3\n' },
])('kapu $args does it to all others, names the one, and ends with 1', async ({ args, says }) => {
  const { code, stdout, stderr } = await run(...args);
  expect(code).toBe(1);
  expect(stderr).toMatch(
    new RegExp(`kapu: 1 of 4 could not be (?:read|done)\nkapu: not read: ${unreadable.id}: .+\n$`),
  );
  expect(stdout).toContain(says);
  expect(stdout).not.toContain('may go from the secrets file');
  if (says === '') {
    for (const { username } of readable) {
      expect(stdout).toContain(username);
    }
  }
});

it.each([
  ['accounts', 'show'],
  ['accounts', 'disable'],
  ['accounts', 'enable', '--reason', 'a test'],
])('kapu %s %s says of one that cannot be read that it cannot be', async (noun, verb, ...more) => {
  const { code, stderr } = await run(noun, verb, unreadable.username, ...more);
  expect(code).toBe(1);
  expect(stderr).toMatch(
    new RegExp(`^kapu: the account ${unreadable.username} \\(${unreadable.id}\\) cannot be read: .+\n$`),
  );
  expect(stderr).not.toContain('    at ');
});

it('kapu desk list shows the roles that can be read, and ends with 1', async () => {
  const [held, damaged] = readable;
  for (const one of [held, damaged]) {
    await run('desk', 'grant', one?.username ?? '', '--role', 'operator');
  }
  const key = deskRoleKey(damaged?.id ?? '');
  await kapu.nodes[0].store.set(key, lost.seal('{}', key));
  const { code, stdout, stderr } = await run('desk', 'list');
  expect(stdout).toContain(`${held?.username}\toperator`);
  expect(stderr).toMatch(
    new RegExp(`1 of 2 could not be read\nkapu: not read: role of ${damaged?.id}: .+\n$`),
  );
  expect(code).toBe(1);
});

it('kapu desk says of a role that cannot be read that it cannot be, and what to do; it is given anew', async () => {
  const { id = '', username = '' } = readable[1] ?? {};
  for (const verb of ['suspend', 'resume']) {
    const { code, stderr } = await run('desk', verb, username);
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(
        new RegExp(
          `^kapu: ${username}: not read: role of ${id}: .+; kapu desk grant gives another, kapu desk revoke takes it away\n$`,
        ),
      ),
    ]);
  }
  expect((await run('desk', 'grant', username, '--role', 'operator')).code).toBe(0);
  expect((await run('desk', 'suspend', username)).stdout).toContain('operator, suspended');
});

it('kapu desk grants nothing to an account that cannot be read', async () => {
  const { code, stdout, stderr } = await run('desk', 'grant', unreadable.username, '--role', 'operator');
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(
    new RegExp(`^kapu: the account ${unreadable.username} \\(${unreadable.id}\\) cannot be read: .+\n$`),
  );
  expect(await kapu.nodes[0].store.exists(deskRoleKey(unreadable.id))).toBe(0);
});

it('an export into a file has the others', async () => {
  const path = join(directory, 'accounts.ndjson');
  expect((await run('accounts', 'export', '--out', path)).code).toBe(1);
  expect(readFileSync(path, 'utf8').trim().split('\n')).toHaveLength(3);
});

it('cards that can be read are revoked, and relying parties are told, where one card cannot', async () => {
  const [{ store }] = kapu.nodes;
  const credentials = createCredentialStore(store, kapu.sealer, createStatusListStore(store));
  const anna = await enrolledCitizen(kapu);
  const places = createStatusListStore(store);
  const taken = await places.allocate(1);
  const card = {
    walletId: 'minta-tarca',
    isAttested: true,
    keyThumbprints: ['t'],
    places: taken,
    issuedAt: new Date().toISOString(),
    expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
  };
  const issued = (id: string) => securityEvents.walletIssued(anna.id, 'minta-tarca', id);
  await credentials.keep(anna.id, card, Math.floor(Date.now() / 1000) + 1, new Date(), issued);
  await store.hset(walletsKey(anna.id), 'damaged', lost.seal('{}', 'anywhere'));
  expect((await credentials.list(anna.id)).readable).toHaveLength(1);

  const told: string[] = [];
  const endings = {
    queueEnded: async (id: string) => {
      told.push(id);
    },
  };
  const erasing = createErasing(
    { config: kapu.config, store, logger: createLogger('silent') },
    endings as unknown as Parameters<typeof createErasing>[1],
  );
  const account = await kapu.accounts.find(anna.id);
  if (!account) {
    throw new Error('no account');
  }
  const erased = erasing.eraseAtOnce(account, new Date(), securityEvents.accountDeleted(anna.id, 'a test'));
  await expect(erased).rejects.toThrow('could not be done');
  expect(await places.isRevoked(taken[0] as (typeof taken)[0])).toBe(true);
  expect(told).toEqual([anna.id]);
  // What cannot be revoked yet is not forgotten: with its key it is.
  expect(await store.hkeys(walletsKey(anna.id))).toContain('damaged');
  await store.del(walletsKey(anna.id));
  expect(await erasing.eraseDue(new Date(Date.now() + 86_400_000))).toEqual([]);
});

it('a relying party that cannot be read keeps no node from starting, and no command from the others', async () => {
  const [{ store }] = kapu.nodes;
  const key = clientKey('damaged');
  await store.hset(key, 'record', lost.seal('{}', key));
  const listed = await run('clients', 'list');
  expect(listed.code).toBe(1);
  expect(listed.stdout).toContain('portal');
  expect(listed.stderr).toContain('not read: damaged: ');
  const checked = await run('config', 'check');
  expect(checked.stdout).toContain('damaged: its record cannot be read');

  const node = start('node', { ...environmentOf(kapu.config), KAPU_PORT: '0' });
  const isTold = new Promise<void>((resolve) => {
    let said = '';
    node.process.stdout?.on('data', (more) => {
      said += more;
      if (said.includes('clients cannot be read')) {
        resolve();
      }
    });
  });
  await Promise.race([isTold, node.ended]);
  node.process.kill('SIGTERM');
  const { code, stdout } = await node.ended;
  expect(stdout).toMatch(/"clients":\["damaged"\].*clients cannot be read, and are served nothing/);
  expect(stdout).toContain('stopping');
  expect(code).toBe(0);
});

it('a relying party that cannot be read is removed, and that is recorded', async () => {
  const { code, stdout, stderr } = await run('clients', 'remove', 'damaged');
  expect([code, stdout]).toEqual([0, 'removed damaged\n']);
  expect(JSON.parse(stderr)).toMatchObject({ log: 'audit', event: 'client.removed', client: 'damaged' });
  expect((await run('clients', 'list')).code).toBe(0);
});

/** Whoever opens a record by another way would tell of one that cannot be read in another way, or not at all. */
it('no source opens a record by itself, nor looks one up among those that can be read', () => {
  const root = join(import.meta.dirname, '../..');
  const sources = globSync('src/**/*.ts', { cwd: root }).filter((path) => !path.endsWith('sealed-record.ts'));
  const passing = (pattern: RegExp) =>
    sources.filter((path) => pattern.test(readFileSync(join(root, path), 'utf8')));
  // What somebody brings in a link is no record.
  expect(passing(/parse\(\s*JSON\.parse\(\s*[\w.]*\bopen\(/)).toEqual([
    'src/accounts/recovery/password-reset-store.ts',
  ]);
  expect(passing(/\.readable\s*\.find\(\s*\(\{ id \}\)/)).toEqual([]);
});
