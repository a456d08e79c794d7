import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codeAt } from '../support/authenticator.ts';
import { Browser, enrolledCitizen, errorsOf, givePassword, type Plus, titleOf } from '../support/citizen.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';

let kapu: Installation;
/** In the past, since the engine dates by the machine's clock. */
let now = new Date(Date.now() - 60 * 60_000);

beforeAll(async () => {
  kapu = await startInstallation({
    now: () => now,
    config: { smsGateway: { url: 'http://127.0.0.1:9/', token: 'x'.repeat(32), sender: undefined } },
  });
});

afterAll(() => kapu.stop());

const email = '/fiok/elerhetoseg/email';
const phone = '/fiok/elerhetoseg/telefon';
const form = 'E-mail-cím megváltoztatása';

async function signedIn(anna: Citizenship & Partial<Plus>): Promise<Browser> {
  now = new Date(now.getTime() + 60_000);
  const browser = new Browser(kapu.issuer);
  const page = await givePassword(browser, await browser.open('/fiok'), anna, 'ugyfelkapu');
  if (anna.secretKey) {
    await browser.submit(page, '/code', { code: codeAt(anna.secretKey, now) });
  }
  expect(titleOf(await browser.open('/fiok'))).toBe('Fiókom');
  return browser;
}

/** In the same browser. */
async function signedInAgain(browser: Browser, anna: Citizenship & Plus): Promise<void> {
  now = new Date(now.getTime() + 60_000);
  const page = await givePassword(browser, await browser.open('/fiok'), anna, 'ugyfelkapu');
  await browser.submit(page, '/code', { code: codeAt(anna.secretKey, now) });
}

async function newcomer(): Promise<Citizenship & Plus> {
  return enrolledCitizen(kapu, new Date(now.getTime() - 60_000));
}

async function codes() {
  const messages = await kapu.messages();
  const last = (kind: string) => messages.findLast((message) => message.kind === kind);
  return { fresh: last('contact-code-new'), old: last('contact-code-old') };
}

async function profileOf({ id }: Citizenship) {
  return (await kapu.accounts.find(id))?.profile;
}

