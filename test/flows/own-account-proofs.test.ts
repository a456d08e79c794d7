/** What signed-in citizens do on their own pages when their proof has grown old: every form that is sent, of whatever page. ASVS 5.0 7.5.1, 7.5.3. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Layer } from '@koa/router';
import { Browser, formOf, givePassword } from '../support/citizen.ts';
import { everythingOn, listenToRouters } from '../support/every-route.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';

let kapu: Installation;
let layers: readonly Layer[];
let anna: Citizenship;
/** The engine dates by the machine's clock, own pages by the store's, which is this one. */
let now = new Date();

beforeAll(async () => {
  layers = await listenToRouters();
  kapu = await startInstallation({ now: () => now, config: await everythingOn() });
  anna = await kapu.addCitizen();
});

afterAll(() => kapu.stop());

const askedItself = 'asks for a password or a törlőkód in the form itself';
const onlyEnds = 'ends something, and gives nobody anything';

/** A form that is taken from whoever is signed in, however long ago. A new one is asked for a proof, or has its reason here. */
const takenWithoutProof: Readonly<Record<string, string>> = {
  '/fiok/megerosites': 'is where a proof is given',
  '/fiok/megerosites/azonositokulcs': 'is where a proof is given',
  '/fiok/jelszo': askedItself,
  '/fiok/fiok-megszuntetese': askedItself,
  '/fiok/igenyles/:action': askedItself,
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

async function staleForm(): Promise<{ browser: Browser; fields: Record<string, string> }> {
  now = new Date();
  const browser = new Browser(kapu.issuer);
  await givePassword(browser, await browser.open('/fiok'), anna, 'ugyfelkapu');
  const { fields } = formOf(await browser.open('/fiok/adataim'), '/kapu-adataim.json');
  now = new Date(Date.now() + 6 * 60_000);
  return { browser, fields };
}

it('each form asks anew for the password of who has a password alone, or says why it does not', async () => {
  const routes = layers
    .filter(({ methods, path }) => methods.includes('POST') && String(path).startsWith('/fiok'))
    .map(({ path }) => String(path));
  expect(routes.length).toBeGreaterThan(25);
  const taken: string[] = [];
  for (const route of routes) {
    const { browser, fields } = await staleForm();
    const { headers } = await browser.post(route.replace(/:\w+/g, 'x'), fields);
    if (!/^\/fiok\/megerosites\?tovabb=/.test(headers.location ?? '')) {
      taken.push(route);
    }
  }
  expect(taken.sort()).toEqual(Object.keys(takenWithoutProof).sort());
});
