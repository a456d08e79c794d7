/** How much signing in and applying ask of a person: pages that are shown, fields that are filled in, presses of a button or a link. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { codeAt } from '../support/authenticator.ts';
import { Browser, cancellationCodeOf, errorsOf, secretKeyOf, titleOf } from '../support/citizen.ts';
import { clockFrom } from '../support/clock.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { RelyingParty } from '../support/relying-party.ts';

let kapu: Installation;
let portal: RelyingParty;
const clock = clockFrom(30);
const table: string[] = [];

beforeAll(async () => {
  kapu = await startInstallation({ now: clock.now });
  portal = await RelyingParty.discover(kapu);
});

afterAll(async () => {
  process.stdout.write(`\n${table.join('\n')}\n`);
  await kapu.stop();
});

/** A person who counts. */
class Walker {
  readonly browser = new Browser(kapu.issuer);
  readonly pages: string[] = [];
  fields = 0;
  presses = 0;

  async arrive(address: string): Promise<Response> {
    return this.#see(await this.browser.open(address));
  }

  async choose(page: Response, link: RegExp): Promise<Response> {
    this.presses += 1;
    const [, href = ''] = page.text.match(link) ?? [];
    return this.#see(await this.browser.open(href.replaceAll('&amp;', '&')));
  }

  /** Fills in what the form asks for; nothing may be asked that is not said here. */
  async send(page: Response, form: string, typed: Record<string, string>): Promise<Response> {
    this.presses += 1;
    this.fields += Object.keys(typed).length;
    const [, body = ''] = new RegExp(`action="[^"]*${form}"[^>]*>([\\s\\S]*?)</form>`).exec(page.text) ?? [];
    const asked = [...body.matchAll(/<input class="govuk-input[^>]*name="([^"]+)"/g)].map(([, name]) => name);
    expect(asked.filter((name) => name !== 'device_name').sort()).toEqual(Object.keys(typed).sort());
    return this.#see(await this.browser.submit(page, form, typed));
  }

  told(journey: string): string {
    return `| ${journey} | ${this.pages.length} | ${this.fields} | ${this.presses} |`;
  }

  #see(page: Response): Response {
    if (page.status === 200) {
      this.pages.push(titleOf(page));
    }
    return page;
  }
}

const byPassword = /href="([^"]*\?method=ugyfelkapu)"/;
const byPlus = /href="([^"]*\?method=ugyfelkapu-plus)"/;

async function contactCode(): Promise<string> {
  const message = (await kapu.messages()).findLast(({ kind }) => kind === 'enrolment-code');
  return String(message?.more.code);
}

it('applying from the account takes seven pages and five fields, and signing in with it three and three', async () => {
  const { username, password } = await kapu.addCitizen();
  const anna = new Walker();
  const methods = await anna.arrive('/fiok');
  const form = await anna.choose(methods, byPassword);
  const account = await anna.send(form, '/password', { username, password });
  const mail = await anna.send(account, '/igenyles/start', {});
  const key = await anna.send(mail, '/confirm', { contact_code: await contactCode() });
  const secretKey = secretKeyOf(key);
  const shown = await anna.send(key, '/prove', { code: codeAt(secretKey, clock.now()) });
  const last_four = cancellationCodeOf(shown).slice(-4);
  const done = await anna.send(shown, '/finish', { last_four });
  expect(done.text).toContain('Elkészült az Ügyfélkapu+');
  expect(anna.pages).toEqual([
    'Hogyan szeretne bejelentkezni?',
    'Bejelentkezés Ügyfélkapu használatával',
    'Fiókom',
    'Nézze meg az e-mailjeit',
    'Kapcsolja össze a telefonját a fiókjával',
    'Törlőkód mentése',
    'Fiókom',
  ]);
  expect([anna.pages.length, anna.fields]).toEqual([7, 5]);

  clock.pass(60);
  const again = new Walker();
  const ways = await again.arrive((await portal.request()).address);
  const asked = await again.choose(ways, byPlus);
  const code = await again.send(asked, '/password', { username, password });
  await again.send(code, '/code', { code: clock.freshCode({ secretKey }) });
  expect([again.pages.length, again.fields]).toEqual([3, 3]);
  table.push('| journey | pages | fields | presses |', '| --- | --- | --- | --- |');
  table.push(anna.told('apply from the account'), again.told('sign in with it'));
});

