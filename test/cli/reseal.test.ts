import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createAccountStore } from '../../src/accounts/account-store.ts';
import { createActivationStore } from '../../src/accounts/recovery/activation-store.ts';
import { createRecorder } from '../../src/audit/audit-log.ts';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import { createHistoryStore } from '../../src/audit/history/history-store.ts';
import { resealRecord } from '../../src/cli/reseal/reseal-record.ts';
import type { Config } from '../../src/config.ts';
import { createDeadLetters } from '../../src/notifications/message-queue.ts';
import { createSigningKeyStore } from '../../src/oidc/keys/signing-key-store.ts';
import { accountKey, historyKey } from '../../src/storage/catalogue/account-keys.ts';
import type { LastingConnection } from '../../src/storage/connection/lasting-connection.ts';
import { createSealer, type Sealer } from '../../src/storage/sealed.ts';
import { createAuthenticatorStore } from '../../src/totp/authenticators/authenticator-store.ts';
import { createEnrolmentStore } from '../../src/totp/enrolment/enrolment-store.ts';
import { createCredentialStore } from '../../src/wallet/issuing/credential-store.ts';
import { createStatusListStore } from '../../src/wallet/issuing/issued-status-list-store.ts';
import { Browser, enrolledCitizen, givePassword } from '../support/citizen.ts';
import { dumpOf } from '../support/dump.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { runKapu, startKapu } from '../support/operator.ts';
import { RelyingParty } from '../support/relying-party.ts';

let kapu: Installation;
let store: LastingConnection;
/** The operator's configuration after a new sealing key was put in front. */
let withNewKey: Config;
let newSealer: Sealer;

beforeAll(async () => {
  kapu = await startInstallation();
  store = kapu.nodes[0].store;
  const [old] = kapu.config.secrets.sealing_keys;
  const fresh = { kid: 't2', key: randomBytes(32) };
  const secrets = { ...kapu.config.secrets, sealing_keys: old ? [fresh, old] : [fresh] };
  withNewKey = { ...kapu.config, secrets };
  newSealer = createSealer([fresh]);
});

// The tests take the end from every key, so that all are sealed anew.
afterAll(() => kapu.stop([/./]));

/** Everything lasting that the old key sealed is gone; what dies within the day may be there. */
async function dumpWithoutDying(): Promise<string> {
  for (const key of await store.keys('*')) {
    const life = await store.pttl(key);
    if (life >= 0 && life < 26 * 3600 * 1000) {
      await store.del(key);
    }
  }
  return dumpOf(store);
}

it('a citizen, a history, a message laid aside and the signing keys open with the new key alone', async () => {
  const anna = await enrolledCitizen(kapu);
  const { address } = await (await RelyingParty.discover(kapu)).request();
  const browser = new Browser(kapu.issuer);
  const page = await givePassword(browser, await browser.open(address), anna);
  await browser.submit(page, '/code', { code: '000000' });
  const audit = createRecorder(store, kapu.sealer);
  await audit.record(securityEvents.signedIn(anna.id, 'portal', 'low'));
  await audit.record(securityEvents.codeRefused(anna.id, 'wrong'));
  const queued = { channel: 'email', kind: 'signed-in', to: 'anna@minta.example' };
  await store.xadd(
    'messages:{queue}:dead',
    '*',
    'message',
    kapu.sealer.seal(JSON.stringify(queued), 'messages'),
    'reason',
    'refused',
  );
  const issuance = {
    walletId: 'w',
    isAttested: true,
    keyThumbprints: [],
    places: [],
    issuedAt: new Date().toISOString(),
    expiresAt: new Date().toISOString(),
  };
  const places = createStatusListStore(store);
  const issued = createCredentialStore(store, kapu.sealer, places);
  await issued.keep(anna.id, issuance, Math.ceil(Date.now() / 1000) + 1, new Date(), (id) =>
    securityEvents.walletIssued(anna.id, 'w', id),
  );
  const historyBefore = await createHistoryStore(store, kapu.sealer).list(anna.id, 10);
  const lifeBefore = await store.pttl(`{account:${anna.id}}:history`);
  await store.set('login:{of-the-test}', kapu.sealer.seal('{}', 'login:{of-the-test}'), 'EX', 3600);

  const first = await runKapu(withNewKey, 'keys', 'reseal');

  expect(first).toMatchObject({
    code: 2,
    stdout: expect.stringMatching(/t1 is in use: \d+ records that die/),
  });
  expect(await createAccountStore(store, newSealer, kapu.config.secrets).find(anna.id)).toMatchObject({
    profile: { given_name: 'Anna' },
    hasPlus: true,
  });
  expect(await createHistoryStore(store, newSealer).list(anna.id, 10)).toEqual(historyBefore);
  expect(await store.pttl(`{account:${anna.id}}:history`)).toBeGreaterThan(lifeBefore - 60_000);
  expect((await createSigningKeyStore(store, newSealer).read()).keys).toHaveLength(4);
  const authenticators = await createAuthenticatorStore(store, newSealer).list(anna.id);
  expect([authenticators.readable.length, authenticators.unreadable]).toEqual([1, []]);
  expect((await createCredentialStore(store, newSealer, places).list(anna.id)).readable).toMatchObject([
    issuance,
  ]);
  for await (const { reason } of createDeadLetters(store, newSealer).list()) {
    expect(reason).toBe('refused');
  }
  expect(await dumpWithoutDying()).not.toContain('t1.');

  const second = await runKapu(withNewKey, 'keys', 'reseal');
  expect(second).toMatchObject({ code: 0, stdout: expect.stringContaining('No older key is in use') });
});

