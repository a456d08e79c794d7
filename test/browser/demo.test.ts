import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { hu as portalTexts } from '../../demo/portal/words/hu.ts';
import { hu as sandboxTexts } from '../../demo/sandbox/words/hu.ts';
import { hu as walletTexts } from '../../demo/wallet/words/hu.ts';
import { codeAt } from '../support/authenticator.ts';
import { inspect, newPerson, readQrCode, startChromium } from '../support/chromium.ts';
import { Person } from '../support/person.ts';

interface Citizen {
  username: string;
  password: string;
  totp_secret: string | null;
}

interface Description {
  issuer: string;
  portal: string;
  sandbox: string;
  wallet: string;
  window_check: string;
  mailbox: string;
  citizens: Citizen[];
  clients: { client_id: string; client_secret: string; redirect_uris: string[] }[];
}

const dataDirectory = mkdtempSync(join(tmpdir(), 'kapu-demo-'));
const ports: Record<
  'PORT' | 'PORTAL_PORT' | 'SANDBOX_PORT' | 'WALLET_PORT' | 'WINDOW_CHECK_PORT' | 'MAIL_PORT',
  number
> = {
  PORT: 0,
  PORTAL_PORT: 0,
  SANDBOX_PORT: 0,
  WALLET_PORT: 0,
  WINDOW_CHECK_PORT: 0,
  MAIL_PORT: 0,
};

let chromium: Browser;
let running: ChildProcess | undefined;
let demo: Description;
/** The start page, left open in a tab, and the code that it showed at first. */
let startPage: Page;
let firstCode: string;
let cecilia: Person;
let secretKey: string;

beforeAll(async () => {
  bringBuildUpToDate();
  const names = Object.keys(ports);
  const found = await freePorts(names.length);
  Object.assign(ports, Object.fromEntries(names.map((name, index) => [name, found[index]])));
  chromium = await startChromium();
  demo = await startDemo();
});

afterAll(async () => {
  await chromium.close();
  running?.kill('SIGKILL');
  rmSync(dataDirectory, { recursive: true, force: true });
});

it('writes down where everything is and who lives there', () => {
  expect(demo).toEqual({
    issuer: `http://localhost:${ports.PORT}`,
    portal: `http://localhost:${ports.PORTAL_PORT}`,
    sandbox: `http://localhost:${ports.SANDBOX_PORT}`,
    wallet: `http://localhost:${ports.WALLET_PORT}`,
    window_check: `http://localhost:${ports.WINDOW_CHECK_PORT}`,
    mailbox: `http://localhost:${ports.MAIL_PORT}`,
    citizens: expect.any(Array),
    staff: ['clerk', 'supervisor', 'auditor', 'operator'].map((role) => expect.objectContaining({ role })),
    clients: [
      {
        client_id: 'e-ugyintezes',
        client_secret: expect.stringMatching(/^[\w-]{43}$/),
        redirect_uris: [`http://localhost:${ports.PORTAL_PORT}/callback`],
      },
    ],
  });
  for (const citizen of demo.citizens) {
    expect(citizen).toEqual({
      username: expect.any(String),
      password: expect.any(String),
      totp_secret: citizen.totp_secret && expect.stringMatching(/^[A-Z2-7]{32}$/),
    });
  }
  expect(demo.citizens.filter(({ totp_secret }) => totp_secret)).toHaveLength(1);
  expect(demo.citizens.filter(({ totp_secret }) => totp_secret === null).length).toBeGreaterThan(1);
  expect(statSync(join(dataDirectory, 'demo.json')).mode & 0o777).toBe(0o600);
});

it.each(['en', 'hu'] as const)(
  'shows the citizens, the code of the enrolled one and its QR code (%s)',
  async (lang) => {
    // A page of its own: one that is there reloads itself with each code, and aborts whoever leads it elsewhere just then.
    startPage = await (await newPerson(chromium)).newPage();
    const person = new Person(startPage, lang);
    await startPage.goto(`${demo.issuer}/?lang=${lang}`);
    await person.heading(person.texts['demo.title']).waitFor();
    await whileItStays(startPage, (page) => inspect(page, `demo-start-${lang}`));
    const uri = new URL(await readQrCode(startPage));
    const { username, totp_secret } = enrolledCitizen();
    expect(decodeURIComponent(uri.pathname)).toMatch(new RegExp(`${username}$`));
    expect(uri.searchParams.get('secret')).toBe(totp_secret);
    firstCode = await codeOnStartPage();
    expect(codesAround(totp_secret)).toContain(firstCode);
    expect(await startPage.getByRole('timer').textContent()).toMatch(/^00:[0-3]\d$/);
  },
);

