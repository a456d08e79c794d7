/**
 * What anybody may cause us to keep: every route that there is, by every method, as nobody. Routers and the engine say
 * their routes, so that a new one is walked without being written down here.
 */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Redis } from 'ioredis';
import type { Provider } from 'oidc-provider';
import supertest from 'supertest';
import { entriesOf } from '../../src/storage/catalogue/catalogue.ts';
import * as limitKeys from '../../src/storage/catalogue/limit-keys.ts';
import { keyedHash } from '../../src/storage/keyed-hash.ts';
import { codeAt } from '../support/authenticator.ts';
import { Browser, enrolledCitizen, givePassword } from '../support/citizen.ts';
import { doorsOf, everythingOn, listenToEngine, pathsOf } from '../support/every-route.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { RelyingParty } from '../support/relying-party.ts';

const publicDevice = {
  client_id: 'television',
  client_name: 'Televízió',
  'client_name#en': 'Television',
  redirect_uris: ['http://localhost:4997/back'],
  post_logout_redirect_uris: [],
  subject_type: 'public',
  client_secret: undefined,
  token_endpoint_auth_method: 'none',
  grant_types: ['authorization_code', 'urn:ietf:params:oauth:grant-type:device_code'],
  scope: 'openid',
} as const;
const methods = ['get', 'head', 'post', 'options'] as const;
type Method = (typeof methods)[number];
/** More than a network may begin here. */
const perMinute = 3;
const beyond = 3;
/** `throttle/limits.ts`: wrong passwords of one network, and those that are slowed; requests of wallets leave counters alone. */
const mostOfAnyLimit = 170;

let kapu: Installation;
let store: Redis;
let enginePaths: ReadonlySet<string>;

beforeAll(async () => {
  enginePaths = await listenToEngine();
  kapu = await startInstallation({
    clients: [publicDevice as never],
    config: { ...(await everythingOn()), signInStartsPerMinute: perMinute, trustProxy: true },
  });
  ({ store } = kapu.nodes[0]);
});

afterAll(() => kapu.stop());

/** Whatever stands in a place of a path. */
function routesOf(provider: Provider): string[] {
  const own = doorsOf(provider).flatMap(({ router, addresses }) => (router ? pathsOf(router) : addresses));
  return [...new Set([...own, ...enginePaths, '/'])].map((path) =>
    path.replace(/:\w+|\{[^}]*\}|\(.*\)/g, 'x'),
  );
}

const asked = new URLSearchParams({
  client_id: 'portal',
  response_type: 'code',
  scope: 'openid',
  code_challenge: 'x'.repeat(43),
  code_challenge_method: 'S256',
  state: 's'.repeat(3000),
}).toString();
const typed = 'username=nobody.such&password=guess&email=n@example.hu&code=123456&user_code=BCDFGHJK';

/** By a browser of its own each time, from a page of ours. */
async function ask(path: string, method: Method, client: string, from: string) {
  const parameters = asked.replace('portal', client);
  const browser = randomBytes(16).toString('base64url');
  const request = supertest(kapu.issuer)
    [method](method === 'post' ? path : `${path}?${parameters}`)
    .set('X-Forwarded-For', from)
    .set('Cookie', `kapu_form=${browser}`)
    .redirects(0)
    .ok(() => true);
  const token = keyedHash(Buffer.from(kapu.config.secrets.cookie_keys[0] ?? ''), 'form', browser);
  return method === 'post' ? request.type('form').send(`${parameters}&${typed}&_csrf=${token}`) : request;
}

/** What is kept, in bytes a key: but for counters, whose number the limits bound, and what nodes note by themselves. */
async function kept(): Promise<Map<string, number>> {
  const keys = (await store.keys('*')).filter((key) => !isUpkeep(key));
  const sizes = await Promise.all(keys.map((key) => store.call('MEMORY', 'USAGE', key)));
  return new Map(keys.map((key, at) => [key, Number(sizes[at] ?? 0)]));
}

const isCount = (key: string): boolean =>
  Object.values(limitKeys).some(
    (entry) => ['network', 'installation'].includes(entry.of) && entry.matches(key),
  );
const isOfNodesAlone = (key: string): boolean =>
  entriesOf(key)[0]?.causedBy.every((by) => by === 'node' || by === 'operator') ?? false;
