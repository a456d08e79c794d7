import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import supertest, { type Response } from 'supertest';
import type { Occasion, Outcome } from '../../src/clients/outcome.ts';
import type { ClientRegistry } from '../../src/clients/registry.ts';
import { codeAt } from '../support/authenticator.ts';
import { Browser, enrolledCitizen, givePassword } from '../support/citizen.ts';
import {
  type Installation,
  portalRedirect,
  portalSecret,
  startInstallation,
} from '../support/installation.ts';
import { runKapu } from '../support/operator.ts';
import { registryOn, sampleRegistration } from '../support/registry.ts';
import { type AuthorizationRequest, answerOf, RelyingParty } from '../support/relying-party.ts';

let kapu: Installation;
let portal: RelyingParty;
let registry: ClientRegistry;

beforeAll(async () => {
  kapu = await startInstallation({
    numberOfNodes: 2,
    clients: [
      { client_id: 'zavart', client_name: '<b onclick="x">Hivatal</b> & "Társa" שלום' },
      { client_id: 'forgo' },
    ],
  });
  portal = await RelyingParty.discover(kapu);
  registry = registryOn(kapu.nodes[0].store, kapu.sealer);
});

afterAll(() => kapu.stop());

const cli = (): Occasion => ({ by: 'cli', now: new Date() });
const nodes = [0, 1] as const;

interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
}

function post(node: number, path: string, fields: Record<string, string>, secret: string, id = 'portal') {
  return supertest(String(kapu.nodes[node]?.address))
    .post(path)
    .set('Host', new URL(kapu.issuer).host)
    .auth(id, secret)
    .type('form')
    .send(fields);
}

function get(node: number, path: string) {
  return supertest(String(kapu.nodes[node]?.address)).get(path).set('Host', new URL(kapu.issuer).host);
}

async function signIn(): Promise<{ back: Response; request: AuthorizationRequest }> {
  const citizen = await enrolledCitizen(kapu, new Date(Date.now() - 120_000));
  const browser = new Browser(kapu.issuer);
  const request = await portal.request();
  const page = await givePassword(browser, await browser.open(request.address), citizen);
  const back = await browser.submit(page, '/code', { code: codeAt(citizen.secretKey, new Date()) });
  return { back, request };
}

function codeFields({ back, request }: { back: Response; request: AuthorizationRequest }) {
  return {
    grant_type: 'authorization_code',
    code: String(answerOf(back).code),
    redirect_uri: portalRedirect,
    code_verifier: request.codeVerifier,
  };
}

async function tokensOf(
  signedIn: Awaited<ReturnType<typeof signIn>>,
  secret = portalSecret,
): Promise<Tokens> {
  const { status, body } = await post(0, '/token', codeFields(signedIn), secret);
  expect(status).toBe(200);
  return body;
}

/** What each node makes of everything that the client holds or may ask. */
async function answersAt(node: number, { access_token, refresh_token }: Tokens) {
  const statuses = await Promise.all([
    get(
      node,
      new URL((await portal.request()).address).pathname + new URL((await portal.request()).address).search,
    ),
    get(node, '/me').set('Authorization', `Bearer ${access_token}`),
    post(node, '/token/introspection', { token: access_token }, portalSecret),
    post(node, '/token/introspection', { token: refresh_token }, portalSecret),
    post(node, '/request', { client_id: 'portal' }, portalSecret),
  ]);
  return statuses.map(({ status }) => status);
}

const accepted = [303, 200, 200, 200, 400];
const refused = [400, 401, 401, 401, 401];

