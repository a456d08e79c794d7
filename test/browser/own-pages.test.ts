import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { codeAt } from '../support/authenticator.ts';
import { inspect, readQrCode, startChromium } from '../support/chromium.ts';
import { enrolledCitizen, type Plus } from '../support/citizen.ts';
import { clockFrom } from '../support/clock.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { type Language, Person } from '../support/person.ts';

let kapu: Installation;
let chromium: Browser;
const clock = clockFrom(60);

beforeAll(async () => {
  kapu = await startInstallation({ now: clock.now });
  chromium = await startChromium();
});

afterAll(async () => {
  await chromium.close();
  await kapu.stop();
});

function arrive(lang: Language): Promise<Person> {
  return Person.arrive(chromium, kapu.issuer, lang);
}

async function enter(person: Person, citizen: Citizenship): Promise<void> {
  await person.page.goto(`${kapu.issuer}/fiok`);
  await person.pick('ugyfelkapu');
  await person.givePassword(citizen);
}

async function enterUnseen(person: Person, citizen: Citizenship, code?: string): Promise<void> {
  await person.signInUnseen(`${kapu.issuer}/fiok`, citizen, code);
  await person.page.goto(`${kapu.issuer}/fiok`);
  await person.heading(person.texts['account.title']).waitFor();
}

async function enterWithCode(person: Person, citizen: Citizenship & Plus): Promise<void> {
  await enter(person, citizen);
  await person.giveCode(clock.freshCode(citizen));
  await person.heading(person.texts['account.title']).waitFor();
}

