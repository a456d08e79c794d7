/** The index key changes beside the running service: everybody is found, nobody is taken twice, and at the end the old one is not needed. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { profileSchema } from '../../src/accounts/account.ts';
import { type AccountStore, createAccountStore } from '../../src/accounts/account-store.ts';
import { createAddressIndex } from '../../src/accounts/contact/address-index.ts';
import { keysOfIdentity } from '../../src/accounts/identity.ts';
import { createActivationStore } from '../../src/accounts/recovery/activation-store.ts';
import { keysOfUsername } from '../../src/accounts/username.ts';
import { addressKeysOf } from '../../src/accounts/verified-address.ts';
import { createKapu } from '../../src/app.ts';
import { createRecorder } from '../../src/audit/audit-log.ts';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import type { Config } from '../../src/config.ts';
import type { Secrets } from '../../src/configuration/secrets.ts';
import { createRoleStore } from '../../src/desk/staff/role-store.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { accountKey } from '../../src/storage/catalogue/account-keys.ts';
import { staffNumbersKey } from '../../src/storage/catalogue/desk-keys.ts';
import type { Store } from '../../src/storage/redis.ts';
import { createAuthenticatorStore } from '../../src/totp/authenticators/authenticator-store.ts';
import { hashesOfCancellationCode } from '../../src/totp/cancellation/cancellation-code.ts';
import { createWalletSubjectStore } from '../../src/wallet/subjects/wallet-subject-store.ts';
import { codeAt } from '../support/authenticator.ts';
import { Browser, enrolledCitizen, givePassword, titleOf } from '../support/citizen.ts';
import { giveRole } from '../support/desk.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { runKapu, startKapu } from '../support/operator.ts';
import { quickArgon2 } from '../support/quick-argon2.ts';
import { connectPatiently } from '../support/redis.ts';
import { samplePerson } from '../support/sample-profile.ts';

const day = 24 * 60 * 60 * 1000;
const fresh = randomBytes(32);
const bcrypt = '$2b$10$abcdefghijklmnopqrstuuJLFPQIpG3ijedQTNr6ujwI3Qq2ePut.';
const phc = '$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHRzYWx0c2E$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

let kapu: Installation;
let directory: string;
const stores: Store[] = [];
let now = new Date();

beforeEach(async () => {
  now = new Date();
  kapu = await startInstallation({ now: () => now, numberOfNodes: 2 });
  directory = mkdtempSync(join(tmpdir(), 'kapu-index-key-'));
});

afterEach(async () => {
  for (const store of stores.splice(0)) {
    store.disconnect();
  }
  await kapu.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** The key counts since then. */
const changing = (millisecondsAgo: number): Secrets => ({
  ...kapu.config.secrets,
  newer_index_keys: [{ key: fresh, since: new Date(Date.now() - millisecondsAgo) }],
});

const changed = (): Secrets => ({ ...kapu.config.secrets, index_key: fresh });

/** As a node has it, or a command. */
const withSecrets = (secrets: Secrets): Config => ({ ...kapu.config, secrets });

function accountsOf(secrets: Secrets, node = 0): AccountStore {
  return createAccountStore((kapu.nodes[node] ?? kapu.nodes[0]).store, kapu.sealer, secrets);
}

/** The first node comes back under its address. */
async function restartWith(secrets: Secrets): Promise<void> {
  const logger = createLogger('silent');
  const store = await connectPatiently(kapu.redis.socket, logger);
  stores.push(store);
  const [{ server, address }] = kapu.nodes;
  const clocks = { now: () => now, storeClock: async () => now };
  const argon2 = await quickArgon2();
  const config = withSecrets(secrets);
  const restarted = await createKapu({ config, store, logger, ...clocks, ownAddress: () => address, argon2 });
  server.removeAllListeners('request');
  server.on('request', restarted.callback());
}

const person = (username: string) =>
  profileSchema.parse({ ...samplePerson(username), email: `${username}@minta.example` });

it('no name and no person is taken twice, whichever key counts at the node that takes it', async () => {
  const [before, after] = [accountsOf(changing(-day), 0), accountsOf(changing(1000), 1)];
  for (let at = 0; at < 20; at += 1) {
    const [one, two] = at % 2 === 0 ? [before, after] : [after, before];
    const wanted = person(`name.${at}`);
    const other = { ...person(`other.${at}`), username: wanted.username };
    const again = { ...wanted, username: `again.${at}` };
    expect(await one.add(wanted, phc, now)).toMatchObject({ kind: 'added' });
    expect([await two.add(other, phc, now), await two.add(again, phc, now)]).toEqual([
      { kind: 'username-taken' },
      { kind: 'person-known' },
    ]);
    expect(await one.findId(wanted.username)).toBe(await two.findId(wanted.username));
    expect(await one.findByIdentity(wanted)).toEqual([await one.findId(wanted.username)]);
  }
});

