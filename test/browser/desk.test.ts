import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { acrOf } from '../../src/assurance/levels.ts';
import { codeAt } from '../support/authenticator.ts';
import { inspect, picture, readQrCode, startChromium } from '../support/chromium.ts';
import { clockFrom } from '../support/clock.ts';
import { addStaff, confirmAddress, deskOfTests, type Staff, settleRequests } from '../support/desk.ts';
import { type Installation, portalRedirect, startInstallation } from '../support/installation.ts';
import { type Language, Person } from '../support/person.ts';
import { RelyingParty } from '../support/relying-party.ts';

const chosen = 'tizenkét piros esernyő a kapuban';

let kapu: Installation;
let chromium: Browser;
const clock = clockFrom(170);

beforeAll(async () => {
  kapu = await startInstallation({ now: clock.now, config: { desk: deskOfTests } });
  chromium = await startChromium();
});

afterAll(async () => {
  await chromium.close();
  await kapu.stop();
});

function arrive(lang: Language, javaScriptEnabled = true): Promise<Person> {
  return Person.arrive(chromium, kapu.issuer, lang, { javaScriptEnabled });
}

async function goToWork(person: Person, staff: Staff): Promise<void> {
  await person.page.goto(`${kapu.issuer}/desk`);
  await person.givePassword(staff);
  await person.giveCode(clock.freshCode(staff));
  await person.heading(person.texts['desk.title']).waitFor();
}

async function beAtWork(person: Person, staff: Staff): Promise<void> {
  await person.signInUnseen(`${kapu.issuer}/desk`, staff, clock.freshCode(staff));
  await person.page.goto(`${kapu.issuer}/desk`);
  await person.heading(person.texts['desk.title']).waitFor();
}

/** A person of their own in each language. */
const documentOf = (lang: Language) => ({
  document_number: 'BC123456',
  family_name: 'Új',
  given_name: 'Ügyfél',
  birth_family_name: 'Új',
  birth_given_name: 'Ügyfél',
  mothers_birth_name: 'Minta Ágnes',
  place_of_birth: `Győr ${lang}`,
  birthdate: '1951-02-28',
});

