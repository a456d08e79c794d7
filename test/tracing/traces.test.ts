import { randomBytes } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createHttpSmsGateway } from '../../src/notifications/http-sms-gateway.ts';
import { startMailer } from '../../src/notifications/mailer.ts';
import { createMessageQueue } from '../../src/notifications/message-queue.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { startTracing, type Tracing } from '../../src/tracing/open-telemetry.ts';
import { inRequestSpan, traceToCarry } from '../../src/tracing/tracing.ts';
import { codeAt } from '../support/authenticator.ts';
import { Browser, enrolledCitizen, givePassword } from '../support/citizen.ts';
import { jwt } from '../support/hostile-jwts.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { LogoutReceivers } from '../support/logout-receiver.ts';
import { MailServer } from '../support/mail-server.ts';
import { RelyingParty } from '../support/relying-party.ts';
import { startSmsGateway } from '../support/sms-gateway.ts';
import { mayTell, startTelling } from '../support/telling-logouts.ts';
import { type ToldSpan, TraceCollector } from '../support/trace-collector.ts';

const collector = new TraceCollector();
const parties = new LogoutReceivers();
let kapu: Installation;
let behindProxy: Installation;
let tracing: Tracing | undefined;

beforeAll(async () => {
  await collector.start();
  await parties.start();
  const clients = [
    {
      client_id: 'taxes',
      backchannel_logout_uri: parties.addressOf('taxes'),
      backchannel_logout_session_required: true,
    },
  ];
  kapu = await startInstallation({ config: mayTell(parties.host), clients });
  const traces = { url: collector.url, ratio: 0, isProxyBelieved: true };
  behindProxy = await startInstallation({ config: { trustProxy: true, traces }, clients });
});

afterEach(async () => {
  await told();
  collector.forget();
  collector.status = 200;
  parties.tries.length = 0;
});

afterAll(async () => {
  await collector.stop();
  await parties.stop();
  await kapu.stop();
  await behindProxy.stop();
});

const seconds = (): number => Math.floor(Date.now() / 1000);
const log: string[] = [];
const logger = createLogger('info', { write: (line: string) => void log.push(line) });

function trace(ratio: number): void {
  tracing = startTracing({ url: collector.url, ratio, isProxyBelieved: false }, logger);
}

/** Everything that is to be told has been. */
async function told(): Promise<readonly ToldSpan[]> {
  await tracing?.stop();
  tracing = undefined;
  return collector.spans;
}

interface Trace {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceparent: string;
}

function makeTrace(flags: '00' | '01'): Trace {
  const [traceId, spanId] = [randomBytes(16).toString('hex'), randomBytes(8).toString('hex')];
  return { traceId, spanId, traceparent: `00-${traceId}-${spanId}-${flags}` };
}

