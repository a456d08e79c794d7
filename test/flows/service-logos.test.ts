/** The logo of a relying party: a wish of its registration, fetched once by an operator, shown as it was approved and no longer. */

import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { ClientSecretBasic } from 'openid-client';
import { PNG } from 'pngjs';
import type { Response } from 'supertest';
import type { ClientRegistry } from '../../src/clients/registry.ts';
import { clientKey } from '../../src/storage/catalogue/operator-keys.ts';
import { chainEverything } from '../support/chain.ts';
import { Browser, enrolledCitizen, errorsOf, givePassword } from '../support/citizen.ts';
import { clockFrom } from '../support/clock.ts';
import { addStaff, atTheDesk, deskOfTests } from '../support/desk.ts';
import { type Installation, portalRedirect, startInstallation } from '../support/installation.ts';
import { runKapu } from '../support/operator.ts';
import { pngFile } from '../support/pictures.ts';
import { registryOn, sampleRegistration } from '../support/registry.ts';
import { RelyingParty } from '../support/relying-party.ts';

const clock = clockFrom(150);
let kapu: Installation;
let theirs: Server;
let address: string;
let file: Buffer;
let asked: number;
/** What happens at us while their server is asked. */
let meanwhile: () => Promise<void>;
let operator: Browser;
let portal: RelyingParty;
let registry: ClientRegistry;

beforeAll(async () => {
  theirs = createServer((_request, response) => {
    asked += 1;
    meanwhile().then(() => response.end(file));
  });
  await new Promise<void>((resolve) => theirs.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(theirs.address() as AddressInfo).port}`;
  address = `http://${host}/logo.png`;
  kapu = await startInstallation({
    now: clock.now,
    config: {
      operator: { enabled: true },
      desk: deskOfTests,
      outgoing: { private_hosts: [host], give_up_logouts_after_hours: 24 },
    },
  });
  registry = registryOn(kapu.nodes[0].store, kapu.sealer);
  await register({
    ...sampleRegistration,
    redirect_uris: [portalRedirect],
    scope: 'openid profile email',
    first_party: false,
    logo_uri: address,
  });
  const staff = await addStaff(kapu, clock, 'operator', '');
  operator = (await atTheDesk(kapu, clock, staff, undefined, '/operator')).browser;
});

afterAll(async () => {
  theirs.closeAllConnections();
  theirs.close();
  await kapu.stop();
});

beforeEach(() => {
  file = pngFile();
  asked = 0;
  meanwhile = async () => undefined;
});

async function register(metadata: object): Promise<void> {
  const added = await registry.add(metadata, { by: 'cli', now: clock.now() });
  const secret = added.kind === 'done' ? String(added.secret) : '';
  portal = await RelyingParty.discover(kapu, 'hivatal', { authentication: ClientSecretBasic(secret) });
}

/** Nodes hear of a change that was not theirs a moment later. */
async function untilHeard(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) {
    await delay(20);
  }
}

const isShown = async (): Promise<boolean> => shownOn((await startSignIn()).page) !== undefined;
const isNotShown = async (): Promise<boolean> => !(await isShown());

const logoPage = () => operator.open('/operator/relying-party/hivatal/logo');
const shownOn = ({ text }: { text: string }): string | undefined =>
  /<img class="kapu-context__logo" src="([^"]+)" alt=""/.exec(text)?.[1];

async function press(what: 'fetch' | 'approve' | 'withdraw'): Promise<Response> {
  const page = await logoPage();
  const form = page.text.split('<form ').find((one) => one.includes(`value="${what}"`)) ?? '';
  const fields = [...form.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
    name,
    value,
  ]);
  return operator.follow(
    await operator.post('/operator/relying-party/hivatal/logo', Object.fromEntries(fields)),
  );
}

async function startSignIn(): Promise<{ browser: Browser; page: Response }> {
  const browser = new Browser(kapu.issuer);
  const { address: request } = await portal.request({ scope: 'openid profile email' });
  return { browser, page: await browser.open(request) };
}

const picture = (path = '') =>
  fetch(`${kapu.issuer}${path}`).then(async (answer) => ({
    status: answer.status,
    headers: answer.headers,
    png: Buffer.from(await answer.arrayBuffer()),
  }));

