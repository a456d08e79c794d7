/**
 * What anybody may cause us to keep: every route that there is, by every method, as nobody. A router says its routes, so that a new one is
 * walked without being written down here.
 */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Layer, Router } from '@koa/router';
import type { Redis } from 'ioredis';
import type { Provider } from 'oidc-provider';
import supertest from 'supertest';
import { Browser, enrolledCitizen, givePassword } from '../support/citizen.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { RelyingParty } from '../support/relying-party.ts';

const publicDevice = {
  client_id: 'television',
  client_name: 'Televízió',
  'client_name#en': 'Television',
  redirect_uris: [],
  post_logout_redirect_uris: [],
  client_secret: undefined,
  token_endpoint_auth_method: 'none',
  grant_types: ['urn:ietf:params:oauth:grant-type:device_code'],
  scope: 'openid',
} as const;
const methods = ['get', 'head', 'post', 'options'] as const;
/** More than a network may begin here. */
const perMinute = 3;
const repetitions = perMinute + 3;

let kapu: Installation;
let store: Redis;

beforeAll(async () => {
  kapu = await startInstallation({
    clients: [publicDevice as never],
    config: {
      signInStartsPerMinute: perMinute,
      trustProxy: true,
      grants: { device_flow: true, ciba: true },
      desk: {
        offices: [{ id: 'minta', name: 'Minta', 'name#en': 'Sample' }],
        look_ups_per_hour: 30,
        delay_hours: { with_contact: 24, without_contact: 72 },
        proposals_last_days: 7,
      },
    } as never,
  });
  ({ store } = kapu.nodes[0]);
});

afterAll(() => kapu.stop());

/** Koa keeps its middleware in a list; a router's own says which router it is of, and the engine's is built the same. */
function routesOf(provider: Provider): string[] {
  const { middleware } = provider as unknown as { middleware: { router?: Router }[] };
  const layers = middleware.flatMap(({ router }) => (router?.stack ?? []) as Layer[]);
  const own = layers.map(({ path }) => String(path));
  const engine = [
    'authorization',
    'backchannel_authentication',
    'code_verification',
    'device_authorization',
    'device_resume',
    'end_session',
    'end_session_confirm',
    'end_session_success',
    'introspection',
    'jwks',
    'pushed_authorization_request',
    'resume',
    'revocation',
    'token',
    'userinfo',
  ].map((name) => new URL(provider.urlFor(name, { uid: 'u' })).pathname);
  return [...new Set([...own, ...engine, '/.well-known/openid-configuration', '/'])].map((path) =>
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
const posted = `${asked}&username=nobody.such&password=guess&email=n@example.hu&code=123456&user_code=BCDFGHJK`;

async function ask(path: string, method: (typeof methods)[number], from: string, client = 'portal') {
  const url = method === 'post' ? path : `${path}?${asked.replace('portal', client)}`;
  const request = supertest(kapu.issuer)
    [method](url)
    .set('X-Forwarded-For', from)
    .redirects(0)
    .ok(() => true);
  return method === 'post' ? request.type('form').send(posted.replace('portal', client)) : request;
}

/** Whatever is kept, but for counters and the audit log's own upkeep, in bytes. */
async function kept(): Promise<number> {
  const keys = (await store.keys('*')).filter((key) => !/^(begun|kept|slowed)-|^audit:/.test(key));
  const sizes = await Promise.all(keys.map((key) => store.call('MEMORY', 'USAGE', key)));
  return sizes.reduce<number>((sum, size) => sum + Number(size ?? 0), 0);
}

/** A form of ours needs its token: the form of a page that anybody may open. */
it('no route keeps more for one network than it may begin, by any method', async () => {
  const routes = routesOf(kapu.nodes[0].provider);
  expect(routes.length).toBeGreaterThan(80);
  for (const path of [
    '/auth',
    '/session/end',
    '/device',
    '/device/auth',
    '/fiok',
    '/desk',
    '/elfelejtett-jelszo',
  ]) {
    expect(routes).toContain(path);
  }
  const unlimited: string[] = [];
  let network = 0;
  for (const path of routes) {
    for (const method of methods) {
      for (const client of path.startsWith('/device') ? ['portal', 'television'] : ['portal']) {
        network += 1;
        const from = `10.0.${network >> 8}.${network & 255}`;
        const sizes = [await kept()];
        for (let time = 1; time <= repetitions; time += 1) {
          const { status } = await ask(path, method, from, client);
          expect([path, method, status < 500 || status === 503]).toEqual([path, method, true]);
          if (time === perMinute || time === repetitions) {
            sizes.push(await kept());
          }
        }
        const [, atTheLimit = 0, beyond = 0] = sizes;
        if (beyond > atTheLimit) {
          unlimited.push(`${method} ${path} ${client}: ${beyond - atTheLimit} bytes beyond the limit`);
        }
      }
    }
  }
  expect(unlimited).toEqual([]);
});

const flood = '192.0.2.66';

it('HEAD is counted as GET, and who was refused is told when to come again', async () => {
  const statuses: number[] = [];
  for (let time = 0; time < perMinute; time += 1) {
    statuses.push((await ask('/auth', 'head', '192.0.2.65')).status);
  }
  expect(statuses).toEqual([303, 303, 303]);
  const refused = await ask('/auth', 'get', '192.0.2.65');
  expect(refused.status).toBe(429);
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60);
});

it('a sign-in that has begun, and one in a known browser, go through while others flood from the same address', async () => {
  const anna = await enrolledCitizen(kapu);
  const portal = await RelyingParty.discover(kapu);
  const browser = new Browser(kapu.issuer);
  const page = await browser.open((await portal.request()).address);
  for (const from of [flood, '127.0.0.1']) {
    for (let time = 0; time < repetitions; time += 1) {
      await ask('/auth', 'get', from);
    }
  }
  expect((await new Browser(kapu.issuer).open((await portal.request()).address)).status).toBe(429);
  const begun = await givePassword(browser, page, anna);
  expect(begun.status).toBe(200);
  const { codeAt } = await import('../support/authenticator.ts');
  const back = await browser.submit(begun, '/code', { code: codeAt(anna.secretKey, new Date()) });
  expect(back.headers.location).toContain('code=');
  // The browser is known from now on: it begins again although its network may not.
  const again = await browser.get((await portal.request({ prompt: 'login' })).address);
  expect(again.status).toBe(303);
  expect((await new Browser(kapu.issuer).open((await portal.request()).address)).status).toBe(429);
});
