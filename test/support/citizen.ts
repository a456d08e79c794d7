/** A citizen with a browser that runs no scripts: follows redirects, keeps cookies, fills in forms. */

import { Agent } from 'node:http';
import type { Response } from 'supertest';
import supertest from 'supertest';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import { codeAt } from './authenticator.ts';
import type { Citizenship, Installation } from './installation.ts';

export interface Form {
  readonly action: string;
  readonly fields: Record<string, string>;
}

/** Looked up, `localhost` costs each request a thread of the pool, and a try at `::1`, where nobody listens. */
const loopback = '127.0.0.1';

/** Half of what a request costs is a connection of its own. */
const lastingConnections = new Agent({ keepAlive: true });
/** Servers that end idle connections: one that ends while a request is on its way there would be a failed test. */
const endingConnections = new Set<string>();

export class Browser {
  readonly #agent: ReturnType<typeof supertest.agent>;
  readonly #address: string;
  readonly #issuer: string;
  readonly #host: string;
  readonly #userAgent: string;
  readonly #cookies: [string, string][] = [];
  readonly #setCookies: string[] = [];

  constructor(issuer: string, address: string = issuer, userAgent = '') {
    this.#userAgent = userAgent;
    this.#address = address.replace('//localhost:', `//${loopback}:`);
    this.#agent = supertest.agent(this.#address);
    this.#issuer = issuer;
    this.#host = new URL(issuer).host;
  }

  get(url: string): Promise<Response> {
    return this.#send(this.#agent.get(this.#pathOf(url)));
  }

  post(url: string, fields: Record<string, string>): Promise<Response> {
    return this.#send(this.#agent.post(this.#pathOf(url)).type('form').send(fields));
  }

  postRaw(url: string, contentType: string, body: string | Buffer): Promise<Response> {
    return this.#send(this.#agent.post(this.#pathOf(url)).set('Content-Type', contentType).send(body));
  }