const dotIn = (png: Buffer): number[] => {
  const { data } = PNG.sync.read(png);
  return [...data.subarray((48 * 96 + 48) * 4, (48 * 96 + 48) * 4 + 4)];
};

it('is not shown, nor asked for, because it is registered', async () => {
  expect(shownOn((await startSignIn()).page)).toBeUndefined();
  expect((await logoPage()).text).toContain(address);
  expect(asked).toBe(0);
});

it('is fetched once, looked at by the operator, and shown once they approved it', async () => {
  expect(errorsOf(await press('fetch'))).toEqual([]);
  const [, seen = ''] = /src="(\/operator\/[^"]+logo\.png[^"]*)"/.exec((await logoPage()).text) ?? [];
  const looked = await operator.get(seen);
  expect([looked.status, looked.type]).toEqual([200, 'image/png']);
  expect((await new Browser(kapu.issuer).get(seen)).status).toBe(303);
  const [, digest] = /v=([\w-]{43})/.exec(seen) ?? [];
  expect((await picture(`/logos/hivatal/${digest}.png`)).status).toBe(404);
  expect(shownOn((await startSignIn()).page)).toBeUndefined();

  expect(errorsOf(await press('approve'))).toEqual([]);
  await untilHeard(isShown);
  expect(asked).toBe(1);
  expect(shownOn((await startSignIn()).page)).toBe(`/logos/hivatal/${digest}.png`);
});

it('stands beside the name on every page of a sign-in, of consent and of signing out', async () => {
  const citizen = await enrolledCitizen(kapu, clock.now());
  const { browser, page } = await startSignIn();
  const logo = shownOn(page);
  const passwordPage = await browser.open(
    `${page.text.match(/\/interaction\/[\w-]+/)?.[0]}?method=ugyfelkapu-plus`,
  );
  const code = await givePassword(browser, page, citizen);
  const consent = await browser.submit(code, '/code', { code: clock.freshCode(citizen) });
  expect(consent.text).toContain('/consent"');
  const signOut = await browser.open('/session/end?client_id=hivatal');
  for (const one of [page, passwordPage, code, consent, signOut]) {
    expect(shownOn(one)).toBe(logo);
    expect(one.text).toMatch(/kapu-context__logo[\s\S]*<strong dir="auto">Mintahivatal<\/strong>/);
    expect(one.headers['content-security-policy']).toContain("img-src 'self';");
  }
  expect(signOut.text).toContain('Innen jött:');
  expect(shownOn(await browser.open('/session/end'))).toBeUndefined();
});

it('is served by us for ever, as it was approved, whatever stands there by now', async () => {
  file = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  const path = shownOn((await startSignIn()).page);
  const { status, headers, png } = await picture(path);
  expect([status, headers.get('content-type'), headers.get('x-content-type-options')]).toEqual([
    200,
    'image/png',
    'nosniff',
  ]);
  expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(dotIn(png)).toEqual([15, 76, 74, 255]);
  expect(asked).toBe(0);
});

it('is refused with a sentence where it is SVG, and what was approved stays', async () => {
  file = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"></svg>');
  const before = shownOn((await startSignIn()).page);
  expect(errorsOf(await press('fetch'))).toEqual([
    'Ez SVG, amelyben program és idegen cím is lehet. Csak PNG-t fogadunk el.',
  ]);
  expect(shownOn((await startSignIn()).page)).toBe(before);
});

