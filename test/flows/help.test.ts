/** Whoever is stuck finds help on every page, whom to call, and a number that can be said and is found in the log. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pagesSchema } from '../../src/configuration/pages.ts';
import { Browser, givePassword, referenceOf, titleOf } from '../support/citizen.ts';
import { type Installation, startInstallation } from '../support/installation.ts';

const both = (address: string) => ({ hu: address, en: `${address}/en` });
const operator = pagesSchema.parse({
  help_line: { telephone: '+36 1 234 5678', hours: { hu: 'hétköznap 8–18 óráig', en: 'on working days' } },
  contact: both('https://operator.example/kapcsolat'),
  privacy: both('https://operator.example/adatkezeles'),
  accessibility: both('/nyilatkozat'),
  authenticator_apps: [{ name: 'Minta App', android: 'https://store.example/minta' }],
});

let kapu: Installation;

beforeAll(async () => {
  kapu = await startInstallation({ config: { pages: operator } });
});

afterAll(() => kapu.stop());

/** Addresses and texts at the foot of a page. */
function footerOf({ text }: { text: string }): [string, string][] {
  const [footer = ''] = /<footer[\s\S]*<\/footer>/.exec(text) ?? [];
  return [...footer.matchAll(/href="([^"]+)">([^<]+)</g)].map(([, href = '', words = '']) => [href, words]);
}

describe('the foot of every page', () => {
  it.each(['/megszuntetes', '/elfelejtett-jelszo', '/nincs-ilyen', '/segitseg', '/fiok'])(
    'leads from %s to help, and to what the operator has to say',
    async (path) => {
      expect(footerOf(await new Browser(kapu.issuer).open(path))).toEqual([
        ['/segitseg', 'Segítség'],
        ['https://operator.example/kapcsolat', 'Kapcsolat'],
        ['https://operator.example/adatkezeles', 'Adatkezelési tájékoztató'],
        ['/nyilatkozat', 'Akadálymentesítési nyilatkozat'],
      ]);
    },
  );

  it('speaks the language of the page', async () => {
    const page = await new Browser(kapu.issuer).open('/megszuntetes?lang=en');
    expect(footerOf(page)).toContainEqual(['https://operator.example/adatkezeles/en', 'Privacy notice']);
  });
});

describe('the help page', () => {
  it.each(['hu', 'en'])('answers what people ask, each at an address of its own (%s)', async (lang) => {
    const { text } = await new Browser(kapu.issuer).open(`/segitseg?lang=${lang}`);
    const anchors = [...text.matchAll(/<h2[^>]* id="([\w-]+)"/g)].map(([, id]) => id);
    expect(anchors).toEqual([
      'alkalmazas',
      'kod',
      'uj-telefon',
      'elveszett-telefon',
      'elfelejtett-nev',
      'hamis-oldal',
    ]);
    expect(text).toContain('+36\u00a01\u00a0234\u00a05678');
    expect(text).toContain('href="https://store.example/minta"');
    expect(text).toContain(new URL(kapu.issuer).host);
    // Nothing is folded away: a browser finds it, a printer prints it.
    expect(text).not.toContain('<details');
    // On paper a link leads nowhere: what it leads to stands beside it.
    for (const path of ['/fiok/eszkozok', '/megszuntetes', '/elfelejtett-felhasznalonev']) {
      expect(text).toContain(`<span class="kapu-print-only">${new URL(kapu.issuer).host}${path}</span>`);
    }
  });
});

it('the apps are named as the operator recommends them, on every page', async () => {
  const browser = new Browser(kapu.issuer);
  const citizen = await kapu.addCitizen();
  const help = await browser.open('/segitseg');
  const start = await givePassword(browser, await browser.open('/fiok/igenyles'), citizen, 'ugyfelkapu');
  for (const page of [help, start, await browser.open('/fiok')]) {
    expect(page.text).toContain('például Minta App');
    expect(page.text).not.toMatch(/Google Authenticator|Authy/);
  }
});

describe('an error', () => {
  it('says whom to call, and a number of two groups of four by which the log is found', async () => {
    const page = await new Browser(kapu.issuer).open('/nincs-ilyen');
    expect(titleOf(page)).toBe('Nincs ilyen oldal');
    expect(page.text).toContain(
      'hívja az ügyfélszolgálatot: +36\u00a01\u00a0234\u00a05678 (hétköznap 8–18 óráig)',
    );
    const reference = referenceOf(page);
    expect(reference).toMatch(/^\d{8}$/);
    const found = kapu.log.filter((line) => line.includes(`"request_id":"${reference}-`));
    expect(found.length).toBeGreaterThan(0);
    expect(found.every((line) => line.includes(String(page.headers['x-request-id'])))).toBe(true);
  });

  it('has another number each time', async () => {
    const browser = new Browser(kapu.issuer);
    const references = await Promise.all(
      Array.from({ length: 20 }, async () => referenceOf(await browser.get('/nincs-ilyen'))),
    );
    expect(new Set(references).size).toBe(20);
  });
});

describe('what the operator wrote', () => {
  it.each([
    [{ contact: both('http://operator.example') }],
    [{ contact: both('javascript:alert(1)') }],
    [{ privacy: { hu: 'https://operator.example' } }],
    [{ help_line: { telephone: 'hívjon' } }],
    [{ adatvedelem: both('https://operator.example') }],
  ])('is refused where it is no address or number: %j', (written) => {
    expect(pagesSchema.safeParse(written).success).toBe(false);
  });

  it('may be nothing: help is ours', async () => {
    const silent = await startInstallation();
    const page = await new Browser(silent.issuer).open('/nincs-ilyen');
    await silent.stop();
    expect(footerOf(page)).toEqual([['/segitseg', 'Segítség']]);
    expect(page.text).not.toContain('ügyfélszolgálat');
  });
});
