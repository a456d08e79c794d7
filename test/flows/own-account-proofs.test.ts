/** What signed-in citizens do on their own pages when their proof has grown old: every form that is sent, of whatever page. ASVS 5.0 7.5.1, 7.5.3. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Layer } from '@koa/router';
import { codeAt } from '../support/authenticator.ts';
import { Browser, enrolledCitizen, formOf, givePassword, titleOf } from '../support/citizen.ts';
import { everythingOn, listenToRouters } from '../support/every-route.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';

let kapu: Installation;
let layers: readonly Layer[];
/** The engine dates by the machine's clock, own pages by the store's, which is this one. */
let now = new Date();

beforeAll(async () => {
  layers = await listenToRouters();
  kapu = await startInstallation({ now: () => now, config: await everythingOn() });
});

afterAll(() => kapu.stop());

const askedBesideACode = 'asks for the password in the form itself; a code, where there is one, comes before';
const askedItself = 'asks for a törlőkód in the form itself';
const onlyEnds = 'ends something, and gives nobody anything';

/** A form that is taken from whoever is signed in, however long ago. A new one is asked for a proof, or has its reason here. */
const takenWithoutProof: Readonly<Record<string, string>> = {
  '/fiok/megerosites': 'is where a proof is given',
  '/fiok/megerosites/azonositokulcs': 'is where a proof is given',
  '/fiok/jelszo': askedBesideACode,
  '/fiok/fiok-megszuntetese': askedBesideACode,
  '/fiok/igenyles/:action': askedBesideACode,
  '/fiok/megszuntetes': askedItself,
  '/fiok/torlokod-proba': askedItself,
  '/fiok/fiok-megszuntetese/visszavonas': 'leaves everything as it is',
  '/fiok/hivatali-keres': onlyEnds,
  '/fiok/belepesek/:handle/kijelentkezes': onlyEnds,
  '/fiok/belepesek/kijelentkezes-mindenhol': onlyEnds,
  '/fiok/naplo/:id/nem-en-voltam': onlyEnds,
  '/fiok/szolgaltatasok/:clientId/visszavonas': onlyEnds,
  '/fiok/tarcaim/:id/visszavonas': onlyEnds,
};

const notDone = 'Ez még nem történt meg';
const minutes = (many: number): number => many * 60_000;

function routes(): string[] {
  return layers
    .filter(({ methods, path }) => methods.includes('POST') && String(path).startsWith('/fiok'))
    .map(({ path }) => String(path));
}

async function fieldsOfForms(browser: Browser): Promise<Record<string, string>> {
  return formOf(await browser.open('/fiok/adataim'), '/kapu-adataim.json').fields;
}

async function asksForProof(
  browser: Browser,
  route: string,
  fields: Record<string, string>,
): Promise<boolean> {
  const { headers } = await browser.post(route.replace(/:\w+/g, 'x'), fields);
  // Marked: the page that it leads back to says that nothing was done.
  return /^\/fiok\/megerosites\?tovabb=[^&]+&ujra$/.test(headers.location ?? '');
}

it('each form asks anew for the password of who has a password alone, or says why it does not', async () => {
  const anna = await kapu.addCitizen();
  const taken: string[] = [];
  expect(routes().length).toBeGreaterThan(25);
  for (const route of routes()) {
    // Some end the session that they come from.
    now = new Date();
    const browser = new Browser(kapu.issuer);
    await givePassword(browser, await browser.open('/fiok'), anna, 'ugyfelkapu');
    const fields = await fieldsOfForms(browser);
    now = new Date(Date.now() + minutes(6));
    taken.push(...((await asksForProof(browser, route, fields)) ? [] : [route]));
  }
  expect(taken.sort()).toEqual(Object.keys(takenWithoutProof).sort());
});

it('each of these, and what asks for the password itself, asks anew for a code of who has an Ügyfélkapu+', async () => {
  now = new Date();
  const anna = await enrolledCitizen(kapu, new Date(now.getTime() - minutes(2)));
  const browser = new Browser(kapu.issuer);
  const page = await givePassword(browser, await browser.open('/fiok'), anna);
  await browser.submit(page, '/code', { code: codeAt(anna.secretKey, now) });
  const fields = await fieldsOfForms(browser);
  now = new Date(now.getTime() + minutes(6));
  const taken: string[] = [];
  const asking = routes().filter(
    (route) => (takenWithoutProof[route] ?? askedBesideACode) === askedBesideACode,
  );
  for (const route of asking) {
    taken.push(...((await asksForProof(browser, route, fields)) ? [] : [route]));
  }
  expect(taken).toEqual([]);
  expect(asking).toContain('/fiok/jelszo');
});