it('is approved by its digest alone: what came in between is not', async () => {
  const page = await logoPage();
  file = pngFile({}, [200, 0, 0, 255]);
  await press('fetch');
  await untilHeard(isNotShown);
  const fields = { _csrf: /name="_csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '', do: 'approve' };
  const [, version = ''] = /name="version" value="(\d+)"/.exec((await logoPage()).text) ?? [];
  const [, digest = ''] = /logo\.png\?v=([\w-]{43})/.exec(page.text) ?? [];
  const old = await operator.post('/operator/relying-party/hivatal/logo', { ...fields, version, digest });
  expect([old.status, errorsOf(old)]).toEqual([
    409,
    ['Közben más kép van itt. Nézze meg újra, és döntsön annak alapján.'],
  ]);
  await press('approve');
  await untilHeard(isShown);
  expect(dotIn((await picture(shownOn((await startSignIn()).page))).png)).toEqual([200, 0, 0, 255]);
  expect((await picture(`/logos/hivatal/${digest}.png`)).status).toBe(404);
});

it('ends with the address in the registration, and does not come back with it', async () => {
  const path = shownOn((await startSignIn()).page);
  const client = await registry.find('hivatal');
  for (const logo_uri of [`${address}?2`, address, undefined]) {
    const outcome = await registry.replace(
      'hivatal',
      { ...client?.registration, logo_uri },
      { by: 'cli', now: clock.now() },
    );
    expect(outcome.kind).toBe('done');
    await untilHeard(isNotShown);
    expect((await picture(path)).status).toBe(404);
    expect(await kapu.nodes[0].store.hget(clientKey('hivatal'), 'logo')).toBeNull();
  }
});

it('is not kept where the registration asks for another one by the time that it came', async () => {
  const client = await registry.find('hivatal');
  const register = (logo_uri: string) =>
    registry.replace('hivatal', { ...client?.registration, logo_uri }, { by: 'cli', now: clock.now() });
  await register(address);
  let registered: unknown;
  meanwhile = async () => {
    await register(`${address}?3`);
    registered = await registry.find('hivatal');
  };
  expect(errorsOf(await press('fetch'))).toEqual([
    'Közben más is változtatott rajta. Nyissa meg újra, nézze meg, és döntsön annak alapján.',
  ]);
  // At the terminal no page was looked at that could be out of date: the address alone tells.
  await register(address);
  const out = join(kapu.config.dataDirectory, 'not-kept.png');
  const atTheTerminal = await runKapu(kapu.config, 'clients', 'logo', 'fetch', 'hivatal', '--out', out);
  expect([atTheTerminal.code, asked]).toEqual([1, 2]);
  expect(atTheTerminal.stderr).toContain('was changed by somebody else at this moment');
  expect(await registry.find('hivatal')).toEqual(registered);
  expect(await kapu.nodes[0].store.hget(clientKey('hivatal'), 'logo')).toBeNull();
});

it('cannot be another picture because somebody can write to the store', async () => {
  const client = await registry.find('hivatal');
  await registry.replace(
    'hivatal',
    { ...client?.registration, logo_uri: address },
    { by: 'cli', now: clock.now() },
  );
  await press('fetch');
  await press('approve');
  await untilHeard(isShown);
  const path = shownOn((await startSignIn()).page);
  expect((await picture(path)).status).toBe(200);
  await kapu.nodes[0].store.hset(clientKey('hivatal'), 'logo', pngFile().toString('base64'));
  expect((await picture(path)).status).toBe(404);
});

it('is fetched, approved and withdrawn at the terminal as well, and each is recorded', async () => {
  const out = join(kapu.config.dataDirectory, 'logo.png');
  const fetched = await runKapu(kapu.config, 'clients', 'logo', 'fetch', 'hivatal', '--out', out);
  expect([fetched.code, asked]).toEqual([0, 1]);
  expect(dotIn(readFileSync(out))).toEqual([15, 76, 74, 255]);
  const [, digest = ''] = /^digest ([\w-]{43})$/m.exec(fetched.stdout) ?? [];
  expect((await runKapu(kapu.config, 'clients', 'logo', 'approve', 'hivatal', 'x')).code).not.toBe(0);
  expect((await runKapu(kapu.config, 'clients', 'logo', 'approve', 'hivatal', digest)).code).toBe(0);
  await untilHeard(isShown);
  expect(shownOn((await startSignIn()).page)).toBe(`/logos/hivatal/${digest}.png`);
  expect((await runKapu(kapu.config, 'clients', 'logo', 'withdraw', 'hivatal')).code).toBe(0);
  await untilHeard(isNotShown);
  await chainEverything(kapu.nodes[0].store, kapu.sealer);
  const log = (await operator.open('/operator/log')).text;
  for (const words of ['letöltése', 'jóváhagyása', 'visszavonása']) {
    expect(log).toContain(`Szolgáltatás emblémájának ${words}`);
  }
});

it('goes with the relying party', async () => {
  await press('fetch');
  await press('approve');
  await untilHeard(isShown);
  const path = shownOn((await startSignIn()).page);
  expect((await picture(path)).status).toBe(200);
  await registry.remove('hivatal', { by: 'cli', now: clock.now() });
  await untilHeard(async () => (await picture(path)).status === 404);
  expect(await kapu.nodes[0].store.exists(clientKey('hivatal'))).toBe(0);
});