it('of many who take one name at once on nodes that disagree, one has it', async () => {
  const nodes = [accountsOf(changing(-day), 0), accountsOf(changing(1000), 1)];
  for (let at = 0; at < 15; at += 1) {
    const asked = nodes.flatMap((node, which) =>
      [1, 2, 3].map((who) =>
        node.add({ ...person(`p.${at}.${which}.${who}`), username: `wanted.${at}` }, phc, now),
      ),
    );
    const kinds = (await Promise.all(asked)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'added')).toHaveLength(1);
  }
});

it('a line that was imported under the old key is known under the new one', async () => {
  const file = join(directory, 'lines.jsonl');
  writeFileSync(file, `${JSON.stringify({ ...samplePerson('imported.anna'), password_hash: bcrypt })}\n`);
  expect((await runKapu(kapu.config, 'accounts', 'import', file)).stdout).toMatch('1 added');
  expect((await runKapu(withSecrets(changing(1000)), 'accounts', 'import', file)).stdout).toMatch(
    '0 added, 1 unchanged',
  );
});

it('everybody is found on, and when all is brought over the old key is not needed', async () => {
  const anna = await enrolledCitizen(kapu, new Date(now.getTime() - 60_000));
  const bela = await kapu.addCitizen();
  await giveRole(kapu, bela.id, 'clerk', 'north');
  const [{ store }] = kapu.nodes;
  await store.del(staffNumbersKey());
  const subject = { anchorFingerprint: 'any', identifier: 'HU/1' };
  const wallets = (secrets: Secrets) => createWalletSubjectStore(store, kapu.sealer, secrets);
  const { secrets } = kapu.config;
  expect(await wallets(secrets).link(subject, anna.id, { origin: 'issued' }, now)).toBe('linked');
  const roles = (of: Secrets) =>
    createRoleStore(createRecorder(store, kapu.sealer), kapu.sealer, of.index_key);
  const number = await roles(secrets).numberOf(bela.id);

  await restartWith(changing(1000));
  const browser = new Browser(kapu.issuer);
  const page = await givePassword(browser, await browser.open('/fiok'), anna);
  await browser.submit(page, '/code', { code: codeAt(anna.secretKey, now) });
  expect(titleOf(await browser.open('/fiok'))).toBe('Fiókom');

  const first = await runKapu(withSecrets(changing(60_000)), 'keys', 'index');
  expect(first).toMatchObject({
    code: 2,
    stdout: expect.stringMatching(/törlőkódok\t1\n.*\n.*\nwallets\t1\n/),
  });
  expect(await store.exists(...keysOfUsername(secrets, anna.username))).toBe(0);

  const authenticators = createAuthenticatorStore(store, kapu.sealer);
  const hashes = hashesOfCancellationCode(changing(1000), anna.id, anna.cancellationCode);
  expect(await authenticators.tryOutCancellationCode(anna.id, hashes, now)).toBe(true);
  expect(await wallets(changing(1000)).find(subject)).toBe(anna.id);
  const early = await runKapu(withSecrets(changing(6 * day)), 'keys', 'index');
  expect(early).toMatchObject({ code: 2, stdout: expect.stringContaining('for codes that were sent') });
  expect((await runKapu(withSecrets(changed()), 'keys', 'list')).stderr).toContain('index_key is another');
  const last = await runKapu(withSecrets(changing(8 * day)), 'keys', 'index');
  expect(last).toMatchObject({ code: 0, stdout: expect.stringContaining('is enough') });

  await restartWith(changed());
  expect((await runKapu(withSecrets(changed()), 'keys', 'list')).code).toBe(0);
  const later = new Browser(kapu.issuer);
  now = new Date(now.getTime() + 60_000);
  const asked = await givePassword(later, await later.open('/fiok'), anna);
  await later.submit(asked, '/code', { code: codeAt(anna.secretKey, now) });
  expect(titleOf(await later.open('/fiok'))).toBe('Fiókom');
  expect(await wallets(changed()).find(subject)).toBe(anna.id);
  expect(await roles(changed()).numberOf(bela.id)).toBe(number);
  const own = hashesOfCancellationCode(changed(), anna.id, anna.cancellationCode);
  const events = {
    cancelled: securityEvents.plusCancelled(anna.id, 'public'),
    refused: securityEvents.cancellationRefused(anna.id),
  };
  expect(await authenticators.cancel(anna.id, own, events)).toBe(true);
});