it('whoever gave a code between a form and what it was to change is told that nothing was changed', async () => {
  now = new Date();
  const anna = await enrolledCitizen(kapu, new Date(now.getTime() - minutes(2)));
  const browser = new Browser(kapu.issuer);
  const page = await givePassword(browser, await browser.open('/fiok'), anna);
  await browser.submit(page, '/code', { code: codeAt(anna.secretKey, now) });
  const form = await browser.open('/fiok/elerhetoseg/email');
  now = new Date(now.getTime() + minutes(6));
  const asked = await browser.submit(form, '/elerhetoseg/email', { contact: 'uj@minta.example' });
  // Not where the proof is asked for: there is nothing to be asked for anew on that page.
  expect([titleOf(asked), asked.text.includes(notDone)]).toEqual(['Erősítse meg egy kóddal', false]);
  // Whoever has lost what is asked for reads how it goes on.
  expect(asked.text).toContain('/segitseg#elveszett-telefon"');
  const confirm = '?tovabb=%2Ffiok%2Felerhetoseg%2Femail&amp;ujra';
  const wrong = await browser.submit(asked, confirm, { code: 'abc' });
  const again = await browser.submit(wrong, confirm, { code: codeAt(anna.secretKey, now) });
  expect([titleOf(again), again.text.includes(notDone)]).toEqual(['E-mail-cím megváltoztatása', true]);
  // What was typed is there, and is no change yet.
  expect(again.text).toContain('value="uj@minta.example"');
  expect((await kapu.accounts.find(anna.id))?.profile.email).not.toBe('uj@minta.example');
  now = new Date(now.getTime() + minutes(6));
  const visited = await browser.open('/fiok/elerhetoseg/email');
  const through = await browser.submit(visited, confirm.replace('&amp;ujra', ''), {
    code: codeAt(anna.secretKey, now),
  });
  expect([titleOf(through), through.text.includes(notDone)]).toEqual(['E-mail-cím megváltoztatása', false]);
  expect(through.text).not.toContain('uj@minta.example');
});

/** Whose five minutes are over when their form arrives. */
async function typedTooLate(browser: Browser, who: Citizenship, fields: Record<string, string>) {
  await givePassword(browser, await browser.open('/fiok'), who, 'ugyfelkapu');
  const form = await browser.open('/fiok/elerhetoseg/email');
  now = new Date(now.getTime() + minutes(6));
  return browser.submit(form, '/elerhetoseg/email', fields);
}

it('what somebody typed whose form came to nothing is shown to nobody else on this computer, and no password is kept', async () => {
  now = new Date();
  const [anna, bela] = [await kapu.addCitizen(), await kapu.addCitizen()];
  const browser = new Browser(kapu.issuer);
  const typed = { contact: 'anna.uj@minta.example', password: 'titok-anna', new_code: '123456' };
  const asked = await typedTooLate(browser, anna, typed);
  const [, kept = ''] = browser.cookies.findLast(([name]) => name.endsWith('kapu_lapsed')) ?? [];
  const { fields } = JSON.parse(Buffer.from(kept.split('.')[0] ?? '', 'base64url').toString());
  expect(fields).toEqual({ contact: typed.contact });

  const address = '/fiok/elerhetoseg/email';
  now = new Date();
  const next = new Browser(kapu.issuer);
  await givePassword(next, await next.open('/fiok'), bela, 'ugyfelkapu');
  next.carry(browser, /kapu_(form|lapsed)$/);
  const page = await next.open(`${address}?ujra`);
  expect([titleOf(page), page.text.includes(notDone)]).toEqual(['E-mail-cím megváltoztatása', true]);
  expect(page.text).not.toContain('anna.uj');

  now = new Date(now.getTime() + minutes(6));
  const way = `?tovabb=${encodeURIComponent(address)}&amp;ujra`;
  const shown = await browser.submit(asked, way, { password: anna.password });
  expect(shown.text).toContain('value="anna.uj@minta.example"');
  // Sent again, it is kept no longer.
  await browser.submit(shown, '/elerhetoseg/email', { contact: 'x' });
  expect((await browser.open(`${address}?ujra`)).text).not.toContain('anna.uj');
});