describe('a client that is disabled', () => {
  it('is refused on every node within a second, with all that was issued to it, until it is enabled', async () => {
    const unused = await signIn();
    const tokens = await tokensOf(await signIn());
    for (const node of nodes) {
      expect(await answersAt(node, tokens)).toEqual(accepted);
    }
    await registry.disable('portal', cli());
    const disabledAt = performance.now();
    await delay(100);
    for (const node of nodes) {
      expect(await answersAt(node, tokens)).toEqual(refused);
    }
    expect(performance.now() - disabledAt).toBeLessThan(1000);
    const code = await post(1, '/token', codeFields(unused), portalSecret);
    expect([code.status, code.body.error]).toEqual([401, 'invalid_client']);
    const refresh = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token };
    expect((await post(1, '/token', refresh, portalSecret)).body.error).toBe('invalid_client');

    await registry.enable('portal', cli());
    await delay(100);
    for (const node of nodes) {
      expect(await answersAt(node, tokens)).toEqual(accepted);
    }
    expect((await post(1, '/token', refresh, portalSecret)).status).toBe(200);
  });

  it('is refused on every node within a second of the operator’s command', async () => {
    for (const node of nodes) {
      expect((await post(node, '/token/introspection', { token: 'x' }, portalSecret)).status).toBe(200);
    }
    expect((await runKapu(kapu.config, 'clients', 'disable', 'portal')).code).toBe(0);
    for (const node of nodes) {
      expect((await post(node, '/token/introspection', { token: 'x' }, portalSecret)).status).toBe(401);
    }
    expect((await runKapu(kapu.config, 'clients', 'enable', 'portal')).code).toBe(0);
    await delay(100);
    for (const node of nodes) {
      expect((await post(node, '/token/introspection', { token: 'x' }, portalSecret)).status).toBe(200);
    }
  });

  it('gets nobody back who was signing in at that moment; they read a page', async () => {
    const citizen = await enrolledCitizen(kapu, new Date(Date.now() - 120_000));
    const browser = new Browser(kapu.issuer);
    const { address } = await portal.request();
    const page = await givePassword(browser, await browser.open(address), citizen);
    await registry.disable('portal', cli());
    await delay(100);
    const end = await browser.submit(page, '/code', { code: codeAt(citizen.secretKey, new Date()) });
    expect(end.status).toBe(400);
    expect(end.headers.location).toBeUndefined();
    await registry.enable('portal', cli());
    await delay(100);
  });
});

it('an address that is no longer registered gets nobody back who was signing in at that moment', async () => {
  const changed = { ...sampleRegistration, client_id: 'koltozo', redirect_uris: [portalRedirect] };
  await registry.add({ ...changed, token_endpoint_auth_method: 'none', first_party: false }, cli());
  const koltozo = await RelyingParty.discover(kapu, 'koltozo');
  const citizen = await enrolledCitizen(kapu, new Date(Date.now() - 120_000));
  const browser = new Browser(kapu.issuer);
  const { address } = await koltozo.request({ scope: 'openid' });
  const page = await givePassword(browser, await browser.open(address), citizen);
  await registry.replace('koltozo', { ...changed, redirect_uris: ['https://uj.example/callback'] }, cli());
  await delay(100);
  const end = await browser.submit(page, '/code', { code: codeAt(citizen.secretKey, new Date()) });
  expect(end.status).toBe(400);
  expect(end.headers.location).toBeUndefined();
});

describe('a node that cannot hear of changes', () => {
  it('asks for each client anew within a second', async () => {
    const { store } = kapu.nodes[0];
    expect((await post(1, '/token/introspection', { token: 'x' }, portalSecret)).status).toBe(200);
    await store.call('ACL', 'SETUSER', 'default', '-subscribe');
    await store.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
    await post(1, '/token/introspection', { token: 'x' }, portalSecret);
    await registry.disable('portal', cli());
    await delay(900);
    expect((await post(1, '/token/introspection', { token: 'x' }, portalSecret)).status).toBe(401);
    await store.call('ACL', 'SETUSER', 'default', '+subscribe');
    await registry.enable('portal', cli());
    await delay(2000);
    expect((await post(1, '/token/introspection', { token: 'x' }, portalSecret)).status).toBe(200);
  });
});