  async #send(request: supertest.Test): Promise<Response> {
    if (this.#address.startsWith('http:') && !endingConnections.has(this.#address)) {
      request.agent(lastingConnections);
    }
    const response = await request
      .set('Host', this.#host)
      .set('Accept', 'text/html')
      .set('User-Agent', this.#userAgent)
      .redirects(0)
      .ok(() => true);
    if (response.headers['keep-alive']) {
      endingConnections.add(this.#address);
    }
    for (const cookie of (response.headers['set-cookie'] as unknown as string[]) ?? []) {
      this.#setCookies.push(cookie);
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      this.#cookies.push([name, value]);
    }
    return asRead(response);
  }

  /** Goes on as long as redirects stay on the provider. */
  async follow(response: Response): Promise<Response> {
    let current = response;
    for (let hop = 0; hop < 10; hop += 1) {
      const { location } = current.headers;
      if (!location || !this.#isOurs(location)) {
        return current;
      }
      current = await this.get(location);
    }
    throw new Error('a loop of redirects');
  }

  async open(url: string): Promise<Response> {
    return this.follow(await this.get(url));
  }

  /** Fills in the form whose action ends with `ending` and follows where it leads. */
  async submit(page: Response, ending: string, values: Record<string, string> = {}): Promise<Response> {
    const form = formOf(page, ending);
    return this.follow(await this.post(form.action, { ...form.fields, ...values }));
  }

  /** Every cookie that this browser was ever given, as `[name, value]`. */
  get cookies(): readonly (readonly [string, string])[] {
    return this.#cookies;
  }

  /** Takes over every cookie that another browser was ever given, the ones taken back from it as well. */
  stealCookiesOf(other: Browser): void {
    const given = other.#setCookies.filter((cookie) => !/^[^=]+=;/.test(cookie));
    this.#agent.jar.setCookies(given, loopback, '/');
  }

  /** Takes over the cookies of these names that the same computer was given before. */
  carry(before: Browser, names: RegExp): void {
    const given = before.#setCookies.filter((cookie) => names.test(cookie.split('=')[0] ?? ''));
    this.#agent.jar.setCookies(given, loopback, '/');
  }

  #isOurs(location: string): boolean {
    return new URL(location, this.#issuer).origin === this.#issuer;
  }

  #pathOf(url: string): string {
    const { pathname, search } = new URL(url, this.#issuer);
    return pathname + search;
  }
}

/** Without what no reader sees: what keeps a word on its line. */
function asRead(response: Response): Response {
  response.text = response.text
    ?.replaceAll(/<wbr>|\u2060/g, '')
    .replaceAll(/<span class="kapu-address">([^<]*)<\/span>/g, '$1');
  return response;
}

/** A page as far as its words tell. */
export type Read = Pick<Response, 'status' | 'text'>;

/** The form on the page whose action ends with `ending`, with its hidden fields. */
export function formOf(page: Read, ending: string): Form {
  const forms = [...page.text.matchAll(/<form[^>]*action="([^"]+)"[^>]*>([\s\S]*?)<\/form>/g)];
  const [, action = '', body = ''] = forms.find(([, address = '']) => address.endsWith(ending)) ?? [];
  if (!action) {
    throw new Error(`no form that ends with ${ending} on the page ${titleOf(page)} (${page.status})`);
  }
  const hidden = [...body.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
  return {
    action: unescapeHtml(action),
    fields: Object.fromEntries(hidden.map(([, name, value]) => [name, unescapeHtml(value ?? '')])),
  };
}

export function titleOf(page: Pick<Response, 'text'>): string {
  return unescapeHtml(/<h1[^>]*>\s*([^<]+?)\s*<\/h1>/.exec(page.text)?.[1] ?? page.text.slice(0, 200));
}

/** What somebody who asks for help says by telephone, as it stands in the log. */
export function referenceOf(page: Pick<Response, 'text'>): string {
  return (/kapu-reference">(\d{4} \d{4})</.exec(page.text)?.[1] ?? '').replace(' ', '');
}

/** The messages of the error summary. */
export function errorsOf(page: Response): string[] {
  const [, list = ''] = /govuk-error-summary__list">([\s\S]*?)<\/ul>/.exec(page.text) ?? [];
  return [...list.matchAll(/<li>(?:<a[^>]*>)?([^<]+)/g)].map(([, text = '']) => unescapeHtml(text));
}

function unescapeHtml(text: string): string {
  return text
    .replace(/&#34;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}

/** Signs in on the page that asks for name and password; picks the way where there is a choice. */
export async function givePassword(
  browser: Browser,
  page: Response,
  { username, password }: Pick<Citizenship, 'username' | 'password'>,
  method = 'ugyfelkapu-plus',
): Promise<Response> {
  const link = linkOfMethod(page, method);
  const form = link ? await browser.open(link) : page;
  return browser.submit(form, '/password', { username, password });
}

/** Where there is a choice. */
export function linkOfMethod({ text }: Read, method: string): string | undefined {
  return text.match(new RegExp(`/interaction/[^"]+\\?method=${method}(?=")`))?.[0];
}

/** Where the citizen is asked whether the service may be told: yes. */
export async function agree(browser: Browser, page: Response): Promise<Response> {
  return page.text.includes('/consent"') ? browser.submit(page, '/consent') : page;
}

export interface Plus {
  readonly secretKey: string;
  readonly cancellationCode: string;
  /** The instant after whose step codes are fresh. */
  readonly enrolledAt: Date;
}

/** Goes through the whole application from its first page. Returns what the citizen keeps, and the last page. */
export async function applyForPlus(
  installation: Installation,
  browser: Browser,
  start: Response,
  password: string,
  now: Date = new Date(),
): Promise<Plus & { page: Response }> {
  const keyPage = await proveContact(installation, browser, await browser.submit(start, '/start'));
  const secretKey = secretKeyOf(keyPage);
  const code = codeAt(secretKey, now);
  const codePage = await browser.submit(keyPage, '/prove', { password, code, device_name: 'Anna telefonja' });
  const cancellationCode = cancellationCodeOf(codePage);
  const done = await browser.submit(codePage, '/finish', { last_four: cancellationCode.slice(-4) });
  const page = await withoutSecondWay(browser, done);
  return { secretKey, cancellationCode, enrolledAt: now, page };
}

/** On the way to a service a second way is proposed, once: goes on without. */
function withoutSecondWay(browser: Browser, page: Response): Promise<Response> {
  return page.text.includes('/passkey-offer/later"')
    ? browser.submit(page, '/passkey-offer/later')
    : Promise.resolve(page);
}

/** Reads the code from the newest message, after comparing the session identifier, and types it. */
export async function proveContact(
  installation: Installation,
  browser: Browser,
  page: Response,
): Promise<Response> {
  const message = (await installation.messages()).findLast(({ kind }) => kind === 'enrolment-code');
  const { code = '', sessionIdentifier = '' } = message?.more ?? {};
  if (!page.text.includes(`kapu-code-card__code">${sessionIdentifier}<`)) {
    throw new Error('the page and the message differ in the session identifier');
  }
  return browser.submit(page, '/confirm', { contact_code: code });
}

export function secretKeyOf(page: Response): string {
  const [, groups = ''] = /id="secret-key">([\s\S]*?)<\/p>/.exec(page.text) ?? [];
  return groups.replace(/<[^>]+>|\s/g, '');
}

export function cancellationCodeOf(page: Response): string {
  return /name="cancellation_code" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
}

/** A citizen with an Ügyfélkapu+, enrolled through the front door of their own pages. */
export async function enrolledCitizen(
  installation: Installation,
  now: Date = new Date(Date.now() - 90_000),
): Promise<Citizenship & Plus> {
  const citizen = await installation.addCitizen();
  const plus = await enrolThroughStores(installation, citizen.id, now);
  return { ...citizen, ...plus };
}

export async function enrolThroughStores(
  installation: Installation,
  accountId: string,
  now: Date,
): Promise<Plus> {
  const { createEnrolmentStore } = await import('../../src/totp/enrolment/enrolment-store.ts');
  const { nodes, sealer, config } = installation;
  const enrolments = createEnrolmentStore(nodes[0].store, sealer, config.secrets);
  const { sessionsEndedAt = 0 } = (await installation.accounts.find(accountId)) ?? {};
  await enrolments.start({ accountId, browser: 'of the test', sessionsEndedAt }, 0, now);
  const shown = await enrolments.find(accountId);
  if (shown?.enrolment.state !== 'key-shown') {
    throw new Error('the application did not start');
  }
  const { secretKey } = shown.enrolment;
  await enrolments.prove(accountId, { version: shown.version, enrolment: shown.enrolment }, 'Telefon', 0);
  const proven = await enrolments.find(accountId);
  if (proven?.enrolment.state !== 'proven') {
    throw new Error('the application was not proven');
  }
  const cancellationCode = await enrolments.showCancellationCode(
    accountId,
    {
      version: proven.version,
      enrolment: proven.enrolment,
    },
    now,
  );
  const ready = await enrolments.find(accountId);
  if (ready?.enrolment.state !== 'cancellation-code-shown' || !cancellationCode) {
    throw new Error('the törlőkód was not shown');
  }
  await enrolments.activate(
    accountId,
    { version: ready.version, enrolment: ready.enrolment },
    1,
    now,
    securityEvents.plusActivated(accountId, 'any', 'any'),
  );
  return { secretKey, cancellationCode, enrolledAt: now };
}
