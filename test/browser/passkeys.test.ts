/** Passkeys in Chromium, with the virtual authenticators of its DevTools: what a citizen sees and does, in both languages. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, CDPSession } from 'playwright-core';
import { profileSchema } from '../../src/accounts/account.ts';
import { createAccountRecords } from '../../src/accounts/account-record.ts';
import { accountKey } from '../../src/storage/catalogue/account-keys.ts';
import { inspect, inspectWords, startChromium } from '../support/chromium.ts';
import { enrolledCitizen, type Plus } from '../support/citizen.ts';
import { clockFrom } from '../support/clock.ts';
import { caseAddressOf, comeToWork, deskOfTests, openCase, settleRequests } from '../support/desk.ts';
import {
  type Citizenship,
  type Installation,
  portalRedirect,
  startInstallation,
} from '../support/installation.ts';
import { runKapu } from '../support/operator.ts';
import { type Language, Person } from '../support/person.ts';
import { type PhishingProxy, startPhishingProxy } from '../support/phishing-proxy.ts';
import { RelyingParty } from '../support/relying-party.ts';

let kapu: Installation;
let chromium: Browser;
let phisher: PhishingProxy;
const clock = clockFrom(170);

beforeAll(async () => {
  kapu = await startInstallation({ now: clock.now, config: { desk: deskOfTests } });
  phisher = await startPhishingProxy();
  chromium = await startChromium(phisher.switches);
});

afterAll(async () => {
  await chromium.close();
  await phisher.stop();
  await kapu.stop();
});

interface Device {
  readonly cdp: CDPSession;
  readonly authenticatorId: string;
}

/** A phone or computer that keeps passkeys and knows its owner, unless it is said otherwise. */
async function withDevice({ page }: Person, wishes: object = {}): Promise<Device> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable', { enableUI: false });
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
      ...wishes,
    },
  });
  return { cdp, authenticatorId };
}

const heldBy = async ({ cdp, authenticatorId }: Device): Promise<number> =>
  (await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length;

async function enterWithCode(person: Person, citizen: Citizenship & Plus): Promise<void> {
  await person.page.goto(`${kapu.issuer}/fiok/azonositokulcsok`);
  await person.pick('ugyfelkapu-plus');
  await person.givePassword(citizen);
  await person.giveCode(clock.freshCode(citizen));
  await person.heading(person.texts['passkeys.title']).waitFor();
}

async function enterUnseen(person: Person, citizen: Citizenship & Plus): Promise<void> {
  const start = `${kapu.issuer}/fiok/azonositokulcsok`;
  await person.signInUnseen(start, citizen, clock.freshCode(citizen));
  await person.page.goto(start);
  await person.heading(person.texts['passkeys.title']).waitFor();
}

async function setUp(person: Person, citizen: Citizenship & Plus, device?: Device): Promise<void> {
  await enterUnseen(person, citizen);
  await (device && isThere(device, true));
  await person.press(person.texts['passkeys.add.button']);
  await person.page.getByText(person.texts['passkeys.added.heading']).waitFor();
}

/** Their language stays. */
async function signOut({ page }: Person): Promise<void> {
  const cookies = await page.context().cookies();
  const others = cookies.filter(({ name }) => !/lang/.test(name));
  await Promise.all(others.map(({ name }) => page.context().clearCookies({ name })));
}

/** With their owner away nothing is answered; back again, whatever is asked. */
const isThere = ({ cdp, authenticatorId }: Device, enabled: boolean) =>
  cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled });

const citizenOfAMinuteAgo = () => enrolledCitizen(kapu, new Date(clock.now().getTime() - 60_000));

async function signInByPasskey({ page, texts }: Person): Promise<void> {
  await page.goto(`${kapu.issuer}/fiok`);
  await page.getByRole('button', { name: texts['passkey.sign-in'] }).click();
  await page.getByRole('heading', { level: 1, name: texts['account.title'] }).waitFor();
}

/** Takes the passkeys of everybody else out of the device. @returns them */
async function putAside({ cdp, authenticatorId }: Device, { id }: Citizenship) {
  const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId });
  const others = credentials.filter(
    ({ userHandle = '' }) => Buffer.from(userHandle, 'base64').toString() !== id,
  );
  for (const { credentialId } of others) {
    await cdp.send('WebAuthn.removeCredential', { authenticatorId, credentialId });
  }
  return others;
}