const isUpkeep = (key: string): boolean => key.startsWith('audit:') || isCount(key) || isOfNodesAlone(key);

/** Forms of keys that are new, or larger. */
function growth(before: Map<string, number>, after: Map<string, number>): string[] {
  const grown = [...after].filter(([key, size]) => size > (before.get(key) ?? 0));
  return grown.map(([key, size]) => `${entriesOf(key)[0]?.pattern}: ${size - (before.get(key) ?? 0)} bytes`);
}

/** What one network is given beyond what it may begin; where other limits hold, beyond the largest of them. */
async function keptBeyond(path: string, method: Method, client: string, from: string): Promise<string[]> {
  let grown: string[] = [];
  for (const allowed of [perMinute, mostOfAnyLimit]) {
    await askOften(allowed, path, method, client, from);
    const atTheLimit = await kept();
    await askOften(beyond, path, method, client, from);
    grown = growth(atTheLimit, await kept());
    if (grown.length === 0) {
      break;
    }
  }
  return grown.map((what) => `${method} ${path} of ${client} keeps ${what}`);
}

/** What one route left says nothing of the next, and looking at it again and again takes long. */
async function forgetAllBut(keys: ReadonlySet<string>): Promise<void> {
  const left = [...(await kept()).keys()].filter((key) => !keys.has(key));
  await Promise.all(left.map((key) => store.del(key)));
}

async function askOften(times: number, ...request: Parameters<typeof ask>): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    await ask(...request);
  }
}

it('no route keeps more for one network than it may begin, by any method', async () => {
  const routes = routesOf(kapu.nodes[0].provider);
  expect(routes.length).toBeGreaterThan(140);
  expect(routes).toEqual(
    expect.arrayContaining([
      '/token',
      '/me',
      '/auth',
      '/session/end',
      '/device',
      '/device/auth',
      '/fiok',
      '/desk',
      '/operator',
      '/vp/request/x',
      '/vp/response/x',
      '/nonce',
      '/admin/clients/x',
    ]),
  );
  const unlimited: string[] = [];
  const ofOthers = new Set((await kept()).keys());
  let network = 0;
  for (const path of routes) {
    for (const client of /^\/(device|request)/.test(path) ? ['portal', 'television'] : ['portal']) {
      for (const method of methods) {
        network += 1;
        unlimited.push(...(await keptBeyond(path, method, client, `10.0.${network >> 8}.${network & 255}`)));
        await forgetAllBut(ofOthers);
      }
    }
  }
  expect(unlimited).toEqual([]);
});

it('HEAD is counted as GET, and who was refused is told when to come again', async () => {
  const statuses: number[] = [];
  for (let time = 0; time < perMinute; time += 1) {
    statuses.push((await ask('/auth', 'head', 'portal', '192.0.2.65')).status);
  }
  expect(statuses).toEqual([303, 303, 303]);
  const refused = await ask('/auth', 'get', 'portal', '192.0.2.65');
  expect(refused.status).toBe(429);
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60);
});

it('a sign-in that has begun, and one in a known browser, go through while others flood from the same address', async () => {
  const anna = await enrolledCitizen(kapu);
  const portal = await RelyingParty.discover(kapu);
  const browser = new Browser(kapu.issuer);
  const page = await browser.open((await portal.request()).address);
  await askOften(perMinute + beyond, '/auth', 'get', 'portal', '127.0.0.1');
  expect((await new Browser(kapu.issuer).open((await portal.request()).address)).status).toBe(429);
  const begun = await givePassword(browser, page, anna);
  expect(begun.status).toBe(200);
  const back = await browser.submit(begun, '/code', { code: codeAt(anna.secretKey, new Date()) });
  expect(back.headers.location).toContain('code=');
  // Known from now on, the browser begins again although its network may not, without a session as well.
  const [, device] = browser.cookies.findLast(([name]) => name === 'kapu_device') ?? [];
  const { pathname, search } = new URL((await portal.request()).address);
  const again = await supertest(kapu.issuer)
    .get(`${pathname}${search}`)
    .set('Cookie', `kapu_device=${device}`);
  expect(again.status).toBe(303);
  expect((await new Browser(kapu.issuer).open((await portal.request()).address)).status).toBe(429);
});
