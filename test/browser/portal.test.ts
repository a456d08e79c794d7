import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { createPortal } from '../../demo/portal/portal.ts';
import type { PortalSettings } from '../../demo/portal/settings.ts';
import { en as portalInEnglish } from '../../demo/portal/words/en.ts';
import { type MessageKey, hu as portalInHungarian } from '../../demo/portal/words/hu.ts';
import { codeAt } from '../support/authenticator.ts';
import { inspect, newPerson, readQrCode, startChromium } from '../support/chromium.ts';
import { enrolledCitizen, enrolThroughStores } from '../support/citizen.ts';
import {
  type Citizenship,
  type Installation,
  portalSecret,
  startInstallation,
} from '../support/installation.ts';
import { type Language, Person } from '../support/person.ts';

const clientId = 'e-ugyintezes';
const portalTexts: Record<Language, Record<MessageKey, string>> = {
  hu: portalInHungarian,
  en: portalInEnglish,
};

let kapu: Installation;
let chromium: Browser;
let server: Server;
let settings: PortalSettings;
/** The clock of the provider and of the phone. It starts in the past: the engine dates its tokens by the machine's clock. */
let now = new Date(Date.now() - 60 * 60_000);

beforeAll(async () => {
  server = await listen();
  const portalUrl = addressOf(server);
  const client = {
    client_id: clientId,
    client_name: 'e-Ügyintézés mintaportál',
    'client_name#en': 'e-Administration sample portal',
    client_uri: portalUrl,
    redirect_uris: [`${portalUrl}/callback`],
    post_logout_redirect_uris: [`${portalUrl}/`],
  };
  kapu = await startInstallation({ now: () => now, clients: [client] });
  const { issuer } = kapu;
  settings = { portalUrl, issuer, clientId, clientSecret: portalSecret, now: () => new Date() };
  server.on('request', createPortal(settings).callback());
  chromium = await startChromium();
});

afterAll(async () => {
  await chromium.close();
  await close(server);
  await kapu.stop();
});

/** A citizen at the portal; the pages of the provider are their `person`'s. */
class Visitor {
  readonly person: Person;
  readonly page: Page;
  readonly context: BrowserContext;
  readonly texts: Record<MessageKey, string>;
  readonly #inspects: boolean;

  private constructor(page: Page, lang: Language, inspects: boolean) {
    this.person = new Person(page, lang);
    this.page = page;
    this.context = page.context();
    this.texts = portalTexts[lang];
    this.#inspects = inspects;
  }

  static async arrive(
    lang: Language,
    options: BrowserContextOptions = {},
    inspects = true,
  ): Promise<Visitor> {
    const context = await newPerson(chromium, options);
    const visitor = new Visitor(await context.newPage(), lang, inspects);
    await visitor.open(`/?lang=${lang}`);
    return visitor;
  }

  async open(path: string): Promise<void> {
    await this.page.goto(settings.portalUrl + path);
  }

  /** The portal's page with this title is on the screen. `name` is its picture's. */
  async sees(title: MessageKey, name: string): Promise<void> {
    await this.person.heading(this.texts[title]).waitFor();
    expect(new URL(this.page.url()).origin).toBe(settings.portalUrl);
    await this.#look(name);
  }

  /** The provider's pages are looked at in tests of their own; a `name` is given to those that look different from here. */
  async seesAtProvider(title: keyof Person['texts'], name?: string): Promise<void> {
    await this.person.heading(this.person.texts[title]).waitFor();
    expect(new URL(this.page.url()).origin).toBe(kapu.issuer);
    if (name) {
      await this.#look(name);
    }
  }

  async #look(name: string): Promise<void> {
    if (this.#inspects) {
      await inspect(this.page, `portal-${name}-${this.person.lang}`);
    }
    expect(await this.page.locator('html').getAttribute('lang')).toBe(this.person.lang);
  }

  /** What the lists of data on the page say of `key`. */
  async told(key: MessageKey): Promise<string> {
    const term = this.page.locator('dt').getByText(this.texts[key], { exact: true });
    const row = this.page.locator('.govuk-summary-list__row').filter({ has: term });
    return (await row.locator('dd').textContent()) ?? '';
  }

  notice(): Promise<string | null> {
    return this.page.locator('.portal-notice p').textContent();
  }

  async press(key: MessageKey): Promise<void> {
    await this.person.press(this.texts[key]);
  }

  async follow(key: MessageKey): Promise<void> {
    await this.page.getByRole('main').getByRole('link', { name: this.texts[key], exact: true }).click();
  }

  async signInWithPassword(citizen: Citizenship): Promise<void> {
    await this.open('/sign-in');
    await this.person.pick('ugyfelkapu');
    await this.person.givePassword(citizen);
    await this.person.heading(this.texts['cases.title']).waitFor();
  }

  async fillInAddress(): Promise<void> {
    await this.page.getByLabel(this.texts['field.postal-code']).fill('6720');
    await this.page.getByLabel(this.texts['field.locality']).fill('Szeged');
    await this.page.getByLabel(this.texts['field.street']).fill('Próba tér 7. II/3.');
  }
}

