import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { readAccountLine } from '../../src/accounts/import/account-line.ts';
import { createActivationStore } from '../../src/accounts/recovery/activation-store.ts';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import { Browser, errorsOf, type Form, formOf, givePassword, titleOf } from '../support/citizen.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { runKapu } from '../support/operator.ts';
import { commandsOf, quietBackground } from '../support/redis-costs.ts';
import { RelyingParty } from '../support/relying-party.ts';
import { samplePerson } from '../support/sample-profile.ts';

const chosen = 'tizenkét piros esernyő a kapuban';
const wrongOrUnknown = 'A felhasználónév vagy az aktiváló kód nem megfelelő. Ellenőrizze mindkettőt.';

let kapu: Installation;
let now = new Date(Date.now() - 60 * 60_000);

beforeAll(async () => {
  kapu = await startInstallation({ numberOfNodes: 2, now: () => now, ...quietBackground });
});

afterAll(() => kapu.stop());

afterEach(async () => {
  expect(kapu.log.filter((line) => line.includes('"msg":"fault"'))).toEqual([]);
  // Failures of one test are not to hold up the next one.
  const { store } = kapu.nodes[0];
  await Promise.all((await store.keys('wrong-from:*')).map((key) => store.del(key)));
});

interface Awaiting {
  readonly id: string;
  readonly username: string;
  readonly code: string;
}

/** As the command does it, without the cost of a process. */
async function awaiting(): Promise<Awaiting> {
  const username = `minta.${randomUUID().slice(0, 8)}`;
  const citizen = await kapu.addCitizen({ username });
  await kapu.nodes[0].store.hset(`{account:${citizen.id}}`, 'status', 'awaiting-activation');
  return { id: citizen.id, username, code: await newCode(citizen.id) };
}

async function newCode(accountId: string): Promise<string> {
  const { nodes, sealer, config } = kapu;
  const issued = await createActivationStore(nodes[0].store, sealer, config.secrets).issueCode(
    accountId,
    securityEvents.activationCodeIssued(accountId),
  );
  return issued?.code ?? '';
}

async function giveCode(
  browser: Browser,
  username: string,
  code: string,
  start = '/aktivalas',
): Promise<Response> {
  return browser.submit(await browser.open(start), '/aktivalas', { username, activation_code: code });
}

function signInAttempt(person: { username: string }, password: string): Promise<Response> {
  const browser = new Browser(kapu.issuer);
  return browser
    .open('/fiok')
    .then((page) => givePassword(browser, page, { ...person, password }, 'ugyfelkapu'));
}

describe('an operator', () => {
  function profileFile(username: string): string {
    const path = join(kapu.config.dataDirectory, `${username}.json`);
    writeFileSync(path, JSON.stringify(samplePerson(username)));
    return path;
  }

  it('adds an account with a code that is shown once, and gives another one until it is activated', async () => {
    const username = `minta.${randomUUID().slice(0, 8)}`;
    const added = await runKapu(kapu.config, 'accounts', 'add', '--file', profileFile(username));
    expect(added).toMatchObject({ code: 0, stderr: '' });
    const [, first = '', until = ''] =
      /activation code ([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}), valid until (\S+);/.exec(added.stdout) ?? [];
    const days = (new Date(until).getTime() - Date.now()) / (24 * 60 * 60_000);
    expect(days).toBeGreaterThan(4.99);
    expect(days).toBeLessThanOrEqual(5);
    const shown = await runKapu(kapu.config, 'accounts', 'show', username);
    expect(shown.stdout).toContain('awaiting-activation');
    expect(shown.stdout).not.toContain(first);

    const renewed = await runKapu(kapu.config, 'accounts', 'new-activation-code', username);
    const [, second = ''] = /activation code (\S+),/.exec(renewed.stdout) ?? [];
    const browser = new Browser(kapu.issuer);
    expect(errorsOf(await giveCode(browser, username, first))).toEqual([wrongOrUnknown]);
    const form = await giveCode(browser, username, second);
    expect(titleOf(await browser.submit(form, '/jelszo', { new_password: chosen }))).toBe(
      'Aktiválta a fiókját',
    );

    const late = await runKapu(kapu.config, 'accounts', 'new-activation-code', username);
    expect(late).toMatchObject({ code: 1, stdout: '', stderr: 'kapu: the account awaits no activation\n' });
  });

  it('gives one person one account, unless they say that it is a twin', async () => {
    const username = `minta.${randomUUID().slice(0, 8)}`;
    const twin = `minta.${randomUUID().slice(0, 8)}`;
    const file = profileFile(username);
    expect((await runKapu(kapu.config, 'accounts', 'add', '--file', file)).code).toBe(0);
    writeFileSync(file, JSON.stringify({ ...samplePerson(username), username: twin }));
    expect(await runKapu(kapu.config, 'accounts', 'add', '--file', file)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: `kapu: the person has an account already: ${username}; if it is somebody else with equal birth data, --another-person\n`,
    });
    const added = await runKapu(kapu.config, 'accounts', 'add', '--file', file, '--another-person');
    expect(added).toMatchObject({ code: 0, stdout: expect.stringContaining('activation code') });
    const account = await kapu.accounts.find((await kapu.accounts.findId(twin)) ?? '');
    expect(account).toMatchObject({ isAnotherPerson: true, madeBy: [], status: 'awaiting-activation' });
  });

  it('exports an account that awaits activation without its code, and imports it so', async () => {
    const { username, code } = await awaiting();
    const { stdout } = await runKapu(kapu.config, 'accounts', 'export');
    const line = stdout.split('\n').find((text) => text.includes(username)) ?? '';
    expect(JSON.parse(line)).toMatchObject({ username, status: 'awaiting-activation' });
    expect(stdout).not.toContain(code);
    const read = readAccountLine(Buffer.from(line), kapu.config.secrets, now);
    expect(read).toMatchObject({ kind: 'account', account: { status: 'awaiting-activation' } });
  });
});

