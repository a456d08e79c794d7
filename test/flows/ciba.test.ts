/** Requests from elsewhere (CIBA): named by the relying party, decided by the citizen on their own page, once. */
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import * as client from 'openid-client';
import type { Response } from 'supertest';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import { startPingWorkers } from '../../src/composition/background.ts';
import { cibaGrant } from '../../src/configuration/grant-switches.ts';
import { createLogger } from '../../src/observability/logger.ts';
import type { PingDeliveries } from '../../src/oidc/approvals/ping-deliveries.ts';
import { startTracing } from '../../src/tracing/open-telemetry.ts';
import { codeAt } from '../support/authenticator.ts';
import { CertificateWorkshop } from '../support/certificates.ts';
import {
  Browser,
  enrolledCitizen,
  enrolThroughStores,
  formOf,
  givePassword,
  type Plus,
  titleOf,
} from '../support/citizen.ts';
import { jwt, ownKeys } from '../support/hostile-jwts.ts';
import {
  type Citizenship,
  type Installation,
  portalSecret,
  startInstallation,
} from '../support/installation.ts';
import { makeWalletWorld, signInWithWallet, type WalletWorld } from '../support/known-wallet.ts';
import { RelyingParty } from '../support/relying-party.ts';
import { type ToldSpan, TraceCollector } from '../support/trace-collector.ts';

const desk = {
  client_id: 'desk',
  client_name: 'Minta Ügyfélszolgálat',
  grant_types: ['authorization_code' as const, 'refresh_token' as const, cibaGrant as typeof cibaGrant],
  backchannel_token_delivery_mode: 'poll' as const,
  subject_type: 'public' as const,
};

const signingKey = { ...ownKeys.publicKey.export({ format: 'jwk' }), kid: 'signing', use: 'sig' };
const onlySigned = { backchannel_authentication_request_signing_alg: 'ES256' as const };

let kapu: Installation;
let office: RelyingParty;
let wallets: WalletWorld;
let anna: Citizenship & Plus;
let annasBrowser: Browser;

/** Pings that arrived: path, bearer token, body. */
const pings: { path: string; token: string; body: string; headers: IncomingHttpHeaders }[] = [];
/** What the pinged relying party answers. */
let pingStatus: (tries: number) => number = () => 204;
let pinged: Server;
let deliveries: PingDeliveries;
let startNode: () => PingDeliveries;

/** Over https, as CIBA §4 has it, with a certificate that this process trusts. */
async function listen(): Promise<string> {
  const workshop = new CertificateWorkshop();
  const cert = workshop.authority('localhost');
  const key = workshop.privateKeyOf('localhost');
  workshop.close();
  setDefaultCACertificates([...getCACertificates('default'), cert]);
  pinged = createServer({ cert, key }, async (request, response) => {
    const body = await text(request);
    pings.push({
      path: String(request.url),
      token: request.headers.authorization ?? '',
      body,
      headers: request.headers,
    });
    response.writeHead(pingStatus(pings.length)).end();
  });
  await new Promise<void>((resolve) => pinged.listen(0, '127.0.0.1', resolve));
  return `localhost:${(pinged.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  const host = await listen();
  wallets = await makeWalletWorld();
  kapu = await startInstallation({
    numberOfNodes: 2,
    clients: [
      {
        ...desk,
        client_id: 'pinged',
        backchannel_token_delivery_mode: 'ping',
        backchannel_client_notification_endpoint: `https://${host}/pings`,
      },
      desk,
      { ...desk, client_id: 'told', backchannel_logout_uri: `https://${host}/logouts` },
      { ...desk, client_id: 'stranger', client_name: 'Idegen Cég', first_party: false },
      { ...desk, client_id: 'signing', jwks: { keys: [signingKey] }, ...onlySigned },
    ],
    config: {
      grants: { device_flow: false, ciba: true },
      walletVerifier: wallets.settings,
      outgoing: { private_hosts: [host], give_up_logouts_after_hours: 24 },
    },
  });
  const { provider, store } = kapu.nodes[0];
  const nodeContext = { config: kapu.config, store, logger: createLogger('silent') };
  startNode = () =>
    startPingWorkers(provider, nodeContext, {
      pauseInMilliseconds: 20,
      firstRetryInMilliseconds: 200,
    });
  deliveries = startNode();
  office = await RelyingParty.discover(kapu, 'desk');
  anna = await enrolledCitizen(kapu);
  annasBrowser = await signedIn(anna);
});