it('a törlőkód, a code on paper and a wallet of before are good while both keys are there', async () => {
  const anna = await enrolledCitizen(kapu, new Date(now.getTime() - 60_000));
  const [{ store }] = kapu.nodes;
  const { secrets } = kapu.config;
  const waiting = await kapu.addCitizen();
  await store.hset(accountKey(waiting.id), 'status', 'awaiting-activation');
  const activations = (of: Secrets) => createActivationStore(store, kapu.sealer, of);
  const issued = await activations(secrets).issueCode(waiting.id, securityEvents.accountAdded(waiting.id));
  const both = changing(1000);
  expect(await activations(both).checkCode(waiting.id, issued?.code ?? '')).toBe('right');
  const subject = { anchorFingerprint: 'any', identifier: 'HU/2' };
  await createWalletSubjectStore(store, kapu.sealer, secrets).link(
    subject,
    anna.id,
    { origin: 'issued' },
    now,
  );
  const elsewhere = createWalletSubjectStore(store, kapu.sealer, both);
  expect(await elsewhere.link(subject, waiting.id, { origin: 'issued' }, now)).not.toBe('linked');
  expect(await elsewhere.link(subject, anna.id, { origin: 'issued' }, now)).toBe('known');
  const hashes = hashesOfCancellationCode(both, anna.id, anna.cancellationCode);
  const events = {
    cancelled: securityEvents.plusCancelled(anna.id, 'public'),
    refused: securityEvents.cancellationRefused(anna.id),
  };
  expect(await createAuthenticatorStore(store, kapu.sealer).cancel(anna.id, hashes, events)).toBe(true);
});

it('no older key is given up before the newest counts at every node, one whose clock is behind too', async () => {
  const secrets = withSecrets(changing(0));
  const since = secrets.secrets.newer_index_keys[0]?.since.getTime() ?? 0;
  let given = await runKapu(secrets, 'keys', 'index', '--retire');
  while (given.code === 1) {
    expect(given.stderr).toMatch(
      /^kapu: the newest index key counts from .* at every node from .* after that\n$/,
    );
    given = await runKapu(secrets, 'keys', 'index', '--retire');
  }
  const [seconds = 0] = await kapu.nodes[0].store.time();
  expect(Number(seconds)).toBeGreaterThanOrEqual(Math.floor(since / 1000) + 5);
  expect(given).toMatchObject({ code: 0, stdout: expect.stringContaining('is enough') });
});

it('the command is killed, and the next one finishes; an address leads to all who share it', async () => {
  const accounts = accountsOf(kapu.config.secrets);
  const shared = { email: 'family@minta.example', email_verified: true };
  const people = Array.from({ length: 300 }, (_, at) => person(`many.${at}`)).map((one, at) =>
    at < 3 ? { ...one, ...shared } : one,
  );
  for (const one of people) {
    await accounts.add(one, phc, now);
  }
  const [{ store }] = kapu.nodes;
  const both = changing(8 * day);
  const begun = startKapu(withSecrets(both), 'keys', 'index');
  const [first = ''] = await Promise.race([
    untilAnyIs(
      store,
      people.flatMap(({ username }) => keysOfUsername(changed(), username)),
    ),
    begun.finished.then(() => []),
  ]);
  begun.process.kill('SIGKILL');
  await begun.finished;
  expect(first).not.toBe('');
  const looked = createAddressIndex(store, kapu.sealer, both);
  expect(await looked.idsOf(shared.email)).toHaveLength(3);
  expect(await runKapu(withSecrets(both), 'keys', 'index')).toMatchObject({ code: 0 });
  const old = people.flatMap((one) => [
    ...keysOfUsername(kapu.config.secrets, one.username),
    ...keysOfIdentity(kapu.config.secrets, one),
    ...addressKeysOf(kapu.config.secrets, one),
  ]);
  expect(await store.exists(...old)).toBe(0);
  const found = accountsOf(changed());
  const ids = await Promise.all(people.map(({ username }) => found.findId(username)));
  expect(ids.filter((id) => id !== undefined)).toHaveLength(300);
  expect(await createAddressIndex(store, kapu.sealer, changed()).idsOf(shared.email)).toHaveLength(3);
});

async function untilAnyIs(store: Store, keys: Parameters<Store['exists']>): Promise<string[]> {
  for (;;) {
    for (const key of keys) {
      if ((await store.exists(key)) === 1) {
        return [key];
      }
    }
  }
}