async function putBack(
  { cdp, authenticatorId }: Device,
  credentials: Awaited<ReturnType<typeof putAside>>,
): Promise<void> {
  for (const credential of credentials) {
    await cdp.send('WebAuthn.addCredential', { authenticatorId, credential });
  }
}

/** Presses a button that leads nowhere. */
const pressOnly = (person: Person, text: string): Promise<void> => person.button(text).click();

describe.each<{ lang: Language }>([{ lang: 'hu' }, { lang: 'en' }])(
  'a citizen with a passkey ($lang)',
  ({ lang }) => {
    const arrive = (): Promise<Person> => Person.arrive(chromium, kapu.issuer, lang);
    const citizen = () => enrolledCitizen(kapu, new Date(clock.now().getTime() - 60_000));

    it('sets it up, signs in by its button and after the password, confirms with it, and removes it', async () => {
      const anna = await citizen();
      const person = await arrive();
      const { page, texts } = person;
      const device = await withDevice(person);
      await enterWithCode(person, anna);
      await inspect(page, `passkeys-none-${lang}`);
      await person.press(texts['passkeys.add.button']);
      await page.getByText(texts['passkeys.added.heading']).waitFor();
      await inspect(page, `passkeys-${lang}`);
      expect(await heldBy(device)).toBe(1);

      expect(await page.getByText(texts['passkeys.known']).isVisible()).toBe(false);
      await pressOnly(person, texts['passkeys.add.button']);
      await page.getByText(texts['passkeys.known']).waitFor();
      expect(await page.getByText(texts['passkey.failed']).isVisible()).toBe(false);

      await signOut(person);
      await page.goto(`${kapu.issuer}/fiok`);
      await page.getByRole('button', { name: texts['passkey.sign-in'] }).waitFor();
      await inspect(page, `method-with-passkey-${lang}`);
      await person.press(texts['passkey.sign-in']);
      await person.heading(texts['account.title']).waitFor();

      await isThere(device, false);
      await signOut(person);
      await page.goto(`${kapu.issuer}/fiok`);
      await person.pick('ugyfelkapu-plus');
      await person.givePassword(anna);
      await person.heading(texts['code.title']).waitFor();
      await isThere(device, true);
      await inspect(page, `code-with-passkey-${lang}`);
      await person.press(texts['passkey.sign-in']);
      await person.heading(texts['account.title']).waitFor();

      clock.pass(6 * 60);
      await page.goto(`${kapu.issuer}/fiok/eszkozok`);
      await person.heading(texts['proof.title']).waitFor();
      await inspect(page, `proof-with-passkey-${lang}`);
      await person.press(texts['passkey.confirm']);
      await person.heading(texts['devices.title']).waitFor();
      await page.getByRole('button', { name: texts['devices.remove'] }).click();
      await page.getByText(texts['devices.removed.heading']).waitFor();

      await page.goto(`${kapu.issuer}/fiok/azonositokulcsok`);
      await person.heading(texts['proof.title-by-passkey']).waitFor();
      await inspect(page, `proof-by-passkey-${lang}`);
      await person.press(texts['passkey.confirm']);
      await person.heading(texts['passkeys.title']).waitFor();
      await page.getByRole('button', { name: texts['passkeys.remove'] }).click();
      expect(await person.errors()).toEqual([texts['passkeys.last']]);
      await inspect(page, `passkeys-last-${lang}`);
      await page.context().close();
    });

    it('is offered one on this device on the way to a service, and makes it', async () => {
      const anna = await citizen();
      const person = await arrive();
      const { page, texts } = person;
      const device = await withDevice(person);
      const portal = await RelyingParty.discover(kapu);
      const { address } = await portal.request();
      await page.goto(address);
      await person.pick('ugyfelkapu-plus');
      await person.givePassword(anna);
      await page.locator('[data-keeps-passkeys][value="yes"]').waitFor({ state: 'attached' });
      await person.giveCode(clock.freshCode(anna));
      await person.heading(texts['passkey.offer.title']).waitFor();
      await inspect(page, `passkey-offer-${lang}`);
      const returned = page.waitForRequest((sent) => sent.url().startsWith(`${portalRedirect}?code=`));
      await pressOnly(person, texts['passkey.offer.make']);
      await returned;
      expect(await heldBy(device)).toBe(1);
      await page.context().close();
    });

    it('has one in place of an app, by applying with it', async () => {
      const anna = await kapu.addCitizen();
      const person = await arrive();
      const { page, texts } = person;
      const device = await withDevice(person);
      await page.goto(`${kapu.issuer}/fiok/igenyles`);
      await person.pick('ugyfelkapu');
      await person.givePassword(anna);
      await person.beginApplication(kapu);
      await page.getByText(texts['enrol.key.no-app']).click();
      await person.link(texts['enrol.passkey.instead']).click();
      await person.heading(texts['enrol.passkey.title']).waitFor();
      await inspect(page, `enrol-passkey-${lang}`);
      await page.getByLabel(texts['passkeys.name.label']).fill('anna.example');
      await person.press(texts['enrol.passkey.button']);
      await inspect(page, `enrol-passkey-error-${lang}`);
      // The browser was told that nothing came of it.
      expect(await heldBy(device)).toBe(0);
      await page.getByLabel(texts['passkeys.name.label']).fill('');
      await person.press(texts['enrol.passkey.button']);
      const code = await person.readCancellationCode();
      await person.giveLastFour(code.join('').slice(-4));
      await person.heading(texts['account.title']).waitFor();
      await inspect(page, `account-by-passkey-${lang}`);
      await signOut(person);
      await signInByPasskey(person);
      await page.context().close();
    });

    it('is offered it in the field of the user name', async () => {
      const anna = await citizen();
      const person = await arrive();
      const { page, texts } = person;
      const device = await withDevice(person);
      await setUp(person, anna);
      await signOut(person);
      await isThere(device, false);
      await page.goto(`${kapu.issuer}/fiok`);
      await person.pick('ugyfelkapu-plus');
      await page.getByLabel(texts['username.label']).waitFor();
      await inspect(page, `password-with-passkey-${lang}`);
      await isThere(device, true);
      await page.reload();
      await person.heading(texts['account.title']).waitFor();
      await page.context().close();
    });

    it('reads without JavaScript what a passkey needs, and finds no button that does nothing', async () => {
      const person = await Person.arrive(chromium, kapu.issuer, lang, { javaScriptEnabled: false });
      const { page, texts } = person;
      const portal = await RelyingParty.discover(kapu);
      await page.goto((await portal.request({ acr_values: 'phr' })).address);
      await page.getByText(texts['passkey.without-script-or-other-way']).waitFor();
      expect(await person.button(texts['passkey.sign-in']).count()).toBe(0);
      await inspectWords(page, `passkey-without-script-${lang}`);
      await page.context().close();
    });

    it('reads why one that was removed signs nobody in, and what else there is', async () => {
      const anna = await citizen();
      const person = await arrive();
      const { page, texts } = person;
      const device = await withDevice(person);
      // A browser that does not pass on which passkeys are left.
      await page.addInitScript('delete PublicKeyCredential.signalAllAcceptedCredentials');
      await setUp(person, anna);
      await page.getByRole('button', { name: texts['passkeys.remove'] }).click();
      await page.getByText(texts['passkeys.removed.heading']).waitFor();
      expect(await heldBy(device)).toBe(1);
      await signOut(person);
      await page.goto(`${kapu.issuer}/fiok`);
      await person.press(texts['passkey.sign-in']);
      await person.heading(texts['passkey.title']).waitFor();
      expect(await person.errors()).toEqual([texts['passkey.refused.unknown']]);
      await inspect(page, `passkey-unknown-${lang}`);
      expect(await heldBy(device)).toBe(0);
      await person.link(texts['method.other']).click();
      await person.heading(texts['method.title']).waitFor();
      await page.context().close();
    });
  },
);