it('signs the enrolled citizen in at the portal with the code of the start page', async () => {
  const person = await arrive();
  await person.page.goto(`${demo.portal}/sign-in?return=/adataim`);
  await person.pick('ugyfelkapu-plus');
  await person.givePassword(enrolledCitizen());
  await person.giveCode(await freshCodeOnStartPage());
  await person.heading(portalTexts['my-data.title']).waitFor();
  expect(await person.page.getByRole('main').textContent()).toContain(portalTexts['assurance.substantial']);
});

it('lets another citizen apply on the way to a case, and writes to their mailbox', async () => {
  cecilia = await arrive();
  const { page, texts } = cecilia;
  const citizen = citizenNamed('minta.cecilia');
  await page.goto(`${demo.portal}/sign-in?return=/ugyek/ado`);
  await cecilia.pick('ugyfelkapu');
  await cecilia.givePassword(citizen);
  await cecilia.press(portalTexts['case.ado.action']);
  await cecilia.press(texts['enrol.start.continue']);
  await cecilia.heading(texts['contact-code.title']).waitFor();
  const [invitation] = await letters(1);
  const [, sessionIdentifier = ''] = /check number: (\d{3})/.exec(String(invitation?.subject)) ?? [];
  const [, contactCode = ''] = /\b(\d{4}\u00a0\d{4})\b/.exec(String(invitation?.text)) ?? [];
  await cecilia.typeContactCode(sessionIdentifier, contactCode);
  await cecilia.heading(texts['enrol.key.title']).waitFor();
  secretKey = new URL(await readQrCode(page)).searchParams.get('secret') ?? '';
  await cecilia.proveKey(citizen.password, codeAt(secretKey, new Date()));
  const groups = await cecilia.readCancellationCode();
  await cecilia.giveLastFour(groups.at(-1) ?? '');
  await cecilia.heading(portalTexts['sent.title']).waitFor();

  const letter = (await letters(2)).at(-1);
  expect(letter).toMatchObject({
    subject: 'Your Ügyfélkapu+ is ready',
    to: [{ address: 'cecilia@minta.example' }],
    text: expect.stringContaining(`${demo.issuer}/nem-en-voltam/`),
  });
  expect(JSON.stringify(letter)).not.toContain(groups.join('-'));
});

it('leads citizens to the sample wallet, which the provider knows, and to the window check', async () => {
  const citizen = await arrive();
  const { page, texts } = citizen;
  await page.goto(demo.issuer);
  await citizen.link(texts['demo.wallet']).click();
  await citizen.heading(walletTexts['home.title']).waitFor();
  await page.getByText(walletTexts['home.empty']).waitFor();
  await page.goto(demo.issuer);
  await citizen.link(texts['demo.window-check']).click();
  await citizen.heading(walletTexts['check.title']).waitFor();
  const metadata = await fetch(`${demo.issuer}/.well-known/openid-credential-issuer`);
  expect(await metadata.json()).toMatchObject({ credential_issuer: demo.issuer });
});

it('leads integrators to the sandbox, which replaces a signing key by the operator’s command', async () => {
  const integrator = await arrive();
  await integrator.page.goto(demo.issuer);
  await integrator.link(integrator.texts['demo.sandbox']).click();
  await integrator.heading(sandboxTexts['start.title']).waitFor();
  await integrator.page.goto(`${demo.sandbox}/register`);
  await integrator.page.getByLabel(sandboxTexts['register.name']).fill('Próba');
  await integrator.press(sandboxTexts['register.submit']);
  await integrator.page.goto(`${demo.sandbox}/faults/rotated-key`);
  await integrator.press(sandboxTexts['fault.start']);
  await integrator.pick('ugyfelkapu');
  integrator.page.setDefaultTimeout(120_000);
  await integrator.givePassword(citizenNamed('minta.anna'));
  await integrator.page.getByText(sandboxTexts['fault.rotated-key.happened']).waitFor();
});

it('keeps the code on the open start page current', async () => {
  const { totp_secret } = enrolledCitizen();
  const patience = Date.now() + 120_000;
  while ((await codeOnStartPage()) === firstCode && Date.now() < patience) {
    await delay(250);
  }
  expect(await codeOnStartPage()).not.toBe(firstCode);
  expect(codesAround(totp_secret)).toContain(await codeOnStartPage());
});

it('stops everything at one Ctrl-C', async () => {
  expect(await interrupt()).toBe(0);
  expect(await takenPorts()).toEqual([]);
  expect(existsSync(join(dataDirectory, 'redis', 'redis.sock'))).toBe(false);
});