it('knows where every kind of record belongs', async () => {
  const citizen = await kapu.addCitizen();
  const own = new Browser(kapu.issuer);
  await givePassword(own, await own.open('/fiok'), citizen, 'ugyfelkapu');
  const portal = await RelyingParty.discover(kapu);
  const browser = new Browser(kapu.issuer);
  const request = await portal.request();
  const back = await givePassword(browser, await browser.open(request.address), citizen, 'ugyfelkapu');
  await portal.redeem(back, request);
  await portal.request().then(({ address }) => new Browser(kapu.issuer).open(address));
  await own.submit(await own.open('/elfelejtett-jelszo'), '/elfelejtett-jelszo', {
    username: citizen.username,
  });
  const { secrets } = kapu.config;
  const at = { accountId: citizen.id, browser: 'of the test', sessionsEndedAt: 0 };
  await createEnrolmentStore(store, kapu.sealer, secrets).start(at, 0, new Date());
  await createActivationStore(store, kapu.sealer, secrets).remember('of the test', {
    state: 'code-given',
    accountId: citizen.id,
    codeHash: 'of the test',
  });
  const externalId = kapu.sealer.seal('4711', `account:${citizen.id}:external-id`);
  await store.hset(`{account:${citizen.id}}`, 'external_id', externalId);
  const keys = await store.keys('*');
  await Promise.all(keys.map((key) => store.persist(key)));
  const sealed = (await dumpOf(store)).split('\n').filter((line) => line.includes('t1.'));
  const kinds = new Set(sealed.map((line) => line.replace(/[\w-]{16,}/g, '…').split(' ')[0]));

  const { code, stdout } = await runKapu(withNewKey, 'keys', 'reseal');

  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('No older key is in use') });
  expect(await dumpOf(store)).not.toContain('t1.');
  expect([...kinds]).toEqual(
    expect.arrayContaining([
      'activation:{…}',
      'messages:{queue}',
      'oidc:{Grant:…}',
      'oidc:{RefreshToken:…}',
      'oidc:{Session:…}',
      'own-session:{…}',
      'password-reset:{…}',
      '{account:…}',
      '{account:…}:enrolment',
      '{account:…}:history',
    ]),
  );
});