describe.each<{ lang: Language }>([{ lang: 'hu' }, { lang: 'en' }])(
  'a citizen at their own pages ($lang)',
  ({ lang }) => {
    const see = async (person: Person, heading: string, name: string): Promise<void> => {
      await person.heading(heading).waitFor();
      await inspect(person.page, `${name}-${lang}`);
    };

    it('sets up another device with a fresh code, gets a new törlőkód, tries it out, and removes the first device', async () => {
      const person = await arrive(lang);
      const { page, texts } = person;
      const anna = await enrolledCitizen(kapu, new Date(clock.now().getTime() - 60_000));
      await enterWithCode(person, anna);
      clock.pass(6 * 60);
      await person.link(texts['account.plus.another']).click();
      await see(person, texts['proof.title'], 'proof');
      await page.getByLabel(texts['code.label']).fill('1234');
      await person.press(texts['action.continue']);
      expect(await person.errors()).toEqual([texts['code.format']]);
      await page.getByLabel(texts['code.label']).fill(clock.freshCode(anna));
      await person.press(texts['action.continue']);
      await see(person, texts['account.plus.another'], 'enrol-start-further');
      await person.press(texts['action.continue']);
      await person.heading(texts['enrol.key.title']).waitFor();
      const secretKey = new URL(await readQrCode(page)).searchParams.get('secret') ?? '';
      await person.proveKey(anna.password, codeAt(secretKey, clock.now()));
      await page.getByText(texts['enrol.cancellation-code.replaces']).waitFor();
      await inspect(page, `cancellation-code-further-${lang}`);
      const groups = await person.readCancellationCode();
      await person.giveLastFour(groups.at(-1) ?? '');
      await see(person, texts['account.title'], 'account-two-devices');
      await page.getByText(texts['account.another-ready.heading']).waitFor();
      const told = (await kapu.messages()).findLast(({ kind }) => kind === 'authenticator-added');
      expect(told?.more.device).toBe(texts['enrol.device.default']);

      await person.link(texts['account.plus.drill']).click();
      await see(person, texts['drill.title'], 'drill');
      await page.getByLabel(texts['cancellation-code.label']).fill(anna.cancellationCode);
      await person.press(texts['drill.button']);
      const [wrong = ''] = await person.errors();
      expect(wrong.split(/\d/)[0]).toBe(texts['cancellation-code.wrong-one'].split('{date}')[0]);
      await page.getByLabel(texts['cancellation-code.label']).fill(groups.join(' '));
      await person.press(texts['drill.button']);
      await page.getByText(texts['drill.right.heading']).waitFor();
      await inspect(page, `drill-right-${lang}`);

      await page.goto(`${kapu.issuer}/fiok/eszkozok`);
      await see(person, texts['devices.title'], 'devices');
      const remove = page.getByRole('button', { name: texts['devices.remove'] });
      expect(await remove.count()).toBe(2);
      await remove.first().click();
      await page.waitForLoadState();
      await expect(remove.count()).resolves.toBe(1);
      await see(person, texts['devices.title'], 'devices-removed');
      await page.getByText(texts['devices.removed.heading']).waitFor();
      const removal = (await kapu.messages()).findLast(({ kind }) => kind === 'authenticator-removed');
      expect(removal?.more.device).toBe('Telefon');
      await remove.first().click();
      await person.heading(texts['proof.title']).waitFor();
      await page.getByLabel(texts['code.label']).fill(clock.freshCode({ secretKey }));
      await person.press(texts['action.continue']);
      await remove.first().click();
      await page.getByText(texts['devices.last']).first().waitFor();
      await inspect(page, `devices-last-${lang}`);
    });

    it('stops an application that somebody else began in another browser', async () => {
      const anna = await kapu.addCitizen();
      const [thief, owner] = [await arrive(lang), await arrive(lang)];
      await enterUnseen(thief, anna);
      await thief.page.goto(`${kapu.issuer}/fiok/igenyles`);
      await thief.press(thief.texts['enrol.start.continue']);
      await see(thief, thief.texts['contact-code.title'], 'contact-code');
      await thief.press(thief.texts['contact-code.resend']);
      await see(thief, thief.texts['contact-code.title'], 'contact-code-too-soon');
      await enterUnseen(owner, anna);
      await owner.page.goto(`${kapu.issuer}/fiok/igenyles`);
      await see(owner, owner.texts['enrol.elsewhere.title'], 'enrol-elsewhere');
      await owner.press(owner.texts['enrol.elsewhere.abandon']);
      await owner.heading(owner.texts['enrol.start.title']).waitFor();
    });

    it('changes the password', async () => {
      const person = await arrive(lang);
      const { page, texts } = person;
      const anna = await kapu.addCitizen();
      await enterUnseen(person, anna);
      await person.link(`${texts['account.data.change']} (${texts['password.label']})`).click();
      await see(person, texts['new-password.title'], 'new-password');
      await person.press(texts['new-password.button']);
      await see(person, texts['new-password.title'], 'new-password-empty');
      await page.getByLabel(texts['new-password.current'], { exact: true }).fill(anna.password);
      await page.getByLabel(texts['new-password.label'], { exact: true }).fill('tizenkét piros esernyő');
      await person.press(texts['new-password.button']);
      await page.getByText(texts['new-password.done.heading']).waitFor();
      await inspect(page, `account-new-password-${lang}`);
    });

    it('without an Ügyfélkapu+ gives the password again before a change that matters', async () => {
      const person = await arrive(lang);
      const { page, texts } = person;
      const anna = await kapu.addCitizen();
      await enterUnseen(person, anna);
      clock.pass(6 * 60);
      await person.link(`${texts['account.data.change']} (${texts['account.data.email']})`).click();
      await see(person, texts['proof.title-by-password'], 'password-again');
      await person.press(texts['action.continue']);
      expect(await person.errors()).toEqual([texts['password.empty']]);
      await inspect(page, `password-again-empty-${lang}`);
      await page.getByLabel(texts['password.label'], { exact: true }).fill(anna.password);
      await person.press(texts['action.continue']);
      await person.heading(texts['contact.email.title']).waitFor();
    });

    it('waits where there is no confirmed address', async () => {
      const person = await arrive(lang);
      await enterUnseen(person, await kapu.addCitizen({ email_verified: false }));
      await person.page.goto(`${kapu.issuer}/fiok/igenyles`);
      await person.press(person.texts['enrol.start.continue']);
      await see(person, person.texts['enrol.waiting.title'], 'enrol-waiting');
    });

    it('blocks an authenticator that is not theirs by the link in the message', async () => {
      const person = await arrive(lang);
      const { page, texts } = person;
      const anna = await kapu.addCitizen();
      await enterUnseen(person, anna);
      await page.goto(`${kapu.issuer}/fiok/igenyles`);
      await person.beginApplication(kapu);
      const secretKey = new URL(await readQrCode(page)).searchParams.get('secret') ?? '';
      await person.proveKey(anna.password, codeAt(secretKey, clock.now()));
      await person.giveLastFour((await person.readCancellationCode()).at(-1) ?? '');
      await person.heading(texts['account.title']).waitFor();
      const told = (await kapu.messages()).findLast(({ kind }) => kind === 'plus-activated');
      await page.goto(String(told?.more.objection));
      await see(person, texts['objection.title'], 'objection');
      await person.press(texts['objection.button']);
      await see(person, texts['objection.done.title'], 'objection-done');
      await page.goto(`${kapu.issuer}/nem-en-voltam/nincs-ilyen`);
      await see(person, texts['objection.unknown.title'], 'objection-unknown');
    });

    it('signs everybody out by the link in the message about a sign-in that was not theirs', async () => {
      const anna = await enrolledCitizen(kapu, clock.now());
      await enterUnseen(await arrive(lang), anna, clock.freshCode(anna));
      clock.pass(60);
      await enterUnseen(await arrive(lang), anna, clock.freshCode(anna));
      const told = (await kapu.messages()).findLast(({ more }) => more.objection);
      const person = await arrive(lang);
      const { page, texts } = person;
      await page.goto(String(told?.more.objection));
      await page.getByText(texts['objection.sign-in.text']).waitFor();
      await see(person, texts['objection.title'], 'objection-sign-in');
      await person.press(texts['objection.sign-in.button']);
      await see(person, texts['objection.sign-in.done.title'], 'objection-sign-in-done');
    });
  },
);

