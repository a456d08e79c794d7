import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { createActivationStore } from '../../src/accounts/recovery/activation-store.ts';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import { inspect, startChromium } from '../support/chromium.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { type Language, Person } from '../support/person.ts';

const chosen = 'tizenkét piros esernyő a kapuban';

let kapu: Installation;
let chromium: Browser;

beforeAll(async () => {
  kapu = await startInstallation();
  chromium = await startChromium();
});

afterAll(async () => {
  await chromium.close();
  await kapu.stop();
});

function arrive(lang: Language, javaScriptEnabled = true): Promise<Person> {
  return Person.arrive(chromium, kapu.issuer, lang, { javaScriptEnabled });
}

async function lastSent(): Promise<Record<string, string>> {
  const message = (await kapu.messages()).findLast(({ kind }) => kind === 'password-reset-code');
  return message?.more ?? {};
}

describe.each<{ lang: Language }>([{ lang: 'hu' }, { lang: 'en' }])('a citizen ($lang)', ({ lang }) => {
  const see = async (person: Person, heading: string, name: string): Promise<void> => {
    await person.heading(heading).waitFor();
    await inspect(person.page, `${name}-${lang}`);
  };

  async function askFor(person: Person, username: string): Promise<void> {
    await person.page.getByLabel(person.texts['username.label']).fill(username);
    await person.press(person.texts['reset.button']);
    await person.heading(person.texts['reset.code.title']).waitFor();
  }

  async function choose(person: Person, password: string, button: string): Promise<void> {
    await person.page.getByLabel(person.texts['new-password.label'], { exact: true }).fill(password);
    await person.press(button);
  }

  it('who forgot the password sets another one with the code and signs in', async () => {
    const anna = await kapu.addCitizen();
    const person = await arrive(lang);
    const { page, texts } = person;
    await page.goto(`${kapu.issuer}/fiok`);
    await person.pick('ugyfelkapu');
    await see(person, texts['method.ugyfelkapu.sign-in'], 'password-with-ways-out');
    await person.link(texts['reset.title']).click();
    await see(person, texts['reset.title'], 'reset');
    await person.press(texts['reset.button']);
    expect(await person.errors()).toEqual([texts['username.empty']]);
    await inspect(page, `reset-empty-${lang}`);
    await askFor(person, anna.username);
    await inspect(page, `reset-code-${lang}`);
    await page.getByLabel(texts['contact-code.label']).fill('12 34 56 78');
    await person.press(texts['action.continue']);
    await see(person, texts['reset.code.title'], 'reset-code-wrong');

    const { code = '', sessionIdentifier = '' } = await lastSent();
    await page.getByText(sessionIdentifier, { exact: true }).waitFor();
    await page.getByLabel(texts['contact-code.label']).fill(code);
    await person.press(texts['action.continue']);
    await see(person, texts['reset.password.title'], 'reset-password');
    expect(await page.getByLabel(texts['reset.sign-out']).isChecked()).toBe(true);
    await choose(person, 'jelszojelszojelszo', texts['action.save']);
    expect(await person.errors()).toEqual([texts['new-password.weak.repeated']]);
    await see(person, texts['reset.password.title'], 'reset-password-weak');
    expect(await page.getByLabel(texts['reset.sign-out']).isChecked()).toBe(true);
    await choose(person, chosen, texts['action.save']);
    await see(person, texts['reset.done.title'], 'reset-done');
    await person.link(texts['action.sign-in']).click();
    await person.pick('ugyfelkapu');
    await person.givePassword({ ...anna, password: chosen });
    await person.heading(texts['account.title']).waitFor();
  });

  it('opens the link of the message in the same browser, and in another one, without scripts', async () => {
    const anna = await kapu.addCitizen();
    const person = await arrive(lang, false);
    const elsewhere = await arrive(lang, false);
    await person.page.goto(`${kapu.issuer}/elfelejtett-jelszo`);
    await askFor(person, anna.username);
    const { link = '' } = await lastSent();
    await elsewhere.page.goto(link);
    await elsewhere.heading(elsewhere.texts['reset.elsewhere.title']).waitFor();
    await person.page.goto(link);
    await person.heading(person.texts['reset.link.title']).waitFor();
    await person.press(person.texts['action.continue']);
    await choose(person, chosen, person.texts['action.save']);
    await person.heading(person.texts['reset.done.title']).waitFor();
  });

  it('reads where the link works, and that a request is over', async () => {
    const anna = await kapu.addCitizen();
    const person = await arrive(lang);
    const elsewhere = await arrive(lang);
    await person.page.goto(`${kapu.issuer}/elfelejtett-jelszo`);
    await askFor(person, anna.username);
    const { link = '' } = await lastSent();
    await elsewhere.page.goto(link);
    await see(elsewhere, elsewhere.texts['reset.elsewhere.title'], 'reset-elsewhere');
    await elsewhere.page.goto(`${kapu.issuer}/elfelejtett-jelszo/uj-jelszo`);
    await see(elsewhere, elsewhere.texts['reset.over.title'], 'reset-over');
    await person.page.goto(link);
    await see(person, person.texts['reset.link.title'], 'reset-link');
  });

  it('lets another browser in by the link, and keeps the password', async () => {
    const anna = await kapu.addCitizen();
    const person = await arrive(lang);
    await person.page.goto(`${kapu.issuer}/elfelejtett-jelszo`);
    await askFor(person, anna.username);
    const elsewhere = await arrive(lang);
    const { texts } = elsewhere;
    await elsewhere.page.goto((await lastSent()).link ?? '');
    await elsewhere.press(texts['reset.let-in.button']);
    await see(elsewhere, texts['reset.let-in.title'], 'browser-let-in');
    await elsewhere.link(texts['action.sign-in']).click();
    await elsewhere.pick('ugyfelkapu');
    await elsewhere.givePassword(anna);
    await elsewhere.heading(texts['account.title']).waitFor();
  });

  it.each([
    ['beside-code', 'replace-password.chosen-beside-code'],
    ['never', 'replace-password.never-judged'],
  ] as const)(
    'whose password was judged %s and stands alone chooses another, and is signed in',
    async (judged, why) => {
      const anna = await kapu.addCitizen();
      await kapu.nodes[0].store.hset(`{account:${anna.id}}`, 'password_judged', judged);
      const person = await arrive(lang);
      const { page, texts } = person;
      await page.goto(`${kapu.issuer}/fiok`);
      await person.pick('ugyfelkapu');
      await person.givePassword(anna);
      await see(person, texts['replace-password.title'], `replace-password-${judged}`);
      await page.getByText(texts[why], { exact: true }).waitFor();
      await choose(person, 'jelszojelszojelszo', texts['replace-password.button']);
      expect(await person.errors()).toEqual([texts['new-password.weak.repeated']]);
      await see(person, texts['replace-password.title'], `replace-password-${judged}-weak`);
      await choose(person, anna.password, texts['replace-password.button']);
      expect(await person.errors()).toEqual([texts['new-password.unchanged']]);
      await choose(person, chosen, texts['replace-password.button']);
      await person.heading(texts['account.title']).waitFor();
    },
  );
  it('who forgot the user name has it sent, and goes back to signing in', async () => {
    const email = `minta.${lang}@kapu.example`;
    const { username } = await kapu.addCitizen({ email });
    const person = await arrive(lang);
    const { page, texts } = person;
    await page.goto(`${kapu.issuer}/fiok`);
    await person.pick('ugyfelkapu');
    await person.link(texts['forgotten-username.title']).click();
    await see(person, texts['forgotten-username.title'], 'forgotten-username');
    await page.getByLabel(texts['forgotten-username.label']).fill('minta anna');
    await person.press(texts['forgotten-username.button']);
    expect(await person.errors()).toEqual([texts['forgotten-username.format']]);
    await see(person, texts['forgotten-username.title'], 'forgotten-username-wrong');
    await page.getByLabel(texts['forgotten-username.label']).fill(email);
    await person.press(texts['forgotten-username.button']);
    await see(person, texts['forgotten-username.sent.title'], 'forgotten-username-sent');
    const message = (await kapu.messages()).findLast(({ kind }) => kind === 'forgotten-username');
    expect([message?.to, message?.more.usernames]).toEqual([email, username]);
    await person.link(texts['reset.back']).click();
    await person.heading(texts['method.title']).waitFor();
  });

  it('with an activation code chooses a password and signs in', async () => {
    const anna = await kapu.addCitizen();
    const { store } = kapu.nodes[0];
    await store.hset(`{account:${anna.id}}`, 'status', 'awaiting-activation');
    const activations = createActivationStore(store, kapu.sealer, kapu.config.secrets);
    const { code = '' } =
      (await activations.issueCode(anna.id, securityEvents.activationCodeIssued(anna.id))) ?? {};
    const person = await arrive(lang);
    const { page, texts } = person;
    await page.goto(`${kapu.issuer}/fiok`);
    await person.pick('ugyfelkapu');
    await person.link(texts['activation.offer']).click();
    await see(person, texts['activation.title'], 'activation');
    await page.getByLabel(texts['username.label']).fill(anna.username);
    await page.getByLabel(texts['activation.label']).fill('ABCD-EFGH-JKMN');
    await person.press(texts['action.continue']);
    expect(await person.errors()).toEqual([texts['activation.wrong']]);
    await see(person, texts['activation.title'], 'activation-wrong');
    await page.getByLabel(texts['activation.label']).fill(code.toLowerCase());
    await person.press(texts['action.continue']);
    await see(person, texts['activation.password.title'], 'activation-password');
    await choose(person, 'Minta Anna 1956-03-14', texts['activation.button']);
    await see(person, texts['activation.password.title'], 'activation-password-weak');
    await choose(person, chosen, texts['activation.button']);
    await see(person, texts['activation.done.title'], 'activation-done');
    await person.link(texts['action.sign-in']).click();
    await person.pick('ugyfelkapu');
    await person.givePassword({ ...anna, password: chosen });
    await person.heading(texts['account.title']).waitFor();
    await page.goto(`${kapu.issuer}/aktivalas/jelszo`);
    await person.heading(texts['activation.done.title']).waitFor();
    const stranger = await arrive(lang);
    await stranger.page.goto(`${kapu.issuer}/aktivalas/jelszo`);
    await see(stranger, stranger.texts['activation.over.title'], 'activation-over');
  });
});