it('applying within a sign-in takes six pages and five fields, the last of which one presses on from, and ends at the service', async () => {
  const { username, password } = await kapu.addCitizen();
  const bela = new Walker();
  const ways = await bela.arrive(
    (await portal.request({ acr_values: 'http://eidas.europa.eu/LoA/substantial' })).address,
  );
  const form = ways.text.includes('name="username"') ? ways : await bela.choose(ways, byPlus);
  const start = await bela.send(form, '/password', { username, password });
  const mail = await bela.send(start, '/enrol/start', {});
  const key = await bela.send(mail, '/confirm', { contact_code: await contactCode() });
  const shown = await bela.send(key, '/prove', { code: codeAt(secretKeyOf(key), clock.now()) });
  const last = await bela.send(shown, '/finish', { last_four: cancellationCodeOf(shown).slice(-4) });
  expect(titleOf(last)).toBe('Legyen másik útja is a fiókjához');
  const back = await bela.send(last, '/passkey-offer/later', {});
  expect(back.headers.location).toContain('code=');
  table.push(bela.told('apply within a sign-in'));
  expect([bela.pages.length, bela.fields]).toEqual([6, 5]);
});

it('an application asks for a password again that was given long ago, and nothing comes of it without', async () => {
  const { id, username, password } = await kapu.addCitizen();
  const { bela, key, code } = await applySlowly({ username, password });
  const wrongs: Record<string, string>[] = [{}, { password: '' }, { password: 'nem ez az' }];
  const refusals = () => kapu.log.filter((line) => line.includes('"event":"password.refused"')).length;
  const before = refusals();
  for (const typed of wrongs) {
    const refused = await bela.browser.submit(key, '/prove', { ...typed, code: code() });
    expect([refused.status, cancellationCodeOf(refused)]).toEqual([422, '']);
  }
  expect((await kapu.accounts.find(id))?.hasPlus).toBe(false);
  expect(refusals()).toBe(before + 1);
  const shown = await bela.send(key, '/prove', { password, code: code() });
  expect(cancellationCodeOf(shown)).toMatch(/-/);
});

it('an application under which passwords were locked says until when, to programs as well', async () => {
  const { bela, key, code } = await applySlowly(await kapu.addCitizen());
  const statuses: number[] = [];
  let refused = key;
  for (let time = 0; time < 6; time += 1) {
    refused = await bela.browser.submit(key, '/prove', { password: 'nem ez az', code: code() });
    statuses.push(refused.status);
  }
  expect(statuses).toEqual([422, 422, 422, 422, 422, 429]);
  expect(errorsOf(refused)).toEqual([expect.stringMatching(/nem fogadunk jelszót/)]);
  expect(new Date(String(refused.headers['retry-after'])).getTime()).toBeGreaterThan(clock.now().getTime());
});

/** To the page of the key, a quarter of an hour after the password was given. */
async function applySlowly({ username, password }: Pick<Citizenship, 'username' | 'password'>) {
  const bela = new Walker();
  const { address } = await portal.request({ acr_values: 'http://eidas.europa.eu/LoA/substantial' });
  const ways = await bela.arrive(address);
  const form = ways.text.includes('name="username"') ? ways : await bela.choose(ways, byPlus);
  const start = await bela.send(form, '/password', { username, password });
  const mail = await bela.send(start, '/enrol/start', {});
  clock.pass(16 * 60);
  const key = await bela.send(mail, '/confirm', { contact_code: await contactCode() });
  return { bela, key, code: () => codeAt(secretKeyOf(key), clock.now()) };
}