afterAll(async () => {
  await deliveries.stop();
  pinged.close();
  await kapu.stop();
});

type Asked = client.BackchannelAuthenticationResponse;
type Tokens = client.TokenEndpointResponse & client.TokenEndpointResponseHelpers;

const substantial = 'http://eidas.europa.eu/LoA/substantial';

function ask(parameters: Record<string, string> = {}, party = office): Promise<Asked> {
  return client.initiateBackchannelAuthentication(party.configuration, {
    scope: 'openid profile',
    login_hint: anna.username,
    binding_message: 'Ügyszám 12-34',
    ...parameters,
  });
}

async function poll(asked: Asked, party = office) {
  try {
    return await client.genericGrantRequest(party.configuration, cibaGrant, {
      auth_req_id: asked.auth_req_id,
    });
  } catch (error) {
    return { error: (error as client.ResponseBodyError).error };
  }
}

/** With the code of their app, where they have one. */
async function signedIn(citizen: Citizenship & Partial<Plus>, address?: string): Promise<Browser> {
  const browser = new Browser(kapu.issuer, address);
  const page = await givePassword(
    browser,
    await browser.open('/fiok'),
    citizen,
    citizen.secretKey ? 'ugyfelkapu-plus' : 'ugyfelkapu',
  );
  if (citizen.secretKey) {
    await browser.submit(page, '/code', { code: codeAt(citizen.secretKey, new Date()) });
  }
  return browser;
}

const requests = (browser = annasBrowser): Promise<Response> => browser.open('/fiok/keresek');

async function refuseAll(): Promise<void> {
  for (let page = await requests(); page.text.includes('/elutasitas"'); page = await requests()) {
    await annasBrowser.submit(page, '/elutasitas');
  }
}

const noticeOf = (page: Response): string => /kapu-notice__heading"[^>]*>([^<]+)/.exec(page.text)?.[1] ?? '';