describe('a citizen with an activation code', () => {
  it('sets a password and signs in, and the code is spent', async () => {
    const anna = await awaiting();
    const browser = new Browser(kapu.issuer);
    const form = await giveCode(browser, anna.username, anna.code.toLowerCase().replaceAll('-', ' '));
    expect(titleOf(form)).toBe('Válasszon jelszót');
    const done = await browser.submit(form, '/jelszo', { new_password: chosen });
    expect(titleOf(done)).toBe('Aktiválta a fiókját');
    expect((await kapu.messages()).at(-1)).toMatchObject({ kind: 'account-activated' });
    expect(titleOf(await browser.open('/fiok'))).toBe('Hogyan szeretne bejelentkezni?');
    expect(titleOf(await signInAttempt(anna, chosen))).toBe('Fiókom');
    expect(errorsOf(await giveCode(new Browser(kapu.issuer), anna.username, anna.code))).toEqual([
      wrongOrUnknown,
    ]);
    expect(Object.keys(await kapu.nodes[0].store.hgetall(`{account:${anna.id}}`))).not.toContain(
      'activation',
    );
  });

  it('goes on to the sign-in from which they came', async () => {
    const anna = await awaiting();
    const portal = await RelyingParty.discover(kapu);
    const browser = new Browser(kapu.issuer);
    const request = await portal.request();
    const methods = await browser.open(request.address);
    const [method = ''] = methods.text.match(/\/interaction\/[^"]+\?method=ugyfelkapu(?=")/) ?? [];
    const passwordPage = await browser.open(method);
    const [, link = ''] = /href="(\/aktivalas\?folytatas=[^"]+)"/.exec(passwordPage.text) ?? [];
    const form = await giveCode(browser, anna.username, anna.code, link);
    const done = await browser.submit(form, '/jelszo', { new_password: chosen });
    const [, back = ''] = /href="(\/interaction\/[\w-]+)"/.exec(done.text) ?? [];
    const person = { ...anna, password: chosen };
    const answer = await givePassword(browser, await browser.open(back), person, 'ugyfelkapu');
    expect((await portal.redeem(answer, request)).claims()?.sub).toBeTruthy();
  });

  it('is told why a password is refused, and need not type the code again', async () => {
    const anna = await awaiting();
    const browser = new Browser(kapu.issuer);
    const form = await giveCode(browser, anna.username, anna.code);
    const weak = await browser.submit(form, '/jelszo', { new_password: 'Minta Anna 1956-03-14' });
    expect(weak.status).toBe(422);
    expect(errorsOf(weak)[0]).toContain('amelyet mások is tudhatnak Önről');
    expect(titleOf(await browser.submit(form, '/jelszo', { new_password: chosen }))).toBe(
      'Aktiválta a fiókját',
    );
  });

  it('can do nothing else before: the sign-in, the forgotten password and the törlőkód answer as if there were no account', async () => {
    const anna = await awaiting();
    const nobody = await signInAttempt({ username: 'nincs.ilyen' }, chosen);
    const known = await signInAttempt(anna, chosen);
    expect([known.status, errorsOf(known)]).toEqual([nobody.status, errorsOf(nobody)]);
    const browser = new Browser(kapu.issuer);
    const before = (await kapu.messages()).length;
    const asked = await browser.submit(await browser.open('/elfelejtett-jelszo'), '/elfelejtett-jelszo', {
      username: anna.username,
    });
    expect(titleOf(asked)).toBe('Nézze meg az e-mailjeit');
    expect((await kapu.messages()).length).toBe(before);
    const page = await browser.open('/megszuntetes');
    const fields = {
      username: anna.username,
      password: chosen,
      cancellation_code: 'AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA',
    };
    expect(errorsOf(await browser.submit(page, '/megszuntetes', fields))).toEqual(errorsOf(nobody));
    expect((await kapu.accounts.find(anna.id))?.status).toBe('awaiting-activation');
  });
});