const looks: { look: string; lang: Language; options: BrowserContextOptions }[] = [
  { look: 'hu', lang: 'hu', options: {} },
  { look: 'en', lang: 'en', options: {} },
  {
    look: 'hu, no scripts, 320 pixels',
    lang: 'hu',
    options: { javaScriptEnabled: false, viewport: { width: 320, height: 640 } },
  },
];

describe.each(looks)('a citizen without an Ügyfélkapu+ at the portal ($look)', ({ look, lang, options }) => {
  let visitor: Visitor;
  let citizen: Citizenship;
  let secretKey: string;

  beforeAll(async () => {
    citizen = await kapu.addCitizen({ email: `${lang}@minta.example` });
    visitor = await Visitor.arrive(lang, options, look === lang);
  });

  it('signs in with the password alone, and sees what the portal was told and how sure it may be', async () => {
    await visitor.sees('cases.title', 'cases-signed-out');
    await visitor.open('/ugyek/lakcim');
    await visitor.sees('case.lakcim.title', 'case-signed-out');
    await visitor.open('/adataim');
    await visitor.sees('problem.sign-in-needed.title', 'problem-sign-in-needed');

    await visitor.follow('layout.sign-in');
    await visitor.seesAtProvider('method.title');
    await visitor.person.pick('ugyfelkapu');
    await visitor.seesAtProvider('method.ugyfelkapu.sign-in');
    await visitor.person.givePassword(citizen);

    await visitor.person.heading(visitor.texts['my-data.title']).waitFor();
    await visitor.page.locator('summary').click();
    await visitor.sees('my-data.title', 'my-data-low');
    expect(await visitor.told('my-data.name')).toBe('Minta Anna');
    expect(await visitor.told('my-data.birth-name')).toBe('Próba Anna Mária');
    expect(await visitor.told('my-data.mothers-birth-name')).toBe('Példa Mária');
    expect(await visitor.told('my-data.birthdate')).toBe(
      lang === 'hu' ? '1956. március\u00a014.' : '14\u00a0March 1956',
    );
    expect(await visitor.told('my-data.email')).toBe(`${lang}@minta.example`);
    expect(await visitor.told('my-data.assurance')).toBe(visitor.texts['assurance.low']);
    expect(await visitor.told('my-data.method')).toContain(visitor.texts['method.ugyfelkapu.how']);
  });

  it('sends a case for which the password is enough', async () => {
    await visitor.open('/');
    await visitor.sees('cases.title', 'cases-signed-in');
    await visitor.follow('case.anyakonyvi-kivonat.title');
    await visitor.sees('case.anyakonyvi-kivonat.title', 'case-low');
    await visitor.page.getByLabel(visitor.texts['field.purpose']).fill('Útlevél');
    await visitor.press('case.anyakonyvi-kivonat.action');
    await visitor.sees('sent.title', 'sent-low');
    expect(await visitor.told('sent.assurance')).toBe(visitor.texts['assurance.low']);
  });

  it('begins a case that needs more, applies for Ügyfélkapu+ on the way, and the case is sent', async () => {
    const { person, page } = visitor;
    await visitor.open('/ugyek/lakcim');
    await visitor.sees('case.lakcim.title', 'case-step-up');
    await visitor.press('case.lakcim.action');
    await visitor.sees('case.lakcim.title', 'case-errors');
    expect(await person.errors()).toEqual([
      visitor.texts['error.postal-code'],
      visitor.texts['error.locality'],
      visitor.texts['error.street'],
    ]);
    expect(await page.title()).toMatch(new RegExp(`^${visitor.texts['layout.error-prefix']} `));
    await visitor.fillInAddress();
    await visitor.press('case.lakcim.action');

    await visitor.seesAtProvider('enrol.start.title', 'enrol-start');
    await person.beginApplication(kapu);
    await visitor.seesAtProvider('enrol.key.title', 'enrol-key');
    secretKey = new URL(await readQrCode(page)).searchParams.get('secret') ?? '';
    await person.proveKey(citizen.password, codeAt(secretKey, now));
    const cancellationCode = await person.readCancellationCode();
    await person.giveLastFour(cancellationCode.at(-1) ?? '');

    await visitor.sees('sent.title', 'sent');
    expect(await visitor.told('sent.what')).toBe(visitor.texts['case.lakcim.title']);
    expect(await visitor.told('sent.assurance')).toBe(visitor.texts['assurance.substantial']);
    await visitor.follow('case.back');
    await visitor.sees('cases.title', 'cases-sent');
    expect(await page.locator('.portal-receipts li').count()).toBe(2);
    await visitor.open('/adataim');
    await visitor.sees('my-data.title', 'my-data-substantial');
    expect(await visitor.told('my-data.assurance')).toBe(visitor.texts['assurance.substantial']);
    expect(await visitor.told('my-data.method')).toContain(visitor.texts['method.ugyfelkapu-plus.how']);
  });

  it('signs out of the portal alone, and needs no password to come back', async () => {
    await visitor.open('/kijelentkezes');
    await visitor.sees('sign-out.title', 'sign-out');
    await visitor.press('sign-out.here');
    await visitor.sees('cases.title', 'signed-out-here');
    expect(await visitor.notice()).toBe(visitor.texts['notice.signed-out-here']);
    await visitor.follow('layout.sign-in');
    await visitor.sees('cases.title', 'cases-signed-in');
    await visitor.page
      .locator('.portal-person__leave', { hasText: visitor.texts['layout.sign-out'] })
      .waitFor();
  });

  it('signs out everywhere, and signs in again with the code', async () => {
    const { person } = visitor;
    await visitor.open('/kijelentkezes');
    await visitor.press('sign-out.everywhere');
    await visitor.seesAtProvider('sign-out.title');
    await person.press(person.texts['sign-out.yes']);
    await visitor.sees('cases.title', 'signed-out-everywhere');
    expect(await visitor.notice()).toBe(visitor.texts['notice.signed-out-everywhere']);

    await visitor.follow('layout.sign-in');
    await person.pick('ugyfelkapu-plus');
    await person.givePassword(citizen);
    await visitor.seesAtProvider('code.title');
    await person.giveCode(freshCode(secretKey));
    await visitor.sees('cases.title', 'cases-signed-in');
    await visitor.open('/adataim');
    expect(await visitor.told('my-data.assurance')).toBe(visitor.texts['assurance.substantial']);
  });
});