/** A proxy that says itself which trace a request belongs to. */
async function startProxy({ issuer }: Installation, headers: Record<string, string>) {
  const { port } = new URL(issuer);
  const server = createServer((request, response) => {
    const { method, url = '/' } = request;
    const forwarded = send(
      { host: '127.0.0.1', port, path: url, method, headers: { ...request.headers, ...headers } },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    request.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface SignedIn {
  readonly browser: Browser;
  readonly citizen: Awaited<ReturnType<typeof enrolledCitizen>>;
  readonly code: string;
  readonly secrets: readonly string[];
  readonly portal: RelyingParty;
  readonly idToken: string;
}

async function signIn(at: Installation, address = at.issuer): Promise<SignedIn> {
  const portal = await RelyingParty.discover(at, 'taxes');
  const citizen = await enrolledCitizen(at);
  const browser = new Browser(at.issuer, address, 'Firefox of Anna');
  const request = await portal.request();
  const asked = await givePassword(browser, await browser.open(request.address), citizen);
  const code = codeAt(citizen.secretKey, new Date());
  const back = await browser.submit(asked, '/code', { code });
  const tokens = await portal.redeem(back, request);
  const { searchParams } = new URL(String(back.headers.location));
  const secrets = [
    citizen.password,
    citizen.username,
    citizen.id,
    request.state,
    request.nonce,
    request.codeVerifier,
    String(searchParams.get('code')),
    String(tokens.access_token),
    String(tokens.id_token),
    ...browser.cookies.map(([, value]) => value).filter((value) => value.length > 8),
  ];
  return { browser, citizen, code, secrets, portal, idToken: String(tokens.id_token) };
}

describe('behind a proxy that is believed', () => {
  it('a sign-in is part of the proxy’s trace, with its state, and Redis of the sign-in', async () => {
    const given = makeTrace('01');
    const proxy = await startProxy(behindProxy, { traceparent: given.traceparent, tracestate: 'gate=7' });
    trace(0);
    await signIn(behindProxy, proxy.address);
    await told();
    await proxy.stop();

    expect(new Set(collector.spans.map(({ traceId }) => traceId))).toEqual(new Set([given.traceId]));
    expect(new Set(collector.spans.map(({ traceState }) => traceState))).toEqual(new Set(['gate=7']));
    const requests = collector.spans.filter(({ kind }) => kind === 'server');
    expect(new Set(requests.map(({ parentSpanId }) => parentSpanId))).toEqual(new Set([given.spanId]));
    expect(requests.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'GET authorization',
        'GET /interaction/:uid',
        'POST /interaction/:uid/password',
        'POST /interaction/:uid/code',
      ]),
    );
    const [password] = collector.named('POST /interaction/:uid/password') as [ToldSpan];
    expect(password.attributes).toMatchObject({
      'http.request.method': 'POST',
      'http.route': '/interaction/:uid/password',
      'http.response.status_code': 303,
      'url.scheme': 'http',
      'kapu.request_id': expect.stringMatching(/^\d{8}-/),
    });
    const commands = collector.childrenOf(password);
    expect(commands.length).toBeGreaterThan(1);
    for (const { kind, name, attributes } of commands) {
      expect(kind).toBe('client');
      expect(attributes).toMatchObject({ 'db.system.name': 'redis', 'db.operation.name': name });
    }
  });

  it('what the proxy does not sample is not told', async () => {
    const proxy = await startProxy(behindProxy, { traceparent: makeTrace('00').traceparent });
    trace(1);
    await new Browser(behindProxy.issuer, proxy.address).open('/fiok');
    await proxy.stop();
    expect((await told()).filter(({ kind }) => kind === 'server')).toEqual([]);
  });

  it.each(['', '00-0-0-01', `00-${'0'.repeat(32)}-${'0'.repeat(16)}-01`, 'ff-x', 'á'.repeat(50)])(
    'no trace is what is none: %j',
    async (traceparent) => {
      trace(1);
      await fetch(`${behindProxy.issuer}/elfelejtett-jelszo`, {
        headers: { traceparent: Buffer.from(traceparent).toString('latin1') },
      });
      const [span] = await told().then(() => collector.named('GET /elfelejtett-jelszo'));
      expect(span).toMatchObject({ traceId: expect.stringMatching(/^[0-9a-f]{32}$/) });
      expect(span?.parentSpanId ?? '').toBe('');
    },
  );
});

describe('a stranger', () => {
  const page = (headers: Record<string, string>) => fetch(`${kapu.issuer}/elfelejtett-jelszo`, { headers });

  it('does not decide what is told', async () => {
    trace(0);
    await page({ traceparent: makeTrace('01').traceparent });
    expect(await told()).toEqual([]);
  });

  it('is in a trace of ours, which names theirs and nothing that they say of it', async () => {
    const given = makeTrace('00');
    trace(1);
    await page({ traceparent: given.traceparent, tracestate: 'minta=anna' });
    await told();
    const [span] = collector.named('GET /elfelejtett-jelszo') as [ToldSpan];
    expect(span.traceId).not.toBe(given.traceId);
    expect(span.parentSpanId ?? '').toBe('');
    expect(span.links).toEqual([expect.objectContaining({ traceId: given.traceId, spanId: given.spanId })]);
    expect(collector.bodies.join()).not.toContain('minta=anna');
  });

  it('fills no collector, however often they ask', async () => {
    trace(1);
    const wish = { kind: 'server', name: 'GET', attributes: {} } as const;
    let chosen = 0;
    // Without a pause: of two seconds at most.
    for (let asked = 0; asked < 1000; asked += 1) {
      void inRequestSpan(wish, undefined, false, async () => {
        chosen += traceToCarry().trace === undefined ? 0 : 1;
      });
    }
    expect(chosen).toBeGreaterThan(0);
    expect(chosen).toBeLessThanOrEqual(100);
  });
});

describe('what is told', () => {
  it('says nothing of the person, and holds no token and no query', async () => {
    trace(1);
    const { secrets, citizen, code } = await signIn(kapu);
    await told();
    expect(collector.named('POST token')).toHaveLength(1);
    const said = collector.bodies.join('\n');
    for (const secret of [...secrets, 'Anna', 'Firefox', 'client_id', 'taxes', '?']) {
      expect(said).not.toContain(secret);
    }
    expect(collector.spans.flatMap(({ attributes }) => Object.values(attributes))).not.toContain(code);
    expect(said).not.toContain(citizen.secretKey.toString());
  });

  it('the log names the trace of a request that is told, and of no other', async () => {
    trace(1);
    await fetch(`${kapu.issuer}/elfelejtett-jelszo`);
    await told();
    await fetch(`${kapu.issuer}/elfelejtett-jelszo`);
    const [before, after] = kapu.log
      .map((line) => JSON.parse(line))
      .filter(({ msg, path }) => msg === 'request' && path === '/elfelejtett-jelszo')
      .slice(-2);
    expect(before.trace_id).toBe(collector.named('GET /elfelejtett-jelszo')[0]?.traceId);
    expect(after).not.toHaveProperty('trace_id');
  });

  it('health and files are not told of', async () => {
    trace(1);
    await fetch(`${kapu.issuer}/health/ready`);
    await fetch(`${kapu.issuer}/assets/kapu.css`);
    expect((await told()).filter(({ kind }) => kind === 'server')).toEqual([]);
  });
});

/** Ends the session at the provider, and waits until the relying party has heard of it. */
async function signOut({ browser, portal, idToken }: SignedIn): Promise<void> {
  const telling = startTelling(kapu);
  const { end_session_endpoint: address } = portal.configuration.serverMetadata();
  const asked = await browser.open(`${address}?id_token_hint=${idToken}`);
  await browser.submit(asked, '/session/end/confirm', { logout: 'yes' });
  while (parties.tries.length === 0) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await telling.stop();
}

describe('the trace is handed on', () => {
  it('to a relying party that is told of a sign-out, without its state', async () => {
    const signedIn = await signIn(kapu);
    trace(1);
    await signOut(signedIn);
    await told();
    const [delivery] = collector.named('deliver logouts') as [ToldSpan];
    const asked = collector.spans.find(({ spanId }) => spanId === delivery.parentSpanId);
    expect(asked?.name).toBe('POST end_session_confirm');
    const sent = collector.childrenOf(delivery).find(({ name }) => name === 'POST') as ToldSpan;
    expect(sent.kind).toBe('client');
    expect(sent.attributes).toEqual({
      'http.request.method': 'POST',
      'server.address': '127.0.0.1',
      'server.port': Number(parties.host.split(':')[1]),
      'http.response.status_code': 200,
    });
    expect(parties.tries[0]?.traceparent).toBe(`00-${delivery.traceId}-${sent.spanId}-01`);
    expect(parties.tries[0]?.tracestate).toBeUndefined();
  });

  it('to nobody where nothing is traced', async () => {
    await signOut(await signIn(kapu));
    expect(parties.tries[0]?.traceparent).toBeUndefined();
  });

  it('to the mail server, by whichever node sends', async () => {
    const mails = new MailServer();
    await mails.start();
    trace(1);
    const [{ store }] = kapu.nodes;
    const queue = createMessageQueue(store, kapu.sealer);
    const recipient = { email: 'minta.anna@example.com', name: 'Minta Anna', locale: 'hu' } as const;
    await inRequestSpan({ kind: 'server', name: 'POST /a', attributes: {} }, undefined, false, () =>
      queue.tell(recipient, 'name-changed', new Date()),
    );
    const settings = {
      smtpUrl: mails.url,
      needsTls: false,
      from: 'a@b.example',
      accountAddress: kapu.issuer,
    };
    const mailer = startMailer(store, kapu.sealer, settings, createLogger('silent'));
    while (mails.taken.length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await mailer.stop();
    await mails.stop();
    await told();
    const [request] = collector.named('POST /a') as [ToldSpan];
    const [delivery] = collector.childrenOf(request).filter(({ name }) => name === 'deliver messages');
    const [sent] = collector.childrenOf(delivery as ToldSpan).filter(({ name }) => name === 'send mail');
    expect(sent?.attributes).toMatchObject({
      'network.protocol.name': 'smtp',
      'server.address': '127.0.0.1',
    });
    expect(collector.bodies.join()).not.toMatch(/Minta|example\.com/);
  });

  it('to the gateway of text messages, which learns nothing else of it; the number is in no trace', async () => {
    const gateway = await startSmsGateway();
    trace(1);
    const [{ store }] = kapu.nodes;
    const queue = createMessageQueue(store, kapu.sealer);
    const phone = '+36301234567';
    await inRequestSpan({ kind: 'server', name: 'POST /b', attributes: {} }, undefined, false, () =>
      queue.text({ phone, locale: 'hu' }, 'desk-done', {}),
    );
    const sms = createHttpSmsGateway({ url: gateway.url, token: 'titok-of-the-gateway', sender: 'Kapu' });
    const settings = {
      smtpUrl: 'smtp://127.0.0.1:1',
      needsTls: false,
      from: 'a@b.example',
      accountAddress: kapu.issuer,
      sms,
    };
    const mailer = startMailer(store, kapu.sealer, settings, createLogger('silent'));
    while (gateway.received.length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await mailer.stop();
    await gateway.stop();
    await told();
    const [request] = collector.named('POST /b') as [ToldSpan];
    const [delivery] = collector.childrenOf(request).filter(({ name }) => name === 'deliver messages');
    const [sent] = collector.childrenOf(delivery as ToldSpan).filter(({ name }) => name === 'POST');
    expect([sent?.kind, sent?.attributes]).toEqual([
      'client',
      {
        'http.request.method': 'POST',
        'server.address': '127.0.0.1',
        'server.port': Number(new URL(gateway.url).port),
        'http.response.status_code': 202,
      },
    ]);
    expect(gateway.received[0]?.headers).toMatchObject({
      traceparent: `00-${sent?.traceId}-${sent?.spanId}-01`,
    });
    expect(gateway.received[0]?.headers.tracestate).toBeUndefined();
    expect(collector.bodies.join()).not.toMatch(/36301234567|titok-of|\/messages/);
  });

  it('to a relying party whose keys are fetched within its request, and what is wrong there is a fault of that part', async () => {
    const fetches: IncomingHttpHeaders[] = [];
    const keys = createServer(({ headers }, response) => {
      fetches.push(headers);
      response.writeHead(503).end();
    });
    await new Promise<void>((resolve) => keys.listen(0, '127.0.0.1', resolve));
    const { port } = keys.address() as AddressInfo;
    const jwks_uri = `http://127.0.0.1:${port}/its-keys`;
    const byKey = { token_endpoint_auth_method: 'private_key_jwt', client_secret: undefined } as const;
    const asked = await startInstallation({
      config: mayTell(`127.0.0.1:${port}`),
      clients: [{ client_id: 'keyed', ...byKey, jwks_uri }],
    });
    trace(1);
    const assertion = jwt({
      header: { alg: 'ES256', kid: 'k' },
      payload: {
        iss: 'keyed',
        sub: 'keyed',
        aud: asked.issuer,
        jti: 'one-jti',
        iat: seconds(),
        exp: seconds() + 60,
      },
    });
    const answer = await fetch(`${asked.issuer}/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code: 'none',
        client_id: 'keyed',
        client_assertion: assertion,
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      }),
    });
    expect(answer.status).toBe(401);
    await told();
    await asked.stop();
    keys.closeAllConnections();
    keys.close();
    const request = collector.spans.find(({ name }) => name === 'POST token') as ToldSpan;
    const [fetched] = collector.childrenOf(request).filter(({ name }) => name === 'GET');
    expect(fetched).toMatchObject({
      kind: 'client',
      attributes: { 'http.response.status_code': 503, 'error.type': '503', 'server.port': port },
    });
    expect(fetches[0]?.traceparent).toBe(`00-${fetched?.traceId}-${fetched?.spanId}-01`);
    expect(fetches[0]?.tracestate).toBeUndefined();
    expect(collector.bodies.join()).not.toMatch(/its-keys|one-jti/);
  });
});

it('without a collector people are served all the same, and the log says it once', async () => {
  collector.status = 400;
  log.length = 0;
  trace(1);
  await signIn(kapu);
  await told();
  expect(log.filter((line) => line.includes('traces cannot be told'))).toHaveLength(1);
});