describe('a secret that is rotated', () => {
  async function statusesWith(...secrets: string[]): Promise<number[]> {
    const answers = nodes.flatMap((node) =>
      secrets.map((secret) => post(node, '/token/introspection', { token: 'x' }, secret, 'hivatal')),
    );
    return (await Promise.all(answers)).map(({ status }) => status);
  }

  const secretOf = (outcome: Outcome): string => String('secret' in outcome && outcome.secret);

  it('stays valid beside the new one for as long as was said, and not longer', async () => {
    const first = secretOf(await registry.add(sampleRegistration, cli()));
    expect(await statusesWith(first)).toEqual([200, 200]);
    const second = secretOf(await registry.rotateSecret('hivatal', 2, cli()));
    await delay(100);
    expect(await statusesWith(first, second, portalSecret)).toEqual([200, 200, 401, 200, 200, 401]);
    await delay(2000);
    expect(await statusesWith(first, second)).toEqual([401, 200, 401, 200]);
    const third = secretOf(await registry.rotateSecret('hivatal', 3600, cli()));
    const fourth = secretOf(await registry.rotateSecret('hivatal', 0, cli()));
    await delay(100);
    expect(await statusesWith(second, third, fourth)).toEqual([401, 401, 200, 401, 401, 200]);
  });
});

it('a client that was removed takes its tokens with it, also when another is registered by its id', async () => {
  const forgo = await RelyingParty.discover(kapu, 'forgo');
  const citizen = await enrolledCitizen(kapu, new Date(Date.now() - 120_000));
  const browser = new Browser(kapu.issuer);
  const request = await forgo.request();
  const page = await givePassword(browser, await browser.open(request.address), citizen);
  const back = await browser.submit(page, '/code', { code: codeAt(citizen.secretKey, new Date()) });
  const { access_token, refresh_token } = await forgo.redeem(back, request);
  const asked = (): Promise<Response> => get(1, '/me').set('Authorization', `Bearer ${access_token}`);
  expect((await asked()).status).toBe(200);

  const { registration } = (await registry.find('forgo')) ?? {};
  await runKapu(kapu.config, 'clients', 'apply', '--prune');
  expect(await registry.remove('forgo', cli())).toEqual({ kind: 'removed' });
  await delay(1100);
  expect((await asked()).status).toBe(401);
  const another = await registry.add(registration, cli());
  const secret = String('secret' in another && another.secret);
  await delay(100);
  expect((await asked()).status).toBe(401);
  const refresh = { grant_type: 'refresh_token', refresh_token: String(refresh_token) };
  expect((await post(1, '/token', refresh, secret, 'forgo')).body.error).toBe('invalid_grant');
  const introspected = await post(1, '/token/introspection', { token: access_token }, secret, 'forgo');
  expect(introspected.body).toEqual({ active: false });
  await runKapu(kapu.config, 'clients', 'enable', 'portal');
});

it('a name with markup is text on the page', async () => {
  await registry.enable('zavart', cli());
  await delay(100);
  const zavart = await RelyingParty.discover(kapu, 'zavart');
  const page = await new Browser(kapu.issuer).open((await zavart.request()).address);
  expect(page.text).toContain('&lt;b onclick=&#34;x&#34;&gt;Hivatal&lt;/b&gt; &amp; &#34;Társa&#34;');
  expect(page.text).not.toContain('<b onclick');
});

it('no secret and no registration can be read from a dump of the store', async () => {
  const keys = await kapu.nodes[0].store.keys('client:*');
  const dump = await Promise.all(keys.map((key) => kapu.nodes[0].store.hgetall(key)));
  expect(keys.length).toBeGreaterThan(1);
  expect(JSON.stringify(dump)).not.toContain(portalSecret);
  expect(JSON.stringify(dump)).not.toContain('callback');
});

beforeEach(() => {
  kapu.log.length = 0;
});