describe('a new e-mail address', () => {
  it('counts once both the old and the new one are confirmed, and both are told', async () => {
    const anna = await newcomer();
    const browser = await signedIn(anna);
    const asked = await browser.submit(await browser.open(email), email, { contact: ' uj@minta.example ' });
    expect(titleOf(asked)).toBe('Írja be a kódokat');
    expect(asked.text).toContain('Amíg mindkettőt be nem írja, semmi sem változik.');
    const { fresh, old } = await codes();
    expect([fresh?.to, old?.to]).toEqual(['uj@minta.example', 'anna@minta.example']);
    expect(old?.more.contact).toBe('u•••@minta.example');
    expect(asked.text).toContain(`kapu-code-card__code">${fresh?.more.sessionIdentifier}<`);
    expect(old?.more.sessionIdentifier).toBe(fresh?.more.sessionIdentifier);

    const half = await browser.submit(asked, '/megerosites', {
      new_code: String(fresh?.more.code),
      old_code: String(fresh?.more.code),
    });
    expect(errorsOf(half)).toEqual([
      'A kód nem megfelelő. Mindig a legutóbb kapott kódot írja be. Még 4 próbálkozása van.',
    ]);
    expect((await profileOf(anna))?.email).toBe('anna@minta.example');
    const switched = await browser.open(`${email}/megerosites?lang=hu`);
    expect([switched.status, titleOf(switched)]).toEqual([200, 'Írja be a kódokat']);
    const done = await browser.submit(half, '/megerosites', {
      new_code: String(fresh?.more.code),
      old_code: String(old?.more.code),
    });
    expect(done.text).toContain('Megváltozott az elérhetősége');
    expect(await profileOf(anna)).toMatchObject({ email: 'uj@minta.example', email_verified: true });
    const told = (await kapu.messages()).filter(({ kind }) => kind === 'contact-changed');
    expect(told.map(({ to }) => to)).toEqual(['anna@minta.example', 'uj@minta.example']);
    expect((await browser.open('/fiok/naplo')).text).toContain('Megváltozott az elérhetőség: e-mail-cím');
  });

  it('that a thief in a session began is gone once its owner signs out everywhere, who was told of it', async () => {
    const anna = await newcomer();
    const thief = await signedIn(anna);
    const asked = await thief.submit(await thief.open(email), email, { contact: 'tolvaj@minta.example' });
    const { fresh, old } = await codes();
    const owner = await signedIn(anna);
    const sessions = await owner.open('/fiok/belepesek');
    expect(sessions.text).toContain('<li>az elérhetősége folyamatban lévő módosítása</li>');
    const done = await owner.submit(sessions, '/kijelentkezes-mindenhol');
    expect(done.text).toContain('Ezzel véget ért még:');
    // Even with both codes, and signed in once more.
    await signedInAgain(thief, anna);
    const typed = { new_code: String(fresh?.more.code), old_code: String(old?.more.code) };
    expect(titleOf(await thief.submit(asked, '/megerosites', typed))).toBe(form);
    expect((await profileOf(anna))?.email).toBe('anna@minta.example');
    expect((await owner.open('/fiok/belepesek')).text).not.toContain('véget ér');
  });

  it('loses no try by a code that lacks a digit, of either side', async () => {
    const anna = await newcomer();
    const browser = await signedIn(anna);
    const asked = await browser.submit(await browser.open(email), email, { contact: 'uj@minta.example' });
    const { fresh, old } = await codes();
    const right = { new_code: String(fresh?.more.code), old_code: String(old?.more.code) };
    const lacking = 'A kód 8 számjegyből áll. A szóköz nem gond.';
    for (const field of ['new_code', 'old_code'] as const) {
      for (let slip = 0; slip < 3; slip += 1) {
        const page = await browser.submit(asked, '/megerosites', { ...right, [field]: '1234567' });
        expect([page.status, errorsOf(page)]).toEqual([422, [lacking]]);
      }
    }
    const changed = await browser.submit(asked, '/megerosites', right);
    expect(titleOf(changed)).toBe('Fiókom');
    now = new Date(now.getTime() + 2 * 60_000);
  });

  it('is not taken from a code that was used, from another browser, after five wrong tries, or after half an hour', async () => {
    const anna = await newcomer();
    const [browser, other] = [await signedIn(anna), await signedIn(anna)];
    const asked = await browser.submit(await browser.open(email), email, { contact: 'uj@minta.example' });
    const { fresh, old } = await codes();
    const right = { new_code: String(fresh?.more.code), old_code: String(old?.more.code) };
    expect(titleOf(await other.open(email))).toBe(form);
    for (let wrong = 0; wrong < 5; wrong += 1) {
      await browser.submit(asked, '/megerosites', { new_code: '00000000', old_code: '00000000' });
    }
    expect(titleOf(await browser.submit(asked, '/megerosites', right))).toBe(form);

    now = new Date(now.getTime() + 2 * 60_000);
    const again = await browser.submit(await browser.open(email), email, { contact: 'uj@minta.example' });
    const second = await codes();
    expect(titleOf(await browser.submit(again, '/megerosites', right))).toBe('Írja be a kódokat');
    now = new Date(now.getTime() + 31 * 60_000);
    const later = await signedIn(anna);
    const late = await later.post(`${email}/megerosites`, {
      ...tokenOf((await later.open(email)).text),
      new_code: String(second.fresh?.more.code),
      old_code: String(second.old?.more.code),
    });
    expect(late.headers.location).toBe(email);
    expect((await profileOf(anna))?.email).toBe('anna@minta.example');
  });

  it('comes of parallel posts once', async () => {
    const anna = await newcomer();
    const browser = await signedIn(anna);
    const asked = await browser.submit(await browser.open(email), email, { contact: 'uj@minta.example' });
    const { fresh, old } = await codes();
    const right = { new_code: String(fresh?.more.code), old_code: String(old?.more.code) };
    const before = (await kapu.messages()).length;
    await Promise.all(Array.from({ length: 8 }, () => browser.submit(asked, '/megerosites', right)));
    expect((await kapu.messages()).length).toBe(before + 2);
  });

  it('cannot be made the owner’s by whoever has nothing but a password', async () => {
    const bela = await kapu.addCitizen({ email_verified: false });
    const thief = await signedIn(bela);
    const refused = await thief.submit(await thief.open(email), email, { contact: 'tolvaj@minta.example' });
    expect(errorsOf(refused)[0]).toContain('nincs megerősített elérhetőség');
    const own = await thief.submit(await thief.open(email), email, { contact: 'anna@minta.example' });
    expect(titleOf(own)).toBe('Írja be a kódot');
    expect((await codes()).fresh?.to).toBe('anna@minta.example');
  });

  it.each([
    ['', 'Írja be az új e-mail-címét.'],
    ['nem cím', 'Ez nem e-mail-cím. Így néz ki: nev@pelda.hu'],
    ['a@b', 'Ez nem e-mail-cím. Így néz ki: nev@pelda.hu'],
    [`${'a'.repeat(290)}@minta.example`, 'Ez nem e-mail-cím. Így néz ki: nev@pelda.hu'],
    ['anna@minta.example', 'Ez már az Ön megerősített elérhetősége. Adjon meg egy másikat.'],
  ])('is refused with a sentence when it is %j', async (contact, sentence) => {
    const browser = await signedIn(await newcomer());
    const refused = await browser.submit(await browser.open(email), email, { contact });
    expect([refused.status, errorsOf(refused)]).toEqual([422, [sentence]]);
  });

  it('is asked for once a minute', async () => {
    const browser = await signedIn(await newcomer());
    const page = await browser.open(email);
    await browser.submit(page, email, { contact: 'uj@minta.example' });
    const soon = await browser.submit(page, email, { contact: 'masik@minta.example' });
    expect(soon.status).toBe(429);
  });
});

describe('a new telephone number', () => {
  it('is confirmed by a text message to it and an e-mail to the confirmed address', async () => {
    const anna = await newcomer();
    const browser = await signedIn(anna);
    const asked = await browser.submit(await browser.open(phone), phone, { contact: '06 20 765-4321' });
    const { fresh, old } = await codes();
    expect([fresh?.to, old?.to]).toEqual(['+36207654321', 'anna@minta.example']);
    const done = await browser.submit(asked, '/megerosites', {
      new_code: String(fresh?.more.code),
      old_code: String(old?.more.code),
    });
    expect(done.text).toContain('+36\u00a020\u00a0765\u00a04321');
    expect(await profileOf(anna)).toMatchObject({
      phone_number: '+36207654321',
      phone_number_verified: true,
    });
  });

  it('may be thought over', async () => {
    const anna = await newcomer();
    const browser = await signedIn(anna);
    const asked = await browser.submit(await browser.open(phone), phone, { contact: '+36 20 765 4321' });
    expect(titleOf(await browser.submit(asked, '/elvetes'))).toBe('Fiókom');
    expect(titleOf(await browser.open(phone))).toBe('Telefonszám megváltoztatása');
  });
});

function tokenOf(text: string): { _csrf: string } {
  return { _csrf: /name="_csrf" value="([^"]+)"/.exec(text)?.[1] ?? '' };
}