describe('a citizen who is asked from elsewhere', () => {
  it('is told by e-mail without a link, reads who asks what, approves, and the relying party gets tokens', async () => {
    const asked = await ask({ acr_values: substantial });
    expect(asked).toMatchObject({ expires_in: 600, interval: 5 });
    const polling = client.pollBackchannelAuthenticationGrant(office.configuration, asked);
    const message = (await kapu.messages()).at(-1);
    expect(message).toMatchObject({ kind: 'approval-asked', to: 'anna@minta.example' });
    expect(message?.more).toMatchObject({ service: 'Minta Ügyfélszolgálat', binding: 'Ügyszám 12-34' });
    expect(JSON.stringify(message)).not.toMatch(/https?:/);
    const page = await requests();
    expect(titleOf(page)).toBe('Jóváhagyásra váró kérések');
    for (const shown of ['Minta Ügyfélszolgálat', 'Ügyszám 12-34', 'Viselt név']) {
      expect(page.text).toContain(shown);
    }
    const after = await annasBrowser.submit(page, '/jovahagyas');
    expect(noticeOf(after)).toBe('Jóváhagyta a kérést');
    const tokens = await polling;
    expect(tokens.claims()).toMatchObject({ sub: anna.id, acr: substantial, amr: ['pwd', 'otp', 'mfa'] });
    const person = await client.fetchUserInfo(office.configuration, tokens.access_token, anna.id);
    expect(Object.keys(person)).toContain('family_name');
    expect(Object.keys(person)).not.toContain('email');
    const told = await client.tokenIntrospection(office.configuration, tokens.access_token);
    expect(told).toMatchObject({ active: true, acr: substantial });
    expect((await annasBrowser.open('/fiok/naplo')).text).toContain(
      'Jóváhagyott kérés: Minta Ügyfélszolgálat',
    );
    expect((await annasBrowser.open('/fiok')).text).toContain('Jóváhagyásra váró kérések');
    expect(await poll(asked)).toEqual({ error: 'invalid_grant' });
    expect((await client.tokenIntrospection(office.configuration, tokens.access_token)).active).toBe(false);
  });

  it('who came with a wallet and gave a code is said to have done that, and no more', async () => {
    const bela = await enrolledCitizen(kapu);
    const browser = new Browser(kapu.issuer);
    await signInWithWallet(browser, '/fiok', await wallets.walletOf(kapu, bela.id));
    const asked = await ask({ acr_values: substantial, login_hint: bela.username });
    const proof = await requests(browser);
    const page = await browser.submit(proof, '%2Ffiok%2Fkeresek', {
      code: codeAt(bela.secretKey, new Date()),
    });
    await browser.submit(page, '/jovahagyas');
    const tokens = (await poll(asked)) as Tokens;
    expect(tokens.claims()).toMatchObject({ acr: substantial, amr: ['pop', 'swk', 'otp', 'mfa'] });
  });

  it('is recognised by an ID token too', async () => {
    const first = await ask();
    await annasBrowser.submit(await requests(), '/jovahagyas');
    const tokens = (await poll(first)) as Tokens;
    const again = await client.initiateBackchannelAuthentication(office.configuration, {
      scope: 'openid',
      id_token_hint: String(tokens.id_token),
      binding_message: 'Újra',
    });
    expect((await requests()).text).toContain('Újra');
    await annasBrowser.submit(await requests(), '/elutasitas');
    expect(await poll(again)).toEqual({ error: 'access_denied' });
  });

  it('refuses, and the relying party is told', async () => {
    const asked = await ask();
    const after = await annasBrowser.submit(await requests(), '/elutasitas');
    expect(noticeOf(after)).toBe('Elutasította a kérést');
    expect(await poll(asked)).toEqual({ error: 'access_denied' });
    expect((await annasBrowser.open('/fiok/naplo')).text).toContain(
      'Elutasított kérés: Minta Ügyfélszolgálat',
    );
  });

  it('decides once, however often and on whatever node at the same moment', async () => {
    const asked = await ask();
    const page = await requests();
    const yes = formOf(page, '/jovahagyas');
    const no = formOf(page, '/elutasitas');
    const elsewhere = new Browser(kapu.issuer, kapu.nodes[1]?.address.replace('127.0.0.1', 'localhost'));
    elsewhere.stealCookiesOf(annasBrowser);
    const answers = await Promise.all(
      [yes, no, yes, no, yes, no].flatMap(({ action, fields }) => [
        annasBrowser.post(action, fields),
        elsewhere.post(action, fields),
      ]),
    );
    const places = answers.map(({ headers }) => String(headers.location).split('?')[1]);
    expect(places.filter((place) => place === 'lejart')).toHaveLength(11);
    const answer = await poll(asked);
    expect('error' in answer ? 'elutasitva' : 'jovahagyva').toBe(places.find((place) => place !== 'lejart'));
  });

  it('cannot decide for another', async () => {
    await ask();
    const { action } = formOf(await requests(), '/jovahagyas');
    const other = await signedIn(await kapu.addCitizen());
    const { fields } = formOf(
      await other.open('/fiok/szolgaltatasok').then(() => other.open('/fiok/fiok-megszuntetese')),
      '/fiok-megszuntetese',
    );
    const after = await other.follow(await other.post(action, fields));
    expect(noticeOf(after)).toBe('Erről már nem lehet dönteni');
    expect((await requests()).text).toContain('Ügyszám 12-34');
    await refuseAll();
  });

  it('who is in by password alone cannot approve what needs more', async () => {
    const citizen = await kapu.addCitizen();
    const asked = await ask({ login_hint: citizen.username, acr_values: substantial });
    const browser = await signedIn(citizen);
    const page = await requests(browser);
    expect(page.text).toContain('Ehhez a kéréshez Ügyfélkapu+ szükséges.');
    const { action, fields } = formOf(page, '/elutasitas');
    await browser.post(action.replace('elutasitas', 'jovahagyas'), fields);
    expect(await poll(asked)).toEqual({ error: 'authorization_pending' });
  });

  it('whom nobody identified cannot approve what needs more, whatever code they give', async () => {
    const citizen = await kapu.addCitizen({}, { by: 'nobody' });
    const plus = await enrolThroughStores(kapu, citizen.id, new Date(Date.now() - 90_000));
    const asked = await ask({ login_hint: citizen.username, acr_values: substantial });
    const browser = await signedIn({ ...citizen, ...plus });
    const page = await requests(browser);
    expect(page.text).toContain('Ehhez a kéréshez igazolt személyazonosság kell.');
    const { action, fields } = formOf(page, '/elutasitas');
    await browser.post(action.replace('elutasitas', 'jovahagyas'), fields);
    expect(await poll(asked)).toEqual({ error: 'authorization_pending' });
  });

  it('who signed in longer ago than the relying party bears cannot approve', async () => {
    const asked = await ask({ max_age: '0' });
    const page = await requests();
    expect(page.text).toContain('Ehhez a kéréshez friss belépés kell.');
    expect(page.text).not.toContain('/jovahagyas"');
    const { action, fields } = formOf(page, '/elutasitas');
    await annasBrowser.post(action.replace('elutasitas', 'jovahagyas'), fields);
    expect(await poll(asked)).toEqual({ error: 'authorization_pending' });
    await refuseAll();
    const citizen = await kapu.addCitizen();
    const atOnce = await ask({ login_hint: citizen.username, max_age: '0' });
    const browser = await signedIn(citizen);
    await browser.submit(await requests(browser), '/jovahagyas');
    expect(await poll(atOnce)).toHaveProperty('id_token');
  });

  it('ends what they approved by ending all sessions, or by revoking the access', async () => {
    const citizen = await kapu.addCitizen();
    const browser = await signedIn(citizen);
    const [first, second] = [
      await ask({ login_hint: citizen.username }),
      await ask({ login_hint: citizen.username }),
    ];
    await browser.submit(await requests(browser), '/jovahagyas');
    await browser.submit(await requests(browser), '/jovahagyas');
    const tokens = (await poll(first)) as Tokens;
    await browser.submit(await browser.open('/fiok/szolgaltatasok'), '/desk/visszavonas');
    const refreshing = client.refreshTokenGrant(office.configuration, String(tokens.refresh_token));
    await expect(refreshing).rejects.toMatchObject({ error: 'invalid_grant' });
    expect(await poll(second)).toEqual({ error: 'invalid_grant' });
    const third = await ask({ login_hint: citizen.username });
    await browser.submit(await requests(browser), '/jovahagyas');
    await kapu.accounts.endSessions(citizen.id, securityEvents.sessionsEnded(citizen.id, 'asked'));
    expect(await poll(third)).toEqual({ error: 'invalid_grant' });
  });

  it('who ends all sessions has the relying party told that what they approved is over', async () => {
    const citizen = await kapu.addCitizen();
    const browser = await signedIn(citizen);
    const told = await RelyingParty.discover(kapu, 'told');
    const asked = await ask({ login_hint: citizen.username }, told);
    await browser.submit(await requests(browser), '/jovahagyas');
    expect(await poll(asked, told)).toHaveProperty('id_token');
    await browser.submit(await browser.open('/fiok/belepesek'), '/kijelentkezes-mindenhol');
    expect(await kapu.nodes[0].store.xlen('logouts:{queue}:to:told')).toBe(1);
  });
});

