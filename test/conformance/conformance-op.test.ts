/** `scripts/conformance-op` as a process: what a conformance suite finds there, over TLS, with openid-client as its makers ship it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import * as client from 'openid-client';
import { codeAt } from '../support/authenticator.ts';
import { CertificateWorkshop } from '../support/certificates.ts';
import { Browser, givePassword, titleOf } from '../support/citizen.ts';
import { suiteRedirect } from '../support/conformance.ts';

interface Description {
  issuer: string;
  accounts: { username: string; password: string; totp_secret: string | null; assurance: string }[];
  initial_access_token: string;
  data_directory: string;
  log: string;
}

const script = resolve(import.meta.dirname, '../../scripts/conformance-op');
const workshop = new CertificateWorkshop();
const dataDirectory = mkdtempSync(join(tmpdir(), 'kapu-conformance-'));

let running: ChildProcess;
let op: Description;
let party: client.Configuration;

beforeAll(async () => {
  const { certificate, certificateFile, keyFile } = workshop.serverPair('localhost');
  setDefaultCACertificates([...getCACertificates('default'), certificate]);
  const files = ['--certificate', certificateFile, '--key', keyFile, '--data-dir', dataDirectory];
  running = start(...files, '--port', String(await freePort()));
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

it('prints where it is, two accounts, and a token to register with', () => {
  expect(op).toEqual({
    issuer: expect.stringMatching(/^https:\/\/localhost:\d+$/),
    accounts: [
      { username: 'suite.low', password: expect.any(String), totp_secret: null, assurance: 'low' },
      {
        username: 'suite.substantial',
        password: expect.any(String),
        totp_secret: expect.stringMatching(/^[A-Z2-7]{32}$/),
        assurance: 'substantial',
      },
    ],
    initial_access_token: expect.stringMatching(/^[\w-]{43}$/),
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