it('killed on its way, it goes on where it was, and loses nothing that is written meanwhile', async () => {
  const accounts = 30_000;
  const keyOf = (index: number): string => `{account:flood-${index}}`;
  const placeOf = (index: number): string => `account:flood-${index}:profile`;
  for (let index = 0; index < accounts; index += 1000) {
    const batch = Array.from({ length: 1000 }, (_, more) => index + more);
    await Promise.all(
      batch.map((one) =>
        store.hset(
          keyOf(one),
          'profile',
          kapu.sealer.seal(`before ${one}`, placeOf(one)),
          'status',
          'active',
        ),
      ),
    );
  }
  const { process: child, finished } = startKapu(withNewKey, 'keys', 'reseal');
  let isOver = false;
  const written = new Map<number, string>();
  const writer = (async () => {
    for (let turn = 0; !isOver; turn += 1) {
      const index = (turn * 7919) % accounts;
      const text = `written ${turn}`;
      await store.hset(keyOf(index), 'profile', kapu.sealer.seal(text, placeOf(index)));
      written.set(index, text);
    }
  })();

  while (!(await store.exists('reseal:{progress}'))) {
    await delay(10);
  }
  child.kill('SIGKILL');
  await finished;
  const { records } = JSON.parse(String(await store.get('reseal:{progress}')));
  expect(records).toBeGreaterThan(0);
  expect(records).toBeLessThan(accounts);

  const again = await runKapu(withNewKey, 'keys', 'reseal');
  isOver = true;
  await writer;
  expect(again.stderr).toContain(`going on after ${records} records`);
  expect(await store.exists('reseal:{progress}')).toBe(0);
  // Whatever nodes with the old key wrote behind it, the next run finds.
  const last = await runKapu(withNewKey, 'keys', 'reseal');
  expect(last.code).toBe(0);
  expect(written.size).toBeGreaterThan(100);
  const every = Array.from({ length: accounts }, (_, index) => index);
  const sealed = await Promise.all(every.map((index) => store.hget(keyOf(index), 'profile')));
  const texts = every.map((index) => newSealer.open(String(sealed[index]), placeOf(index)));
  expect(texts).toEqual(every.map((index) => written.get(index) ?? `before ${index}`));
});

it('a value that somebody replaces between reading and writing stays theirs', async () => {
  const key = accountKey('anna');
  const place = 'account:anna:profile';
  const sealer = createSealer(withNewKey.secrets.sealing_keys);
  await store.hset(key, 'profile', kapu.sealer.seal('before', place));
  let opened = 0;
  const disturbed: Sealer = {
    ...sealer,
    open(envelope, where) {
      opened += 1;
      if (opened === 1) {
        void store.hset(key, 'profile', kapu.sealer.seal('after', place));
      }
      return sealer.open(envelope, where);
    },
  };
  const outcome = await resealRecord({ store, sealer: disturbed, to: 't2' }, key, new Date());
  expect(outcome).toEqual({ resealed: 1, left: [], diesAt: undefined });
  expect(opened).toBe(2);
  expect(newSealer.open(String(await store.hget(key, 'profile')), place)).toBe('after');
});

it('a history that grows between reading and writing loses no entry', async () => {
  const key = historyKey('bela');
  const place = 'account:bela:history';
  const sealer = createSealer(withNewKey.secrets.sealing_keys);
  await store.xadd(key, '*', 'entry', kapu.sealer.seal('first', place));
  let opened = 0;
  const disturbed: Sealer = {
    ...sealer,
    open(envelope, where) {
      opened += 1;
      if (opened === 1) {
        void store.xadd(key, '*', 'entry', kapu.sealer.seal('second', place));
      }
      return sealer.open(envelope, where);
    },
  };
  await resealRecord({ store, sealer: disturbed, to: 't2' }, key, new Date());
  const entries = await store.xrange(key, '-', '+');
  expect(entries.map(([, fields]) => newSealer.open(String(fields[1]), place))).toEqual(['first', 'second']);
});

it('what no key at hand opens is left as it is and told of', async () => {
  const stranger = createSealer([{ kid: 'lost', key: randomBytes(32) }]);
  const sealed = stranger.seal('x', 'account:csilla:profile');
  await store.hset('{account:csilla}', 'profile', sealed);
  const { code, stdout } = await runKapu(withNewKey, 'keys', 'reseal');
  expect({ code, stdout }).toEqual({ code: 2, stdout: expect.stringContaining('lost is in use: 1 values') });
  expect(await store.hget('{account:csilla}', 'profile')).toBe(sealed);
});
