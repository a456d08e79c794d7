/** `scripts/conformance-op` as a process: what a conformance suite finds there, over TLS, with openid-client as its makers ship it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { connect, getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import * as client from 'openid-client';
import { codeAt } from '../support/authenticator.ts';
import { bareEnvironment } from '../support/bare-environment.ts';
import { CertificateWorkshop } from '../support/certificates.ts';
import { Browser, givePassword, titleOf } from '../support/citizen.ts';
import { suiteRedirect } from '../support/conformance.ts';

interface Description {
  issuer: string;
  accounts: { username: string; password: string; totp_secret: string | null; assurance: string }[];
  initial_access_token: string;
  environment: Record<string, string>;
  data_directory: string;
  log: string;
}

const script = resolve(import.meta.dirname, '../../scripts/conformance-op');
/** Where the suite answers, as a wallet. */
const suite = 'https://suite.minta.example/test/a/kapu';
const workshop = new CertificateWorkshop();
const dataDirectory = mkdtempSync(join(tmpdir(), 'kapu-conformance-'));

let running: ChildProcess;
let op: Description;
let party: client.Configuration;

beforeAll(async () => {
  const { certificate, certificateFile, keyFile } = workshop.serverPair('localhost');
  setDefaultCACertificates([...getCACertificates('default'), certificate]);
  const files = ['--certificate', certificateFile, '--key', keyFile, '--data-dir', dataDirectory];
  const configuration = join(dataDirectory, 'own-configuration');
  cpSync(resolve(import.meta.dirname, '../../config'), configuration, { recursive: true });
  writeFileSync(join(configuration, 'outgoing.json'), JSON.stringify({ give_up_logouts_after_hours: 7 }));
  const switches = [
    '--ciba',
    '--wallet-address',
    `${suite}/authorize`,
    '--wallet-callback',
    `${suite}/callback`,
  ];
  running = start(...files, '--port', String(await freePort()), '--config', configuration, ...switches);
  op = JSON.parse(await firstLineOf(running));
});

afterAll(async () => {
  if (running.exitCode === null) {
    running.kill('SIGKILL');
  }
  workshop.close();
  rmSync(dataDirectory, { recursive: true, force: true });
});

/** With this Node first, so that the script need not look for one. */
function start(...args: string[]): ChildProcess {
  const path = [dirname(process.execPath), process.env.PATH].join(delimiter);
  return spawn(script, args, { env: { ...process.env, PATH: path }, stdio: ['ignore', 'pipe', 'pipe'] });
}