describe('a relying party', () => {
  it('cannot tell a name that nobody has from one that does not answer', async () => {
    const [known, unknown] = [await ask(), await ask({ login_hint: 'senki.sincs' })];
    expect(Object.keys(unknown)).toEqual(Object.keys(known));
    expect({ ...unknown, auth_req_id: '' }).toEqual({ ...known, auth_req_id: '' });
    expect(unknown.auth_req_id).toHaveLength(known.auth_req_id.length);
    expect(await poll(unknown)).toEqual(await poll(known));
    expect(await poll(unknown)).toEqual({ error: 'slow_down' });
    expect(await poll(known)).toEqual({ error: 'slow_down' });
    await refuseAll();
  });

  it('cannot bury a citizen under requests: three of one relying party wait, and it is not told of the rest', async () => {
    const before = (await kapu.messages()).length;
    await Promise.all(Array.from({ length: 6 }, () => ask()));
    const page = await requests();
    expect(page.text.match(/\/jovahagyas"/g)).toHaveLength(3);
    expect((await kapu.messages()).length - before).toBeLessThanOrEqual(3);
    const stranger = await RelyingParty.discover(kapu, 'stranger');
    await ask({}, stranger);
    expect((await requests()).text).toContain('Idegen Cég');
    await refuseAll();
  });

  it('is told that its time is over', async () => {
    const asked = await ask({ requested_expiry: '1' });
    expect(asked.expires_in).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(await poll(asked)).toEqual({ error: 'expired_token' });
    expect(titleOf(await requests())).toBe('Jóváhagyásra váró kérések');
    expect((await requests()).text).toContain('Nincs jóváhagyásra váró kérés.');
  });

  it.each([
    ['no message', { binding_message: '' }, 'invalid_binding_message'],
    ['an address in the message', { binding_message: 'https://evil.example' }, 'invalid_binding_message'],
    ['a message that reads backwards', { binding_message: 'abc\u202edef' }, 'invalid_binding_message'],
    ['markup in the message', { binding_message: '<b>x</b>' }, 'invalid_binding_message'],
    ['a long message', { binding_message: 'a'.repeat(64) }, 'invalid_binding_message'],
    [
      'an assurance that must be and cannot',
      { claims: '{"id_token":{"acr":{"essential":true,"value":"http://eidas.europa.eu/LoA/high"}}}' },
      'unmet_authentication_requirements',
    ],
    ['two hints', { id_token_hint: 'x' }, 'invalid_request'],
    ['two hints and no message', { id_token_hint: 'x', binding_message: '' }, 'invalid_request'],
    ['two hints in vain', { login_hint_token: 'x', binding_message: '<' }, 'invalid_request'],
    ['no hint', { login_hint: '' }, 'invalid_request'],
    ['no hint and no message', { login_hint: '', binding_message: '' }, 'invalid_request'],
    ['an expiry that is no number', { requested_expiry: '-5' }, 'invalid_request'],
    ['claims that are no JSON', { claims: '{' }, 'invalid_request'],
  ])('is refused %s', async (_what, parameters, error) => {
    await expect(ask(parameters as unknown as Record<string, string>)).rejects.toMatchObject({ error });
  });

  it('that signs is answered, and refused without any of the six claims of CIBA Core §7.1.1', async () => {
    const good = requestClaims();
    expect(await askSigned(good)).toMatchObject({ status: 200, body: { auth_req_id: expect.any(String) } });
    for (const claim of ['iss', 'aud', 'exp', 'iat', 'nbf', 'jti']) {
      const answer = await askSigned({ ...good, [claim]: undefined });
      expect([claim, answer.status, answer.body.error]).toEqual([claim, 400, 'invalid_request']);
    }
    expect((await askSigned({ ...good, jti: '' })).status).toBe(400);
    await refuseAll();
  });

  it('that is registered to sign is refused what it did not sign, or not so', async () => {
    const signing = await RelyingParty.discover(kapu, 'signing');
    await expect(ask({}, signing)).rejects.toMatchObject({ error: 'invalid_request' });
    expect(await askSigned(requestClaims(), 'PS256')).toMatchObject({ status: 400 });
  });

  const requestClaims = (): Record<string, unknown> => {
    const now = Math.floor(Date.now() / 1000);
    return {
      iss: 'signing',
      aud: kapu.issuer,
      exp: now + 60,
      iat: now,
      nbf: now,
      jti: randomUUID(),
      scope: 'openid',
      login_hint: anna.username,
      binding_message: 'Aláírva',
    };
  };

  async function askSigned(payload: Record<string, unknown>, alg = 'ES256') {
    const address = String(office.configuration.serverMetadata().backchannel_authentication_endpoint);
    const request = jwt({ header: { alg, kid: 'signing' }, payload });
    const answer = await fetch(address, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`signing:${portalSecret}`)}` },
      body: new URLSearchParams({ request }),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  }

  it('that is another’s may not redeem, and one that is not registered for it may not ask', async () => {
    const stranger = await RelyingParty.discover(kapu, 'stranger');
    expect(await poll(await ask(), stranger)).toEqual({ error: 'invalid_grant' });
    await refuseAll();
    await expect(ask({}, await RelyingParty.discover(kapu))).rejects.toMatchObject({
      error: 'invalid_request',
    });
  });
});

describe('a relying party that wants to be pinged', () => {
  const token = 'secret-of-this-request';

  async function untilPinged(times: number): Promise<void> {
    for (let look = 0; pings.length < times && look < 200; look += 1) {
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  beforeEach(() => {
    pings.length = 0;
    pingStatus = () => 204;
  });

  it('is pinged when it was decided, either way, and fetches what it gets', async () => {
    const party = await RelyingParty.discover(kapu, 'pinged');
    const [first, second] = [
      await ask({ client_notification_token: token, binding_message: 'Igen' }, party),
      await ask({ client_notification_token: token, binding_message: 'Nem' }, party),
    ];
    expect(pings).toEqual([]);
    await annasBrowser.submit(await requests(), '/jovahagyas');
    await annasBrowser.submit(await requests(), '/elutasitas');
    await untilPinged(2);
    expect(pings.map((ping) => [ping.path, ping.token])).toEqual(
      Array(2).fill(['/pings', `Bearer ${token}`]),
    );
    const named = pings.map(({ body }) => JSON.parse(body));
    expect(named).toEqual(
      expect.arrayContaining([first, second].map(({ auth_req_id }) => ({ auth_req_id }))),
    );
    const answers = await Promise.all([poll(first, party), poll(second, party)]);
    expect(answers.filter((answer) => 'id_token' in answer)).toHaveLength(1);
    expect(answers).toContainEqual({ error: 'access_denied' });
  });

  it('is handed on the trace of the decision, and the trace knows neither its token nor which request', async () => {
    const collector = new TraceCollector();
    await collector.start();
    const party = await RelyingParty.discover(kapu, 'pinged');
    const { auth_req_id } = await ask({ client_notification_token: token }, party);
    const page = await requests();
    const settings = { url: collector.url, ratio: 1, isProxyBelieved: false };
    const tracing = startTracing(settings, createLogger('silent'));
    await annasBrowser.submit(page, '/jovahagyas');
    await untilPinged(1);
    // What it was answered is still to be noted.
    for (let look = 0; (await kapu.nodes[0].store.xlen('pings:{queue}')) > 0 && look < 200; look += 1) {
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    await tracing.stop();
    await collector.stop();
    const [delivery] = collector.named('deliver pings') as [ToldSpan];
    const decision = collector.spans.find(({ spanId }) => spanId === delivery.parentSpanId);
    expect([decision?.kind, decision?.name]).toEqual(['server', expect.stringContaining('jovahagyas')]);
    const [sent] = collector.childrenOf(delivery).filter(({ name }) => name === 'POST');
    expect(sent?.attributes).toMatchObject({
      'http.response.status_code': 204,
      'server.address': 'localhost',
    });
    expect(pings[0]?.headers.traceparent).toBe(`00-${sent?.traceId}-${sent?.spanId}-01`);
    expect(pings[0]?.headers.tracestate).toBeUndefined();
    expect(collector.bodies.join()).not.toMatch(new RegExp(`${token}|${auth_req_id}|/pings`));
  });

  it('is pinged again where it could not answer, and the citizen does not wait for it', async () => {
    pingStatus = (tries) => (tries < 3 ? 500 : 204);
    const party = await RelyingParty.discover(kapu, 'pinged');
    await ask({ client_notification_token: token }, party);
    await annasBrowser.submit(await requests(), '/jovahagyas');
    await untilPinged(3);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(pings).toHaveLength(3);
    expect(await kapu.nodes[0].store.xlen('pings:{queue}')).toBe(0);
  });

  it('is pinged by the next node where the one that took the decision sends nothing any more', async () => {
    await deliveries.stop();
    const party = await RelyingParty.discover(kapu, 'pinged');
    await ask({ client_notification_token: token }, party);
    await annasBrowser.submit(await requests(), '/jovahagyas');
    expect(pings).toEqual([]);
    deliveries = startNode();
    await untilPinged(1);
    expect(pings).toHaveLength(1);
  });

  it('is refused without a token to be pinged with', async () => {
    const party = await RelyingParty.discover(kapu, 'pinged');
    await expect(ask({}, party)).rejects.toMatchObject({ error: 'invalid_request' });
    const hostile = ask({ client_notification_token: 'a\r\nHost: x' }, party);
    await expect(hostile).rejects.toMatchObject({ error: 'invalid_request' });
  });
});

it('a hostile form decides nothing, and breaks nothing', async () => {
  const asked = await ask();
  const page = await requests();
  const { action, fields } = formOf(page, '/jovahagyas');
  expect((await annasBrowser.post(action, {})).status).toBe(403);
  for (const handle of ['nothing', '%00', '..%2f..', 'a'.repeat(3000), '__proto__', '%E2%80%AE']) {
    const answer = await annasBrowser.post(`/fiok/keresek/${handle}/jovahagyas`, fields);
    expect([handle.slice(0, 20), answer.status]).toEqual([handle.slice(0, 20), expect.any(Number)]);
    expect(answer.status).toBeLessThan(500);
  }
  expect((await annasBrowser.get(action)).status).toBe(303);
  expect(await poll(asked)).toEqual({ error: 'authorization_pending' });
  await refuseAll();
});

it('nobody who is not signed in sees a page of requests', async () => {
  const page = await new Browser(kapu.issuer).open('/fiok/keresek');
  expect(titleOf(page)).toBe('Hogyan szeretne bejelentkezni?');
});