it('starts again with the same citizens, and with what they have done', async () => {
  const again = await startDemo();
  expect(again).toEqual(demo);
  const person = await arrive();
  await person.page.goto(`${demo.issuer}/fiok`);
  await person.pick('ugyfelkapu-plus');
  await person.givePassword(citizenNamed('minta.cecilia'));
  // The code of the step that comes next: whatever was used before is older.
  await person.giveCode(codeAt(secretKey, new Date(Date.now() + 30_000)));
  await person.heading(person.texts['account.title']).waitFor();
  expect(await person.page.getByRole('main').textContent()).toContain(person.texts['account.plus.active']);
  expect(await interrupt()).toBe(0);
});

/** What browsers are sent, as of the newest source. */
function bringBuildUpToDate(): void {
  const builtAt = existsSync('dist-demo') ? statSync('dist-demo').mtimeMs : 0;
  if (builtAt < Math.max(newestIn('src'), newestIn('demo'), newestIn('views/assets'))) {
    execFileSync('scripts/build-demo');
  }
}

function newestIn(directory: string): number {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  return Math.max(...files.map((file) => statSync(join(directory, file)).mtimeMs));
}

async function startDemo(): Promise<Description> {
  const environment = Object.entries(ports).map(([name, port]) => [name, String(port)]);
  const child = spawn(process.execPath, [resolve('demo/start-demo.ts')], {
    env: {
      ...process.env,
      ...Object.fromEntries(environment),
      KAPU_DATA_DIR: dataDirectory,
      // Of this test alone: a node refuses variables that it does not know.
      KAPU_PICTURES: '',
      NODE_OPTIONS: '',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running = child;
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      said += chunk;
    });
  }
  while (!said.includes('Kapu is running')) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`the demo ended: ${said}`);
    }
    await delay(50);
  }
  return JSON.parse(readFileSync(join(dataDirectory, 'demo.json'), 'utf8'));
}

/** @returns the exit code. */
async function interrupt(): Promise<number | null> {
  const child = running;
  if (!child) {
    throw new Error('the demo does not run');
  }
  const exited = once(child, 'exit');
  child.kill('SIGINT');
  const [code] = await exited;
  running = undefined;
  return code;
}

async function arrive(): Promise<Person> {
  return new Person(await (await newPerson(chromium)).newPage(), 'hu');
}

function enrolledCitizen(): Citizen & { totp_secret: string } {
  const citizen = demo.citizens.find(({ totp_secret }) => totp_secret);
  return { username: '', password: '', ...citizen, totp_secret: citizen?.totp_secret ?? '' };
}

function citizenNamed(wanted: string): Citizen {
  const citizen = demo.citizens.find(({ username }) => username === wanted);
  if (!citizen) {
    throw new Error(`${wanted} is not among the demo’s citizens`);
  }
  return citizen;
}

/** The page loads itself anew when its code is over, which may be at any moment. */
async function whileItStays(page: Page, work: (page: Page) => Promise<void>): Promise<void> {
  await page.route('**/*', (route) =>
    route.request().isNavigationRequest() ? route.abort('aborted') : route.continue(),
  );
  await work(page);
  await page.unrouteAll();
}

async function codeOnStartPage(): Promise<string> {
  return ((await startPage.locator('[data-live-code]').textContent()) ?? '').replace(/\s/g, '');
}

/** As a person reads it who has the page newly opened. */
async function freshCodeOnStartPage(): Promise<string> {
  const page = await (await newPerson(chromium)).newPage();
  await page.goto(demo.issuer);
  return ((await page.locator('[data-live-code]').textContent()) ?? '').replace(/\s/g, '');
}

/** The codes of this half minute and of the one before, in case it has just changed. */
function codesAround(key: string): string[] {
  return [0, -30_000].map((shift) => codeAt(key, new Date(Date.now() + shift)));
}

interface Letter {
  subject: string;
  text: string;
  to: { address: string }[];
}

async function letters(least: number): Promise<Letter[]> {
  for (let attempt = 0; attempt < 80; attempt += 1) {
    const found = (await (await fetch(`${demo.mailbox}/email`)).json()) as Letter[];
    if (found.length >= least) {
      return found;
    }
    await delay(100);
  }
  throw new Error('no letter has come');
}

async function freePorts(number: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: number }, () => listenOn(0)));
  const found = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return found;
}

async function takenPorts(): Promise<number[]> {
  const taken: number[] = [];
  for (const port of Object.values(ports)) {
    try {
      (await listenOn(port)).close();
    } catch {
      taken.push(port);
    }
  }
  return taken;
}

async function listenOn(port: number): Promise<ReturnType<typeof createServer>> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
