import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import { createHistoryStore } from '../../src/audit/history/history-store.ts';
import { createCredentialStore } from '../../src/wallet/issuing/credential-store.ts';
import { createStatusListStore } from '../../src/wallet/issuing/issued-status-list-store.ts';
import { Browser, enrolledCitizen, errorsOf, givePassword, titleOf } from '../support/citizen.ts';
import { activate } from '../support/desk.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { runKapu, runKapuTyping } from '../support/operator.ts';

const reason = 'a kormányablak jelezte';
const chosen = 'tizenkét piros esernyő a kapuban';

let kapu: Installation;

beforeAll(async () => {
  kapu = await startInstallation();
});

afterAll(() => kapu.stop());

const run = (...args: string[]) => runKapu(kapu.config, 'accounts', ...args);

/** Signs in at the own pages with the password alone. */
async function knock(person: Citizenship, browser = new Browser(kapu.issuer)) {
  return givePassword(browser, await browser.open('/fiok'), person, 'ugyfelkapu');
}

async function historyOf({ id }: Citizenship): Promise<{ event: string; reason?: string | undefined }[]> {
  return createHistoryStore(kapu.nodes[0].store, kapu.sealer).list(id, 50);
}

describe('an account that was disabled', () => {
  it('is given back with an activation code, and neither its old password nor its old authenticator opens it', async () => {
    const anna = await enrolledCitizen(kapu);
    expect((await run('disable', anna.username, '--reason', reason)).code).toBe(0);
    const enabled = await run('enable', anna.username, '--reason', reason);
    expect(enabled).toMatchObject({ code: 0, stderr: '' });
    const [, code = ''] = /activation code (\S+), valid until \S+;/.exec(enabled.stdout) ?? [];
    expect(await kapu.accounts.find(anna.id)).toMatchObject({
      status: 'awaiting-activation',
      hasPlus: false,
    });
    expect((await knock(anna)).status).toBe(422);

    await activate(new Browser(kapu.issuer), anna.username, code, chosen);
    expect((await knock(anna)).status).toBe(422);
    const browser = new Browser(kapu.issuer);
    expect(titleOf(await knock({ ...anna, password: chosen }, browser))).toBe('Fiókom');
    expect((await kapu.messages()).map(({ kind }) => kind)).toContain('account-enabled');

    expect(await historyOf(anna)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ event: 'account.enabled', actor: 'operator', reason }),
        expect.objectContaining({ event: 'account.disabled', actor: 'operator', reason }),
      ]),
    );
    const { text } = await browser.open('/fiok/naplo');
    expect(text).toContain(`Az üzemeltető visszaadta a fiókot, ok: ${reason}`);
  });

  it('is given back by nothing else: not where it is in use, suspended, unknown or about to be erased, nor without a reason', async () => {
    const [inUse, suspended, leaving] = [
      await kapu.addCitizen(),
      await kapu.addCitizen(),
      await kapu.addCitizen(),
    ];
    const { store } = kapu.nodes[0];
    await store.hset(`{account:${suspended.id}}`, 'status', 'suspended');
    await store.hset(`{account:${leaving.id}}`, 'status', 'disabled', 'closes_at', Date.now());
    for (const [username, words] of [
      [inUse.username, 'is not disabled'],
      [suspended.username, 'is suspended: two people at the desk give it back'],
      [leaving.username, 'is being erased'],
      ['nincs.ilyen', 'there is no account nincs.ilyen'],
    ] as const) {
      const { code, stdout, stderr } = await run('enable', username, '--reason', reason);
      expect([code, stdout, stderr]).toEqual([1, '', expect.stringContaining(words)]);
    }
    expect((await run('enable', inUse.username)).stderr).toContain("required option '--reason");
    expect((await run('enable', inUse.username, '--reason', ' ')).stderr).toContain('1 to 200 characters');
  });
});

it('somebody whom strangers locked out is let in again, and reads of it', async () => {
  const anna = await kapu.addCitizen();
  const stranger = new Browser(kapu.issuer);
  for (let guess = 0; guess < 6; guess += 1) {
    await knock({ ...anna, password: 'nem ez az' }, stranger);
  }
  expect((await knock(anna, stranger)).status).toBe(429);
  expect((await run('unlock', anna.username)).stderr).toContain("required option '--reason");
  expect(await run('unlock', anna.username, '--reason', reason)).toMatchObject({ code: 0, stderr: '' });
  expect(titleOf(await knock(anna, stranger))).toBe('Fiókom');
  expect(await historyOf(anna)).toContainEqual(
    expect.objectContaining({ event: 'account.unlocked', reason }),
  );
});