describe.each([{ script: 'with scripts' }, { script: 'without scripts' }])(
  'what was typed ($script)',
  ({ script }) => {
    it('stays when the language is switched, and the page loaded again or come back to; Enter sends the form', async () => {
      const javaScriptEnabled = script === 'with scripts';
      const { page, texts } = await Person.arrive(chromium, kapu.issuer, 'hu', { javaScriptEnabled });
      await page.goto(`${kapu.issuer}/megszuntetes`);
      const name = page.locator('#username');
      await name.fill('minta.anna');
      await page.locator('#password').fill('titok');
      await Promise.all([page.waitForURL(/lang=en/), page.getByRole('button', { name: 'English' }).click()]);
      expect([await name.inputValue(), await page.locator('#password').inputValue()]).toEqual([
        'minta.anna',
        '',
      ]);
      await page.reload();
      expect(await name.inputValue()).toBe('minta.anna');
      if (javaScriptEnabled) {
        await name.fill('minta.bela');
        await page.reload();
        expect(await name.inputValue()).toBe('minta.bela');
      }
      await name.fill('minta.cecilia');
      await name.press('Enter');
      await page.locator('.govuk-error-summary').waitFor();
      expect([await name.inputValue(), await page.title()]).toEqual([
        'minta.cecilia',
        expect.stringContaining('Error'),
      ]);
      await page.goBack();
      expect(await name.inputValue()).toBe('minta.cecilia');
      await page.goto(`${kapu.issuer}/elfelejtett-felhasznalonev?lang=hu`);
      await page.locator('#email').fill('minta@minta.example');
      await page.getByRole('link', { name: texts['layout.help'] }).first().click();
      await page.goBack();
      expect(await page.locator('#email').inputValue()).toBe('minta@minta.example');
    });
  },
);