async function firstLineOf({ stdout, stderr }: ChildProcess): Promise<string> {
  if (!stdout || !stderr) {
    throw new Error('the script has no output');
  }
  const said = text(stderr);
  for await (const line of createInterface({ input: stdout })) {
    return line;
  }
  throw new Error(await said);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function account(assurance: string) {
  const found = op.accounts.find((one) => one.assurance === assurance);
  if (!found) {
    throw new Error(`there is no account of ${assurance}`);
  }
  return found;
}

/** Without PKCE, as the plans do it. */
async function signIn(assurance: 'low' | 'substantial'): Promise<client.IDToken | undefined> {
  const { totp_secret, ...person } = account(assurance);
  const browser = new Browser(op.issuer);
  const checks = { expectedState: client.randomState(), expectedNonce: client.randomNonce() };
  const address = client.buildAuthorizationUrl(party, {
    redirect_uri: suiteRedirect,
    scope: 'openid profile email address phone',
    state: checks.expectedState,
    nonce: checks.expectedNonce,
  });
  const start = await browser.open(address.href);
  const way = totp_secret ? 'ugyfelkapu-plus' : 'ugyfelkapu';
  let page = await givePassword(browser, start, person, way);
  if (totp_secret) {
    page = await browser.submit(page, '/code', { code: codeAt(totp_secret, new Date()) });
  }
  expect(titleOf(page)).toBe('Átadhatjuk az adatait?');
  const back = await browser.submit(page, '/consent');
  const arrived = new URL(String(back.headers.location));
  const tokens = await client.authorizationCodeGrant(party, arrived, { ...checks, idTokenExpected: true });
  const claims = tokens.claims();
  const personal = await client.fetchUserInfo(party, tokens.access_token, claims?.sub ?? '');
  expect(personal).toMatchObject({
    preferred_username: person.username,
    email_verified: true,
    phone_number_verified: true,
    address: { country: 'HU' },
  });
  return claims;
}

it('prints where it is, eight accounts, a token to register with, and the environment of its command line', () => {
  const own = (username: string) => ({ username, password: expect.any(String) });
  const low = ['suite.low', 'suite.low2'].map((name) => ({
    ...own(name),
    totp_secret: null,
    assurance: 'low',
  }));
  const substantial = ['', 2, 3, 4, 5, 6].map((number) => ({
    ...own(`suite.substantial${number}`),
    totp_secret: expect.stringMatching(/^[A-Z2-7]{32}$/),
    assurance: 'substantial',
  }));
  expect(op).toEqual({
    issuer: expect.stringMatching(/^https:\/\/localhost:\d+$/),
    accounts: [...low, ...substantial],
    initial_access_token: expect.stringMatching(/^[\w-]{43}$/),
    environment: expect.objectContaining({ KAPU_PROFILE: 'conformance', KAPU_ISSUER: op.issuer }),
    data_directory: dataDirectory,
    log: join(dataDirectory, 'kapu.log'),
  });
});

it('registers openid-client, found by discovery over TLS, with the printed token', async () => {
  party = await client.dynamicClientRegistration(
    new URL(op.issuer),
    { redirect_uris: [suiteRedirect], client_name: 'Próbacsomag' },
    undefined,
    { initialAccessToken: op.initial_access_token },
  );
  expect(party.serverMetadata().registration_endpoint).toBe(`${op.issuer}/reg`);
  expect(party.clientMetadata()).toMatchObject({ id_token_signed_response_alg: 'RS256' });
});

it('signs the password-only account in, without PKCE', async () => {
  expect(await signIn('low')).toMatchObject({ acr: 'http://eidas.europa.eu/LoA/low', amr: ['pwd'] });
});

it('signs the account with a TOTP key in', async () => {
  expect(await signIn('substantial')).toMatchObject({
    acr: 'http://eidas.europa.eu/LoA/substantial',
    amr: ['pwd', 'otp', 'mfa'],
  });
});

it('switches on what it was asked for: CIBA, presentations, issuing to two wallets of the suite', async () => {
  const read = async (name: string) =>
    (await (await fetch(`${op.issuer}/.well-known/${name}`)).json()) as Record<string, unknown>;
  expect(await read('openid-configuration')).toMatchObject({
    backchannel_token_delivery_modes_supported: ['poll', 'ping'],
  });
  expect(await read('openid-credential-issuer')).toMatchObject({ nonce_endpoint: `${op.issuer}/nonce` });
  const { KAPU_CONFIG_DIR: directory = '' } = op.environment;
  const settings = (name: string) => JSON.parse(readFileSync(join(directory, name), 'utf8'));
  expect(settings('wallet-verifier.json')).toMatchObject({
    enabled: true,
    wallet_address: `${suite}/authorize`,
  });
  expect(settings('wallet-issuer.json')).toMatchObject({
    enabled: true,
    wallets: [
      { client_id: 'suite-wallet', redirect_uris: [`${suite}/callback`], attested: false },
      { client_id: 'suite-wallet-2', redirect_uris: [`${suite}/callback?dummy1=lorem&dummy2=ipsum`] },
    ],
  });
  expect(settings('outgoing.json')).toEqual({ give_up_logouts_after_hours: 7 });
});

it('is commanded with the printed environment and nothing else', async () => {
  const kapu = spawn(process.execPath, ['src/cli/kapu.ts', 'keys', 'list'], {
    cwd: resolve(import.meta.dirname, '../..'),
    env: bareEnvironment(op.environment),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  expect(await text(kapu.stdout)).toContain('ES256');
});

it.each([
  ['ECDHE-ECDSA-AES128-GCM-SHA256', true],
  ['ECDHE-ECDSA-AES128-SHA256', false],
  ['ECDHE-ECDSA-AES128-SHA', false],
  ['AES128-SHA', false],
])('by TLS 1.2 with %s: %p (BCP 195)', async (ciphers, isTaken) => {
  const { port } = new URL(op.issuer);
  const options = { host: '127.0.0.1', port: Number(port), ciphers, rejectUnauthorized: false };
  const socket = connect({ ...options, maxVersion: 'TLSv1.2' });
  const outcome = await Promise.race([
    once(socket, 'secureConnect').then(() => true),
    once(socket, 'error').then(() => false),
  ]).catch(() => false);
  socket.destroy();
  expect(outcome).toBe(isTaken);
});

it('opens its own pages over its own TLS', async () => {
  const browser = new Browser(op.issuer);
  const page = await givePassword(browser, await browser.open('/fiok'), account('low'), 'ugyfelkapu');
  expect([page.status, titleOf(page)]).toEqual([200, 'Fiókom']);
});

it('says what is wrong with how it was called', async () => {
  const wrong = start('--port', '1');
  const said = wrong.stderr && (await text(wrong.stderr));
  expect(said).toMatch(/^kapu: --certificate and --key are needed/);
});

it('says in the log that it is not for citizens, and ends with all that it started', async () => {
  const log = readFileSync(op.log, 'utf8');
  expect(log).toContain('this profile allows more than production does');
  expect(log).not.toContain('"fault"');
  expect(log).not.toContain(op.initial_access_token);
  running.kill('SIGTERM');
  expect((await once(running, 'exit'))[0]).toBe(0);
  expect(readFileSync(join(dataDirectory, 'redis/redis.log'), 'utf8')).toContain('ready to exit');
});