describe('an authenticator', () => {
  it('drops a passkey that was removed, where the browser passes it on', async () => {
    const person = await Person.arrive(chromium, kapu.issuer, 'hu');
    const device = await withDevice(person);
    await setUp(person, await enrolledCitizen(kapu, new Date(clock.now().getTime() - 60_000)));
    await person.page.getByRole('button', { name: person.texts['passkeys.remove'] }).click();
    await person.page.getByText(person.texts['passkeys.removed.heading']).waitFor();
    expect(await heldBy(device)).toBe(0);
    await person.page.context().close();
  });

  it('calls a passkey by what its owner is called today, where the browser passes it on', async () => {
    const person = await Person.arrive(chromium, kapu.issuer, 'hu');
    const { cdp, authenticatorId } = await withDevice(person);
    const anna = await citizenOfAMinuteAgo();
    await setUp(person, anna);
    const nameHeld = async () =>
      (await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials[0]?.userDisplayName;
    expect(await nameHeld()).toBe('Minta Anna');
    const profile = (await kapu.accounts.find(anna.id))?.profile;
    const { sealProfile } = createAccountRecords(kapu.sealer, kapu.config.secrets);
    const renamed = sealProfile(anna.id, { ...profileSchema.parse(profile), family_name: 'Új' });
    await kapu.nodes[0].store.hset(accountKey(anna.id), 'profile', renamed);
    await person.page.reload();
    await person.page.getByText(person.texts['passkeys.since'].split('{')[0] ?? '').waitFor();
    expect(await nameHeld()).toBe('Új Anna');
    await person.page.context().close();
  });

  const texts = (person: Person) => person.texts;

  it('at the USB port does as well, and signs in', async () => {
    const person = await Person.arrive(chromium, kapu.issuer, 'hu');
    await withDevice(person, { transport: 'usb' });
    await setUp(person, await enrolledCitizen(kapu, new Date(clock.now().getTime() - 60_000)));
    await person.page.getByText(texts(person)['passkeys.kept.bound']).waitFor();
    await signOut(person);
    await signInByPasskey(person);
    await person.page.context().close();
  });

  it('keeps passkeys of two accounts, and its owner signs in to the one that they pick', async () => {
    const person = await Person.arrive(chromium, kapu.issuer, 'hu');
    const device = await withDevice(person);
    const [anna, bela] = [await citizenOfAMinuteAgo(), await citizenOfAMinuteAgo()];
    for (const citizen of [anna, bela]) {
      await isThere(device, false);
      await setUp(person, citizen, device);
      await signOut(person);
    }
    expect(await heldBy(device)).toBe(2);
    // A virtual authenticator asks nobody: what its owner would not pick is out of its reach meanwhile.
    for (const citizen of [anna, bela]) {
      const others = await putAside(device, citizen);
      await signInByPasskey(person);
      await person.page.getByText(citizen.username).first().waitFor();
      await signOut(person);
      await putBack(device, others);
    }
    await person.page.context().close();
  });

  it.each([
    ['keeps no passkeys', { hasResidentKey: false }],
    ['verifies nobody', { hasUserVerification: false, isUserVerified: false }],
  ])('that %s sets none up, and the page says so', async (_, wishes) => {
    const person = await Person.arrive(chromium, kapu.issuer, 'hu');
    const device = await withDevice(person, wishes);
    const citizen = await enrolledCitizen(kapu, new Date(clock.now().getTime() - 60_000));
    await enterWithCode(person, citizen);
    await pressOnly(person, texts(person)['passkeys.add.button']);
    await person.page.getByText(texts(person)['passkey.failed']).waitFor();
    expect(await heldBy(device)).toBe(0);
    expect((await kapu.accounts.find(citizen.id))?.hasPasskey).toBe(false);
    await person.page.context().close();
  });

  it('is not asked where scripts do not run: the pages are as they were', async () => {
    const context = await chromium.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${kapu.issuer}/fiok`);
    expect(await page.getByRole('button', { name: /azonosítókulcs/ }).count()).toBe(0);
    await context.close();
  });
});

describe('whoever lost the device with their passkey', () => {
  /** Somebody whose device is gone with its passkey; the one that they have now is another, at another browser. */
  async function whoLostTheirs({ keepsApp = false } = {}) {
    const anna = await citizenOfAMinuteAgo();
    const before = await Person.arrive(chromium, kapu.issuer, 'hu');
    const lost = await withDevice(before);
    // A browser that does not pass on which passkeys are left.
    await before.page.addInitScript('delete PublicKeyCredential.signalAllAcceptedCredentials');
    await setUp(before, anna);
    if (!keepsApp) {
      await before.page.goto(`${kapu.issuer}/fiok/eszkozok`);
      await before.page.getByRole('button', { name: before.texts['devices.remove'] }).click();
      await before.page.getByText(before.texts['devices.removed.heading']).waitFor();
    }
    await signOut(before);
    const person = await Person.arrive(chromium, kapu.issuer, 'hu');
    await withDevice(person);
    return { anna, before, lost, person };
  }

  async function applyByPasskey(person: Person): Promise<void> {
    const { page, texts } = person;
    await page.goto(`${kapu.issuer}/fiok/igenyles`);
    await person.heading(texts['enrol.start.title']).waitFor();
    await person.beginApplication(kapu);
    await page.getByText(texts['enrol.key.no-app']).click();
    await person.link(texts['enrol.passkey.instead']).click();
    await person.heading(texts['enrol.passkey.title']).waitFor();
    await person.press(texts['enrol.passkey.button']);
    const code = await person.readCancellationCode();
    await person.giveLastFour(code.join('').slice(-4));
    await person.heading(texts['account.title']).waitFor();
  }

  /** Whoever found it. */
  async function expectWorthless(finder: Person, lost: Device): Promise<void> {
    await finder.page.goto(`${kapu.issuer}/fiok`);
    await finder.press(finder.texts['passkey.sign-in']);
    expect(await finder.errors()).toEqual([finder.texts['passkey.refused.unknown']]);
    expect(await heldBy(lost)).toBe(0);
  }

  async function signInAnew(person: Person, { username }: Citizenship): Promise<void> {
    await signOut(person);
    await signInByPasskey(person);
    await person.page.getByText(username).first().waitFor();
  }

  it('goes on by a code, removes it, and signs in by one on the new device', async () => {
    const { anna, before, lost, person } = await whoLostTheirs({ keepsApp: true });
    const { page, texts } = person;
    await enterWithCode(person, anna);
    await page.getByRole('button', { name: texts['passkeys.remove'] }).click();
    await page.getByText(texts['passkeys.removed.heading']).waitFor();
    await page.goto(`${kapu.issuer}/fiok/azonositokulcsok`);
    await person.heading(texts['proof.title']).waitFor();
    await page.getByLabel(texts['code.label']).fill(clock.freshCode(anna));
    await person.press(texts['action.continue']);
    await person.press(texts['passkeys.add.button']);
    await page.getByText(texts['passkeys.added.heading']).waitFor();
    await signInAnew(person, anna);
    await expectWorthless(before, lost);
    await Promise.all([before, person].map((one) => one.page.context().close()));
  });

  it('cancels by the törlőkód where the sign-in stands, applies anew, and signs in by the new one', async () => {
    const { anna, before, lost, person } = await whoLostTheirs();
    const { page, texts } = person;
    await page.goto(`${kapu.issuer}/fiok`);
    await person.pick('ugyfelkapu-plus');
    await person.givePassword(anna);
    await person.heading(texts['passkey.title']).waitFor();
    await page.getByText(texts['passkey.help'], { exact: true }).click();
    await person.link(texts['code.help.cancel']).click();
    await person.heading(texts['cancel.title']).waitFor();
    for (const [label, typed] of [
      [texts['username.label'], anna.username],
      [texts['password.label'], anna.password],
    ] as const) {
      const field = page.getByLabel(label, { exact: true });
      await ((await field.isVisible()) && (await field.isEditable()) && field.fill(typed));
    }
    await page.getByLabel(texts['cancellation-code.label']).fill(anna.cancellationCode);
    await person.press(texts['cancel.button']);
    await person.heading(texts['cancelled.title']).waitFor();
    clock.pass(60);
    await page.goto(`${kapu.issuer}/fiok`);
    await person.pick('ugyfelkapu');
    await person.givePassword(anna);
    await person.heading(texts['account.title']).waitFor();
    await applyByPasskey(person);
    await signInAnew(person, anna);
    await expectWorthless(before, lost);
    await Promise.all([before, person].map((one) => one.page.context().close()));
  });

  it('has it taken away at the desk, applies anew, and signs in by the new one', async () => {
    const { anna, before, lost, person } = await whoLostTheirs();
    const { browser: clerk } = await comeToWork(kapu, clock, 'clerk');
    const opened = await openCase(clerk, anna.username);
    const form = await clerk.open(`${caseAddressOf(opened)}/reset`);
    await clerk.submit(form, '/reset', { reason: 'Elveszett a telefonja, azon volt az azonosítókulcsa.' });
    const { browser: boss } = await comeToWork(kapu, clock, 'supervisor');
    const [, proposal = ''] = /href="(\/desk\/requests\/[^"]+)"/.exec((await boss.open('/desk')).text) ?? [];
    await boss.submit(await boss.open(proposal), '/approve');
    clock.pass(73 * 3600);
    await settleRequests(kapu, clock);
    clock.pass(-73 * 3600);

    expect(await kapu.accounts.find(anna.id)).toMatchObject({ hasPlus: false, hasPasskey: false });
    const { page, texts } = person;
    await page.goto(`${kapu.issuer}/fiok`);
    await person.pick('ugyfelkapu');
    await person.givePassword(anna);
    await person.heading(texts['account.title']).waitFor();
    await applyByPasskey(person);
    await signInAnew(person, anna);
    await expectWorthless(before, lost);
    await Promise.all([before, person].map((one) => one.page.context().close()));
  });
});

describe('a passkey that moved with its owner to another installation', () => {
  it('signs them in there, from the same device and by what it was made with', async () => {
    const anna = await citizenOfAMinuteAgo();
    const person = await Person.arrive(chromium, kapu.issuer, 'hu');
    await withDevice(person);
    await setUp(person, anna);
    const directory = mkdtempSync(join(tmpdir(), 'kapu-moved-'));
    const young = await startInstallation({ now: clock.now });
    try {
      const file = join(directory, 'all.ndjson');
      expect((await runKapu(kapu.config, 'accounts', 'export', '--out', file)).code).toBe(0);
      const line = readFileSync(file, 'utf8')
        .split('\n')
        .find((one) => one.includes(`"${anna.username}"`));
      // The password is peppered here, and not known there.
      const moved = { ...JSON.parse(line ?? ''), password_hash: undefined, pepper: undefined };
      writeFileSync(file, `${JSON.stringify(moved)}\n`);
      expect((await runKapu(young.config, 'accounts', 'import', file)).code).toBe(0);
      await person.page.context().clearCookies();
      await person.page.goto(`${young.issuer}/fiok`);
      await person.press(person.texts['passkey.sign-in']);
      await person.heading(person.texts['account.title']).waitFor();
      await person.page.getByText(anna.username).first().waitFor();
      expect(await young.accounts.findId(anna.username)).not.toBe(anna.id);
    } finally {
      await young.stop();
      rmSync(directory, { recursive: true, force: true });
    }
    await person.page.context().close();
  });
});

describe('a phisher, whose pages at another origin are ours', () => {
  it('gets in with a relayed code, and cannot with a passkey', async () => {
    const anna = await citizenOfAMinuteAgo();
    const victim = await Person.arrive(chromium, kapu.issuer, 'hu');
    const { page, texts } = victim;
    const device = await withDevice(victim);
    await setUp(victim, anna);
    await signOut(victim);
    const comeToThePhisher = async () => {
      await page.goto(`${phisher.origin}/fiok`);
      await victim.heading(texts['method.title']).waitFor();
      expect(new URL(page.url()).origin).toBe(phisher.origin);
    };

    phisher.relay(kapu.issuer);
    await comeToThePhisher();
    await victim.pick('ugyfelkapu-plus');
    await victim.givePassword(anna);
    await victim.giveCode(clock.freshCode(anna));
    const stolen = await phisher.open('/fiok');
    expect([stolen.status, stolen.text.includes(anna.username)]).toEqual([200, true]);

    const [ourHost, theirHost] = [new URL(kapu.issuer).hostname, new URL(phisher.origin).hostname];
    for (const change of [
      (text: string) => text,
      // Cleverer: the browser is asked for a passkey of the phisher's own host.
      (text: string) => text.replaceAll(`rpId&#34;:&#34;${ourHost}`, `rpId&#34;:&#34;${theirHost}`),
    ]) {
      phisher.relay(kapu.issuer, change);
      await page.context().clearCookies();
      await comeToThePhisher();
      await pressOnly(victim, texts['passkey.sign-in']);
      await page.getByText(texts['passkey.failed']).waitFor();
      expect((await phisher.open('/fiok')).status).toBe(303);
    }

    await signInByPasskey(victim);
    expect(await heldBy(device)).toBe(1);
    await page.context().close();
  });
});
