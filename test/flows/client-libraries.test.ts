/**
 * Three client libraries that know nothing of each other, or of us: openid-client, oauth4webapi, and Authlib of the Python world.
 * Each is told an issuer, a client id and a secret, and finds the rest by itself.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as oauth from 'oauth4webapi';
import * as client from 'openid-client';
import { Browser, givePassword } from '../support/citizen.ts';
import {
  type Citizenship,
  type Installation,
  portalRedirect,
  portalSecret,
  startInstallation,
} from '../support/installation.ts';
import { RelyingParty } from '../support/relying-party.ts';

const low = 'http://eidas.europa.eu/LoA/low';

let kapu: Installation;
let citizen: Citizenship;

beforeAll(async () => {
  kapu = await startInstallation();
  citizen = await kapu.addCitizen();
});

afterAll(() => kapu.stop());

/** @returns the address that the citizen came back to */
async function signInAt(address: string): Promise<URL> {
  const browser = new Browser(kapu.issuer);
  const back = await givePassword(browser, await browser.open(address), citizen, 'ugyfelkapu');
  return new URL(String(back.headers.location));
}

const expectedClaims = () => ({ iss: kapu.issuer, aud: 'portal', acr: low, amr: ['pwd'] });
const expectedPerson = { name: 'Minta Anna', email: 'anna@minta.example', email_verified: true };

describe('a citizen signs in to a relying party that uses', () => {
  it('openid-client', async () => {
    const portal = await RelyingParty.discover(kapu);
    const request = await portal.pushedRequest();
    const tokens = await portal.redeemAt(await signInAt(request.address), request);
    expect(tokens.claims()).toMatchObject(expectedClaims());
    const subject = tokens.claims()?.sub ?? '';
    const person = await client.fetchUserInfo(portal.configuration, tokens.access_token, subject);
    expect(person).toMatchObject(expectedPerson);
  });

  it('oauth4webapi', async () => {
    const insecure = { [oauth.allowInsecureRequests]: true };
    const issuer = new URL(kapu.issuer);
    const server = await oauth.processDiscoveryResponse(
      issuer,
      await oauth.discoveryRequest(issuer, insecure),
    );
    const portal: oauth.Client = { client_id: 'portal', id_token_signed_response_alg: 'ES256' };
    const secret = oauth.ClientSecretBasic(portalSecret);
    const [verifier, state, nonce] = [
      oauth.generateRandomCodeVerifier(),
      oauth.generateRandomState(),
      oauth.generateRandomNonce(),
    ];
    const parameters = new URLSearchParams({
      client_id: 'portal',
      response_type: 'code',
      redirect_uri: portalRedirect,
      scope: 'openid profile email',
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    });
    const back = await signInAt(`${server.authorization_endpoint}?${parameters}`);
    const answer = await oauth.authorizationCodeGrantRequest(
      server,
      portal,
      secret,
      oauth.validateAuthResponse(server, portal, back, state),
      portalRedirect,
      verifier,
      insecure,
    );
    const tokens = await oauth.processAuthorizationCodeResponse(server, portal, answer, {
      expectedNonce: nonce,
      requireIdToken: true,
    });
    await oauth.validateApplicationLevelSignature(server, answer, insecure);
    const claims = oauth.getValidatedIdTokenClaims(tokens);
    expect(claims).toMatchObject(expectedClaims());
    const person = await oauth.userInfoRequest(server, portal, tokens.access_token, insecure);
    expect(await oauth.processUserInfoResponse(server, portal, claims?.sub ?? '', person)).toMatchObject(
      expectedPerson,
    );
  });

  it('Authlib', async () => {
    const party = startAuthlib();
    const lines = createInterface({ input: party.stdout })[Symbol.asyncIterator]();
    const { address } = JSON.parse((await lines.next()).value ?? '{}');
    party.stdin.write(`${await signInAt(address)}\n`);
    const { claims, person } = JSON.parse((await lines.next()).value ?? '{}');
    expect(claims).toMatchObject(expectedClaims());
    expect(person).toMatchObject({ ...expectedPerson, sub: claims.sub });
    await ended(party);
  });
});

/** Debian's own Python, which knows Debian's packages; its libraries want to be told that loopback may be plain http. */
function startAuthlib() {
  const script = join(import.meta.dirname, '../support/other-stacks/authlib_rp.py');
  return spawn('/usr/bin/python3', [script, kapu.issuer, 'portal', portalSecret, portalRedirect], {
    env: { ...process.env, AUTHLIB_INSECURE_TRANSPORT: '1' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}

async function ended(party: ChildProcess): Promise<void> {
  if (party.exitCode === null) {
    await once(party, 'exit');
  }
  expect(party.exitCode).toBe(0);
}