const languages: { lang: Language }[] = [{ lang: 'hu' }, { lang: 'en' }];

describe.each(languages)('a citizen at the portal ($lang)', ({ lang }) => {
  it('who goes back to the service is met with a kind page that leads on', async () => {
    const visitor = await Visitor.arrive(lang);
    const { person } = visitor;
    await visitor.open('/sign-in?return=/adataim');
    await person.press(person.texts['action.back-to-service']);
    await visitor.sees('problem.cancelled.title', 'problem-cancelled');
    await visitor.follow('problem.try-again');
    await person.pick('ugyfelkapu');
    await person.givePassword(await kapu.addCitizen());
    await person.heading(visitor.texts['my-data.title']).waitFor();

    await visitor.follow('my-data.step-up');
    await visitor.seesAtProvider('enrol.start.title', 'enrol-start');
    await person.press(person.texts['action.back-to-service']);
    await visitor.sees('problem.cancelled.title', 'problem-cancelled-signed-in');
    await visitor.follow('problem.return');
    await person.heading(visitor.texts['my-data.title']).waitFor();
  });

  it('is told of every problem in human words', async () => {
    const visitor = await Visitor.arrive(lang);
    const { page, context } = visitor;
    const report = jest.spyOn(console, 'error').mockImplementation(() => {});
    await visitor.open('/nincs-ilyen');
    await visitor.sees('problem.not-found.title', 'problem-not-found');
    await visitor.open('/callback?state=regi&code=regi');
    await visitor.sees('problem.sign-in-over.title', 'problem-sign-in-over');
    await answerWith(page, 'unmet_authentication_requirements');
    await visitor.sees('problem.too-low.title', 'problem-too-low');
    await answerWith(page, 'server_error');
    await visitor.sees('problem.sign-in-failed.title', 'problem-sign-in-failed');
    expect(report.mock.lastCall?.[0]).toMatch(/^portal: sign-in-failed: AuthorizationResponseError/);

    await visitor.signInWithPassword(await kapu.addCitizen());
    await visitor.open('/ugyek/anyakonyvi-kivonat');
    await page.evaluate(`document.forms[0].elements._csrf.value = 'masiktol'`);
    await visitor.press('case.anyakonyvi-kivonat.action');
    await visitor.sees('problem.foreign-form.title', 'problem-foreign-form');
    await visitor.open('/ugyek/anyakonyvi-kivonat');
    await context.clearCookies({ name: 'portal_session' });
    await visitor.press('case.anyakonyvi-kivonat.action');
    await visitor.sees('problem.session-over.title', 'problem-session-over');
    report.mockRestore();
  });
});