describe.each<{ lang: Language }>([{ lang: 'hu' }, { lang: 'en' }])('the desk ($lang)', ({ lang }) => {
  /** Who registers somebody does not vouch for them: that is the clerk's. */
  let registrar: Person;
  let clerk: Person;
  let boss: Person;
  let citizen: Person;
  let username: string;
  let secretKey: string;

  const see = async (person: Person, heading: string, name: string): Promise<void> => {
    await person.heading(heading).waitFor();
    await inspect(person.page, `desk-${name}-${lang}`);
  };

  beforeAll(async () => {
    [clerk, boss, citizen] = [await arrive(lang), await arrive(lang), await arrive(lang)];
    registrar = await arrive(lang);
    await goToWork(registrar, await addStaff(kapu, clock, 'clerk'));
    await beAtWork(clerk, await addStaff(kapu, clock, 'clerk'));
    await beAtWork(boss, await addStaff(kapu, clock, 'supervisor'));
    username = `uj.ugyfel.${lang}`;
  });

  async function lookUp(): Promise<void> {
    const { page, texts } = clerk;
    await page.goto(`${kapu.issuer}/desk`);
    // The first field has the cursor: a clerk types at once.
    await page.locator('#username:focus').waitFor();
    await page.keyboard.type(username);
    await page.getByLabel(texts['desk.purpose.enrolment']).check();
    await clerk.press(texts['desk.look-up.button']);
  }

  async function openTask(
    task: 'enrol' | 'reset' | 'suspend' | 'name' | 'unlock' | 'restore' | 'second-account',
  ): Promise<void> {
    const { page, texts } = clerk;
    await lookUp();
    await page.getByLabel(texts['desk.document.id-card']).check();
    await page.locator('#document_number').fill('123456AB');
    await clerk.press(texts['desk.identify.button']);
    await clerk.link(texts[`desk.task.${task}`]).click();
    await clerk.heading(texts[`desk.task.${task}`]).waitFor();
  }

  it('registers somebody, whose printed code activates the account', async () => {
    const { page, texts } = registrar;
    await see(registrar, texts['desk.title'], 'home');
    await registrar.link(texts['desk.register.title']).click();
    await see(registrar, texts['desk.register.title'], 'register');
    await registrar.press(texts['desk.register.button']);
    await see(registrar, texts['desk.register.title'], 'register-errors');
    await page.getByLabel(texts['desk.document.passport']).check();
    for (const [field, value] of Object.entries(documentOf(lang))) {
      await page.locator(`#${field}`).fill(value);
    }
    await page.getByLabel(texts['username.label']).fill(username);
    await page.getByLabel(texts['desk.field.email'], { exact: true }).fill('uj@minta.example');
    await registrar.press(texts['desk.register.button']);
    await see(registrar, texts['desk.receipt.title'], 'receipt');
    await page.emulateMedia({ media: 'print' });
    await picture(page, `desk-receipt-print-${lang}`);
    expect(await page.getByText(texts['desk.receipt.once']).isVisible()).toBe(false);
    await page.emulateMedia({ media: 'screen' });
    const code = (await page.locator('#activation-code span').allInnerTexts()).join('-');

    await citizen.page.goto(`${kapu.issuer}/aktivalas`);
    await citizen.page.getByLabel(texts['username.label']).fill(username);
    await citizen.page.getByLabel(texts['activation.label']).fill(code);
    await citizen.press(texts['action.continue']);
    await citizen.page.getByLabel(texts['new-password.label'], { exact: true }).fill(chosen);
    await citizen.press(texts['activation.button']);
    await citizen.heading(texts['activation.done.title']).waitFor();
  });

  it('does not register them once more, and finds their user name by all data of the document', async () => {
    const { page, texts } = registrar;
    await page.goto(`${kapu.issuer}/desk/forgotten-username`);
    await registrar.press(texts['desk.forgotten.button']);
    await see(registrar, texts['desk.forgotten.title'], 'forgotten-username-errors');
    await page.goto(`${kapu.issuer}/desk/register`);
    await page.getByLabel(texts['desk.document.passport']).check();
    for (const [field, value] of Object.entries(documentOf(lang))) {
      await page.locator(`#${field}`).fill(value);
    }
    await page.getByLabel(texts['username.label']).fill(`megint.${lang}`);
    await registrar.press(texts['desk.register.button']);
    await page.getByText(texts['desk.register.person-known.text']).waitFor();
    await see(registrar, texts['desk.register.title'], 'register-person-known');
    await registrar.press(texts['desk.forgotten.title']);
    await see(registrar, texts['desk.forgotten.sheet.title'], 'username-sheet');
    expect(await page.getByText(username, { exact: true }).count()).toBeGreaterThan(0);
  });

  async function enrolAtTheWindow(): Promise<string> {
    const { page, texts } = citizen;
    await page.goto(`${kapu.issuer}/fiok/igenyles`);
    await citizen.press(texts['enrol.start.continue']);
    await page.getByText(texts['enrol.window.offer'], { exact: true }).click();
    await see(citizen, texts['enrol.waiting.title'], 'shield-open');
    await citizen.press(texts['enrol.window.button']);
    await see(citizen, texts['enrol.window.title'], 'pairing');
    const code = (await page.locator('#pairing-code span').allInnerTexts()).join(' ');
    await citizen.press(texts['action.continue']);
    await see(citizen, texts['enrol.window.title'], 'pairing-not-yet');

    await openTask('enrol');
    await inspect(clerk.page, `desk-enrol-${lang}`);
    await clerk.page.getByLabel(texts['desk.pairing.label']).fill('1111 1111');
    await clerk.press(texts['desk.enrol.button']);
    await see(clerk, texts['desk.task.enrol'], 'enrol-wrong');
    await clerk.page.getByLabel(texts['desk.pairing.label']).fill(code);
    await clerk.press(texts['desk.enrol.button']);
    await see(clerk, texts['desk.done.enrol.title'], 'enrol-done');

    await citizen.press(texts['action.continue']);
    await citizen.heading(texts['enrol.key.title']).waitFor();
    const key = new URL(await readQrCode(page)).searchParams.get('secret') ?? '';
    expect(await clerk.page.content()).not.toContain(key);
    await citizen.proveKey(chosen, codeAt(key, clock.now()));
    const groups = await citizen.readCancellationCode();
    expect(await clerk.page.content()).not.toContain(groups.join('-'));
    await citizen.giveLastFour(groups.at(-1) ?? '');
    await citizen.heading(texts['account.title']).waitFor();
    return key;
  }

  it('confirms the person, who applies in their own browser and signs in at a relying party', async () => {
    const { page, texts } = citizen;
    await page.goto(`${kapu.issuer}/fiok`);
    await citizen.pick('ugyfelkapu');
    await citizen.givePassword({ username, password: chosen });
    await citizen.heading(texts['account.title']).waitFor();
    await lookUp();
    await see(clerk, texts['desk.case.title'].replace('{name}', 'Új Ügyfél'), 'case');
    await page.bringToFront();
    secretKey = await enrolAtTheWindow();

    const fresh = await arrive(lang);
    const portal = await RelyingParty.discover(kapu);
    const request = await portal.request({ acr_values: acrOf('substantial') });
    clock.pass(60);
    await fresh.page.goto(request.address);
    await fresh.givePassword({ username, password: chosen });
    const returned = fresh.page.waitForRequest((sent) => sent.url().startsWith(portalRedirect));
    await fresh.page.getByLabel(texts['code.label']).fill(codeAt(secretKey, clock.now()));
    await fresh.button(texts['action.sign-in']).click();
    const tokens = await portal.redeemAt(new URL((await returned).url()), request);
    expect(tokens.claims()?.acr).toBe(acrOf('substantial'));
    expect(JSON.stringify(tokens.claims())).not.toContain('role');
  });

  /** Links that cancel go to confirmed addresses alone; with one, the citizen would apply by e-mail and not at the window. */
  async function approveToConfirmedAddress(): Promise<void> {
    await confirmAddress(kapu, username);
    await boss.press(boss.texts['desk.approve.button']);
    await confirmAddress(kapu, username, false);
  }

  it('resets what was lost by two people, tells the citizen, and lets them apply anew', async () => {
    const { texts } = clerk;
    await lookUp();
    await clerk.page.getByLabel(texts['desk.document.id-card']).check();
    await clerk.page.locator('#document_number').fill('123456AB');
    await clerk.press(texts['desk.identify.button']);
    await see(clerk, texts['desk.case.title'].replace('{name}', 'Új Ügyfél'), 'case-identified');
    await clerk.link(texts['desk.task.reset']).click();
    await see(clerk, texts['desk.task.reset'], 'propose-reset');
    await clerk.page.getByLabel(texts['desk.reason.label']).fill('Elveszett a telefonja és a törlőkódja is.');
    await clerk.press(texts['desk.propose.button']);
    await see(clerk, texts['desk.done.proposed.title'], 'proposed');

    await boss.page.goto(`${kapu.issuer}/desk`);
    await see(boss, texts['desk.title'], 'home-supervisor');
    await boss.page.getByRole('link', { name: texts['desk.proposal.reset'] }).last().click();
    await see(boss, texts['desk.proposal.reset'], 'proposal');
    await approveToConfirmedAddress();
    await see(boss, texts['desk.done.approved.title'], 'approved');
    const told = (await kapu.messages()).at(-1);
    expect(told).toMatchObject({ kind: 'desk-reset-approved', to: 'uj@minta.example' });
    await citizen.page.goto(`${kapu.issuer}/fiok`);
    await see(citizen, texts['account.title'], 'account-with-request');

    clock.pass(73 * 3600);
    await settleRequests(kapu, clock);
    await settleRequests(kapu, clock);
    expect((await kapu.messages()).at(-1)?.kind).toBe('desk-reset-done');
    clock.pass(-73 * 3600);
    await citizen.page.goto(`${kapu.issuer}/fiok`);
    await citizen.pick('ugyfelkapu');
    await citizen.givePassword({ username, password: chosen });
    await citizen.heading(texts['account.title']).waitFor();
    const key = await enrolAtTheWindow();
    expect(key).not.toBe(secretKey);
    secretKey = key;
    await citizen.page.goto(`${kapu.issuer}/fiok/naplo`);
    await see(citizen, texts['history.title'], 'history');
  });

  it('leaves everything as it is when the citizen cancels what they did not ask for', async () => {
    const { texts } = clerk;
    await openTask('reset');
    await clerk.page.getByLabel(texts['desk.reason.label']).fill('Azt mondja, elveszett.');
    await clerk.press(texts['desk.propose.button']);
    await boss.page.goto(`${kapu.issuer}/desk`);
    await boss.page.getByRole('link', { name: texts['desk.proposal.reset'] }).last().click();
    await approveToConfirmedAddress();
    const { cancel = '' } = (await kapu.messages()).at(-1)?.more ?? {};
    const stranger = await arrive(lang, false);
    await stranger.page.goto(cancel);
    await stranger.heading(texts['desk-request.title']).waitFor();
    await citizen.page.goto(cancel);
    await see(citizen, texts['desk-request.title'], 'request-link');
    await citizen.press(texts['desk-request.button']);
    await see(citizen, texts['desk-request.cancelled.title'], 'request-cancelled');
    await citizen.page.goto(cancel);
    await see(citizen, texts['desk-request.over.title'], 'request-over');
    clock.pass(73 * 3600);
    await settleRequests(kapu, clock);
    clock.pass(-73 * 3600);
    const id = (await kapu.accounts.findId(username)) ?? '';
    expect((await kapu.accounts.find(id))?.hasPlus).toBe(true);
  });

  it('has a page for each further task, and for what one may not do', async () => {
    const { page, texts } = clerk;
    for (const task of ['unlock', 'name', 'second-account', 'suspend'] as const) {
      await openTask(task);
      await inspect(page, `desk-${task}-${lang}`);
    }
    await page.getByLabel(texts['desk.reason.label']).fill('Valaki más lépett be.');
    await clerk.press(texts['desk.suspend.button']);
    await see(clerk, texts['desk.done.suspend.title'], 'suspended');
    await openTask('restore');
    await inspect(page, `desk-restore-${lang}`);
    await page.getByLabel(texts['desk.reason.label']).fill('Visszakéri a fiókját.');
    await clerk.press(texts['desk.propose.button']);
    await boss.page.goto(`${kapu.issuer}/desk`);
    await boss.page.locator('#username').fill(username);
    await boss.page.getByLabel(texts['desk.purpose.enrolment']).check();
    await boss.press(texts['desk.look-up.button']);
    await boss.page.getByLabel(texts['desk.document.id-card']).check();
    await boss.page.locator('#document_number').fill('123456AB');
    await boss.press(texts['desk.identify.button']);
    await inspect(boss.page, `desk-case-with-request-${lang}`);
    await boss.link(texts['desk.task.cancel-request']).click();
    await see(boss, texts['desk.task.cancel-request'], 'cancel-request');
    await boss.press(texts['desk.cancel-request.button']);
    await see(boss, texts['desk.done.cancel-request.title'], 'cancel-request-done');
    await page.goto(`${kapu.issuer}/desk/requests/x`);
    await see(clerk, texts['desk.not-allowed.title'], 'not-allowed');
    await page.goto(`${kapu.issuer}/desk/case/x`);
    await see(clerk, texts['desk.case-over.title'], 'case-over');
    await boss.page.goto(`${kapu.issuer}/desk/requests/x`);
    await see(boss, texts['desk.request-over.title'], 'decided');
    await page.goto(`${kapu.issuer}/desk/callback?code=x`);
    await see(clerk, texts['account.not-signed-in.title'], 'not-signed-in');
    const auditor = await arrive(lang);
    await beAtWork(auditor, await addStaff(kapu, clock, 'auditor'));
    await see(auditor, texts['desk.title'], 'home-auditor');
  });
});