describe('the activation code', () => {
  async function expire({ id }: Awaiting): Promise<void> {
    await kapu.nodes[0].store.hset(`{account:${id}}`, 'activation_until', Date.now() - 1);
  }

  it('expires by the store’s clock, and this is said only of the right one', async () => {
    const anna = await awaiting();
    await expire(anna);
    const browser = new Browser(kapu.issuer);
    expect(errorsOf(await giveCode(browser, anna.username, 'AAAA-AAAA-AAAA'))).toEqual([wrongOrUnknown]);
    expect(errorsOf(await giveCode(browser, anna.username, anna.code))).toEqual([
      'Az aktiváló kód 5 napig volt érvényes, és már lejárt. Kérjen újat ott, ahol ezt kapta.',
    ]);
  });

  it('is not spent after its end by who typed it before', async () => {
    const anna = await awaiting();
    const browser = new Browser(kapu.issuer);
    const form = await giveCode(browser, anna.username, anna.code);
    await expire(anna);
    const late = await browser.submit(form, '/jelszo', { new_password: chosen });
    expect([late.status, titleOf(late)]).toEqual([410, 'Kezdje újra az aktiválást']);
    expect((await kapu.accounts.find(anna.id))?.status).toBe('awaiting-activation');
  });

  it('is void once there is another, also for who typed it before', async () => {
    const anna = await awaiting();
    const browser = new Browser(kapu.issuer);
    const form = await giveCode(browser, anna.username, anna.code);
    const fresh = await newCode(anna.id);
    const late = await browser.submit(form, '/jelszo', { new_password: chosen });
    expect([late.status, titleOf(late)]).toEqual([410, 'Kezdje újra az aktiválást']);
    expect(titleOf(await giveCode(browser, anna.username, fresh))).toBe('Válasszon jelszót');
  });

  it('of a disabled account is worth nothing', async () => {
    const anna = await awaiting();
    const browser = new Browser(kapu.issuer);
    const form = await giveCode(browser, anna.username, anna.code);
    await kapu.accounts.disable(anna.id, securityEvents.accountDisabled(anna.id));
    expect((await browser.submit(form, '/jelszo', { new_password: chosen })).status).toBe(410);
    expect(errorsOf(await giveCode(browser, anna.username, anna.code))).toEqual([wrongOrUnknown]);
    expect(await newCode(anna.id)).toBe('');
  });

  it('of one account is not another’s', async () => {
    const [anna, bela] = [await awaiting(), await awaiting()];
    expect(errorsOf(await giveCode(new Browser(kapu.issuer), bela.username, anna.code))).toEqual([
      wrongOrUnknown,
    ]);
  });

  it('activates once, however many post at once on two nodes', async () => {
    const anna = await awaiting();
    const browsers = Array.from(
      { length: 4 },
      (_, index) => new Browser(kapu.issuer, kapu.nodes[index % 2]?.address),
    );
    const forms: Form[] = [];
    for (const browser of browsers) {
      forms.push(formOf(await giveCode(browser, anna.username, anna.code), '/jelszo'));
    }
    const before = kapu.log.filter((line) => line.includes('"event":"account.activated"')).length;
    await Promise.all(
      browsers.map((browser, index) =>
        browser.post('/aktivalas/jelszo', { ...forms[index]?.fields, new_password: `${chosen} ${index}` }),
      ),
    );
    expect(kapu.log.filter((line) => line.includes('"event":"account.activated"'))).toHaveLength(before + 1);
  });

  it('leads nowhere in a browser where it was not typed', async () => {
    const anna = await awaiting();
    await giveCode(new Browser(kapu.issuer), anna.username, anna.code);
    const other = new Browser(kapu.issuer);
    const { fields } = formOf(await other.open('/aktivalas'), '/aktivalas');
    const answer = await other.post('/aktivalas/jelszo', { ...fields, new_password: chosen });
    expect([answer.status, titleOf(answer)]).toEqual([410, 'Kezdje újra az aktiválást']);
  });

  it('is guessed five times, together with wrong passwords, whoever has the name', async () => {
    const anna = await awaiting();
    for (const username of [anna.username, 'nincs.ilyen.sem']) {
      const browser = new Browser(kapu.issuer);
      for (let guess = 0; guess < 3; guess += 1) {
        expect((await giveCode(browser, username, `AAAA-AAAA-AAA${guess}`)).status).toBe(422);
      }
      await signInAttempt({ username }, 'nem ez');
      const form = formOf(await browser.open('/aktivalas'), '/aktivalas');
      const guesses = Array.from({ length: 30 }, (_, guess) =>
        browser.post('/aktivalas', {
          ...form.fields,
          username,
          activation_code: `BBBB-BBBB-BB${10 + guess}`,
        }),
      );
      const statuses = (await Promise.all(guesses)).map(({ status }) => status);
      expect([username, statuses.filter((status) => status === 422)]).toEqual([username, [422]]);
      const locked = await giveCode(browser, username, anna.code);
      expect([locked.status, errorsOf(locked)]).toEqual([
        429,
        [expect.stringContaining('nem fogadunk aktiváló kódot')],
      ]);
    }
    now = new Date(now.getTime() + 61_000);
    expect(titleOf(await giveCode(new Browser(kapu.issuer), anna.username, anna.code))).toBe(
      'Válasszon jelszót',
    );
  });

  it('of another length is told how much is missing or too much, and is no guess', async () => {
    const anna = await awaiting();
    const browser = new Browser(kapu.issuer);
    const short = anna.code.slice(0, -2);
    const missing =
      'Az aktiváló kód 12 karakterből áll, Ön 10 karaktert írt be: 2 hiányzik. Nézze meg, nem maradt-e ki egy csoport vagy egy betű.';
    for (let time = 0; time < 12; time += 1) {
      expect(errorsOf(await giveCode(browser, anna.username, short))).toEqual([missing]);
      expect(errorsOf(await giveCode(browser, 'minta.senki', short))).toEqual([missing]);
    }
    expect(errorsOf(await giveCode(browser, anna.username, `${anna.code}A`))).toEqual([
      'Az aktiváló kód 12 karakterből áll, Ön 13 karaktert írt be: 1 fölösleges. Csak a kódot írja be, mást ne.',
    ]);
    expect(titleOf(await giveCode(browser, anna.username, anna.code))).toBe('Válasszon jelszót');
  });

  it('costs the store the same commands when wrong and when nobody has the name', async () => {
    const { username: known } = await awaiting();
    const costOf = async (username: string): Promise<string[]> => {
      const browser = new Browser(kapu.issuer);
      const { fields } = formOf(await browser.open('/aktivalas'), '/aktivalas');
      const wrong = { ...fields, username, activation_code: 'AAAA-AAAA-AAAA' };
      return commandsOf(kapu.nodes[0].store, () => browser.post('/aktivalas', wrong));
    };
    await costOf(known);
    expect(await costOf('nincs.ilyen.megint')).toEqual(await costOf(known));
  });

  it('is in no log, and only as a hash in the store', async () => {
    const anna = await awaiting();
    await giveCode(new Browser(kapu.issuer), anna.username, anna.code);
    const stored = JSON.stringify(await kapu.nodes[0].store.hgetall(`{account:${anna.id}}`));
    const letters = anna.code.replaceAll('-', '');
    for (const text of [stored, kapu.log.join('\n')]) {
      expect(text.includes(anna.code) || text.includes(letters)).toBe(false);
    }
  });
});