describe('a citizen at the portal', () => {
  it('who has enrolled elsewhere meanwhile is asked for the code alone', async () => {
    const visitor = await Visitor.arrive('en');
    const citizen = await kapu.addCitizen();
    await visitor.signInWithPassword(citizen);
    const { secretKey } = await enrolThroughStores(kapu, citizen.id, now);
    await visitor.open('/ugyek/ado');
    await visitor.sees('case.ado.title', 'case-facts');
    await visitor.press('case.ado.action');
    await visitor.seesAtProvider('code.title', 'code-step-up');
    expect(await visitor.page.locator('input[type=password]').count()).toBe(0);
    await visitor.person.giveCode(freshCode(secretKey));
    await visitor.sees('sent.title', 'sent');
    expect(await visitor.told('sent.assurance')).toBe(visitor.texts['assurance.substantial']);
  });

  it('who signs in as another person does not send what the first one began', async () => {
    const visitor = await Visitor.arrive('hu');
    const { person, page } = visitor;
    await visitor.signInWithPassword(await kapu.addCitizen());
    await page.goto(`${kapu.issuer}/fiok/kijelentkezes`);
    await page.goto(`${kapu.issuer}/session/end`);
    await person.press(person.texts['sign-out.yes']);
    await person.heading(person.texts['signed-out.title']).waitFor();

    const another = await enrolledCitizen(kapu, now);
    await visitor.open('/ugyek/lakcim');
    await visitor.fillInAddress();
    await visitor.press('case.lakcim.action');
    await person.givePassword(another);
    await person.giveCode(freshCode(another.secretKey));
    await visitor.sees('case.lakcim.title', 'case-other-person');
    expect(await visitor.notice()).toBe(visitor.texts['case.other-person']);
    expect(await page.getByLabel(visitor.texts['field.street']).inputValue()).toBe('');
  });

  it('whose sign-in at the provider is over already still signs out everywhere', async () => {
    const visitor = await Visitor.arrive('hu');
    await visitor.signInWithPassword(await kapu.addCitizen());
    await visitor.context.clearCookies({ name: /^kapu_session/ });
    await visitor.open('/kijelentkezes');
    await visitor.press('sign-out.everywhere');
    await visitor.sees('cases.title', 'signed-out-everywhere');
    expect(await visitor.notice()).toBe(visitor.texts['notice.signed-out-everywhere']);
  });

  it('is told when the provider cannot be reached, and still finds the cases', async () => {
    const report = jest.spyOn(console, 'error').mockImplementation(() => {});
    const lonely = await listen();
    const portalUrl = addressOf(lonely);
    const nobody = await listen();
    const issuer = addressOf(nobody);
    await close(nobody);
    lonely.on('request', createPortal({ ...settings, portalUrl, issuer }).callback());
    const page = await (await newPerson(chromium)).newPage();
    const person = new Person(page, 'en');
    const texts = portalTexts.en;
    await page.goto(`${portalUrl}/?lang=en`);
    await page.goto(`${portalUrl}/sign-in?return=/adataim`);
    await person.heading(texts['problem.provider-away.title']).waitFor();
    await inspect(page, 'portal-problem-provider-away-en');
    await person.link(texts['problem.back']).click();
    await person.heading(texts['cases.title']).waitFor();
    expect(report.mock.lastCall?.[0]).toMatch(/^portal: provider-away: /);
    report.mockRestore();
    await close(lonely);
  });
});

/** The provider's answer to a sign-in of this browser, as it is when the provider refuses. */
async function answerWith(page: Page, error: string): Promise<void> {
  const request = page.waitForRequest((one) => one.url().startsWith(`${kapu.issuer}/auth?`));
  await page.goto(`${settings.portalUrl}/sign-in?level=substantial&return=/ugyek/ado`);
  const state = new URL((await request).url()).searchParams.get('state') ?? '';
  const answer = new URLSearchParams({ error, state, iss: kapu.issuer });
  await page.goto(`${settings.portalUrl}/callback?${answer}`);
}

function freshCode(secretKey: string): string {
  now = new Date(now.getTime() + 60_000);
  return codeAt(secretKey, now);
}

async function listen(): Promise<Server> {
  const listening = createServer();
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  return listening;
}

async function close(listening: Server): Promise<void> {
  listening.closeAllConnections();
  await new Promise((resolve) => listening.close(resolve));
}

function addressOf(listening: Server): string {
  return `http://localhost:${(listening.address() as AddressInfo).port}`;
}