describe('an account that is deleted', () => {
  /** @returns whether what was issued to the citizen's wallet stands in the status list as revoked */
  async function issueToWallet({ id }: Citizenship): Promise<() => Promise<boolean[]>> {
    const [{ store }] = kapu.nodes;
    const lists = createStatusListStore(store);
    const places = await lists.allocate(2);
    const issuance = {
      walletId: 'minta-tarca',
      isAttested: true,
      keyThumbprints: [],
      places,
      issuedAt: new Date().toISOString(),
      expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
    };
    await createCredentialStore(store, kapu.sealer, lists).keep(
      id,
      issuance,
      Math.floor(Date.now() / 1000) + 1,
      new Date(),
      (issuanceId) => securityEvents.walletIssued(id, 'minta-tarca', issuanceId),
    );
    return () => Promise.all(places.map(lists.isRevoked));
  }

  it('is gone at once with everything of it: its name is free, its cards are revoked, its owner is told', async () => {
    const anna = await enrolledCitizen(kapu);
    const areRevoked = await issueToWallet(anna);
    const { store } = kapu.nodes[0];
    const entries = await store.xlen('audit:arrivals');
    const deleted = await runKapuTyping(
      kapu.config,
      `${anna.username}\n`,
      ...['accounts', 'delete', anna.username, '--reason', reason],
    );
    expect(deleted).toMatchObject({ code: 0, stderr: '' });
    expect(await kapu.accounts.find(anna.id)).toBeUndefined();
    expect(await areRevoked()).toEqual([true, true]);
    expect(await store.keys(`*${anna.id}*`)).toEqual([]);
    // The deletion, and what wallets held.
    expect(await store.xlen('audit:arrivals')).toBe(entries + 2);
    expect((await kapu.messages()).at(-1)).toMatchObject({ kind: 'account-deleted' });
    const unknown = errorsOf(await knock({ ...anna, username: 'nincs.ilyen' }));
    expect(errorsOf(await knock(anna))).toEqual(unknown);
    expect((await kapu.addCitizen({ username: anna.username })).id).not.toBe(anna.id);
    // No node finds anything left to do.
    expect(await store.zrange('accounts-closing', 0, '-1')).toEqual([]);
  });

  it('is still there when its name was not typed, or no reason was given', async () => {
    const anna = await kapu.addCitizen();
    const command = ['accounts', 'delete', anna.username] as const;
    const withReason = [...command, '--reason', reason] as const;
    for (const outcome of [
      await runKapu(kapu.config, ...withReason),
      await runKapuTyping(kapu.config, 'y\n', ...withReason),
      await runKapu(kapu.config, ...command, '--yes'),
    ]) {
      expect(outcome).toMatchObject({ code: 1, stdout: '' });
    }
    expect(await kapu.accounts.find(anna.id)).toMatchObject({ status: 'active' });
  });
});

describe('sessions', () => {
  const end = (...args: string[]) => runKapu(kapu.config, 'sessions', 'end', ...args, '--reason', reason);

  it('of one citizen are ended, of others not', async () => {
    const [anna, bea] = [await kapu.addCitizen(), await kapu.addCitizen()];
    const [annas, beas] = [new Browser(kapu.issuer), new Browser(kapu.issuer)];
    await knock(anna, annas);
    await knock(bea, beas);
    expect(await end('--account', anna.username)).toMatchObject({ code: 0, stderr: '' });
    expect(titleOf(await annas.open('/fiok'))).not.toBe('Fiókom');
    expect(titleOf(await beas.open('/fiok'))).toBe('Fiókom');
    expect(await historyOf(anna)).toContainEqual(
      expect.objectContaining({ event: 'sessions.ended-by-operator', actor: 'operator', reason }),
    );
  });

  it('of everybody are ended, and again by a command that is given again; who was not there is not written to', async () => {
    const [anna, bea, absent] = [await kapu.addCitizen(), await kapu.addCitizen(), await kapu.addCitizen()];
    const browsers = [new Browser(kapu.issuer), new Browser(kapu.issuer)] as const;
    await knock(anna, browsers[0]);
    await knock(bea, browsers[1]);
    const [one, other] = await Promise.all([end('--all'), end('--all')]);
    expect([one.code, other.code]).toEqual([0, 0]);
    expect(one.stdout).toMatch(/^ended every session and token: \d+ accounts had any\n$/);
    for (const browser of browsers) {
      expect(titleOf(await browser.open('/fiok'))).not.toBe('Fiókom');
    }
    expect((await historyOf(anna)).map(({ event }) => event)).toContain('sessions.ended-by-operator');
    expect(await historyOf(absent)).toEqual([]);
    expect(titleOf(await knock(anna, browsers[0]))).toBe('Fiókom');
  });

  it('are nobody’s while it is not said whose', async () => {
    for (const args of [[], ['--all', '--account', 'minta.anna']]) {
      const { code, stderr } = await end(...args);
      expect([code, stderr]).toEqual([1, expect.stringContaining('--account, or give --all')]);
    }
  });
});
