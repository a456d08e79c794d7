/**
 * fapi2-message-signing-final-test-plan for plain FAPI: openid_connect, private_key_jwt, DPoP, signed requests
 * (signed_non_repudiation) and signed answers (jarm): what the signatures add or change. The other modules of the plan are in
 * fapi2-message-signing-modules.test.ts.
 */
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import supertest, { type Response } from 'supertest';
import { Browser, givePassword } from '../support/citizen.ts';
import { type Changes, FapiClient, newKeys } from '../support/fapi-client.ts';
import { inputOf } from '../support/hostile-jwts.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { answerOf } from '../support/relying-party.ts';

const first = new FapiClient('first');
const second = new FapiClient('second');
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });

let kapu: Installation;
let anna: Citizenship;

beforeAll(async () => {
  const rsaKey = { ...rsa.publicKey.export({ format: 'jwk' }), kid: 'rsa', use: 'sig' };
  const { jwks } = first.registration();
  const signed = { require_signed_request_object: true, response_modes: ['jwt' as const] };
  kapu = await startInstallation({
    clients: [
      first.registration({ ...signed, jwks: { keys: [...(jwks?.keys ?? []), rsaKey] } }),
      second.registration(signed),
    ],
  });
  first.at(kapu);
  second.at(kapu);
  anna = await kapu.addCitizen();
});

afterAll(() => kapu.stop());

async function signIn({ address }: { address: string }): Promise<Response> {
  const browser = new Browser(kapu.issuer);
  return givePassword(browser, await browser.open(address), anna, 'ugyfelkapu');
}

/** What a signed answer says, once it was verified. */
async function answerIn(back: Response): Promise<Record<string, unknown>> {
  const { response = '', ...others } = answerOf(back);
  expect(others).toEqual({});
  const keys = createRemoteJWKSet(new URL(`${kapu.issuer}/jwks`));
  const { payload, protectedHeader } = await jwtVerify(response, keys, {
    issuer: kapu.issuer,
    audience: 'first',
    requiredClaims: ['exp'],
  });
  expect(protectedHeader.alg).toBe('ES256');
  return payload;
}

/** @returns status and error of a pushed request whose object is other than right */
async function pushError(ofObject: Changes, parameters: Record<string, string | undefined> = {}) {
  const request = first.requestObject(
    first.prepare({ response_mode: 'jwt', ...parameters }).parameters,
    ofObject,
  );
  return outcomeOf(await first.push({ client_id: 'first', request }));
}

function outcomeOf({ status, body }: Response): [number, string] {
  return [status, body.error];
}

const inASecond = (): number => Math.floor(Date.now() / 1000);

describe('signed requests and answers', () => {
  it('fapi2-security-profile-final-discovery-end-point-verification: are in the discovery document', async () => {
    const { body } = await supertest(kapu.issuer).get('/.well-known/openid-configuration');
    expect(body).toMatchObject({
      request_parameter_supported: true,
      request_object_signing_alg_values_supported: expect.arrayContaining(['ES256', 'PS256', 'EdDSA']),
      response_modes_supported: expect.arrayContaining(['jwt', 'query.jwt', 'form_post.jwt']),
      authorization_signing_alg_values_supported: expect.arrayContaining(['ES256', 'PS256', 'EdDSA']),
    });
  });

  it('fapi2-security-profile-final-happy-flow: carry a whole sign-in', async () => {
    const request = await first.pushedSigned({ response_mode: 'jwt', state: 'of-the-party' });
    const answer = await answerIn(await signIn(request));
    expect(answer).toMatchObject({ state: 'of-the-party', iss: kapu.issuer, aud: 'first' });
    const { status, body } = await first.redeem(String(answer.code), request.codeVerifier);
    expect([status, body.token_type]).toEqual([200, 'DPoP']);
    expect((await first.me(body.access_token)).status).toBe(200);
  });

  it('fapi2-security-profile-final-user-rejects-authentication: also where the citizen goes back', async () => {
    const request = await first.pushedSigned({
      response_mode: 'jwt',
      acr_values: 'http://eidas.europa.eu/LoA/substantial',
    });
    const browser = new Browser(kapu.issuer);
    const back = await browser.submit(await browser.open(request.address), '/give-up');
    expect(await answerIn(back)).toMatchObject({ error: 'access_denied' });
  });
});

describe('a request object', () => {
  it('fapi2-security-profile-final-ensure-request-object-with-multiple-aud-succeeds: may be for others too', async () => {
    const payload = { aud: [kapu.issuer, 'https://other.example'] };
    expect((await first.pushedSigned({ response_mode: 'jwt' }, { payload })).requestUri).toMatch(/^urn:/);
  });

  it('fapi2-security-profile-final-ensure-request-object-with-nbf-8-seconds-in-the-future-is-accepted: may begin in a moment', async () => {
    const payload = { nbf: inASecond() + 8 };
    expect((await first.pushedSigned({ response_mode: 'jwt' }, { payload })).requestUri).toMatch(/^urn:/);
  });

  it('fapi2-security-profile-final-ensure-different-state-inside-and-outside-request-object: alone counts', async () => {
    const request = await first.pushedSigned({ response_mode: 'jwt', state: 'inside' });
    const address = first.addressOf(request.requestUri, { state: 'outside' });
    expect((await answerIn(await signIn({ address }))).state).toBe('inside');
  });

  it('fapi2-security-profile-final-ensure-different-nonce-inside-and-outside-request-object: alone counts', async () => {
    const request = await first.pushedSigned({ response_mode: 'jwt', nonce: 'inside' });
    const address = first.addressOf(request.requestUri, { nonce: 'outside' });
    const { code } = await answerIn(await signIn({ address }));
    const { body } = await first.redeem(String(code), request.codeVerifier);
    expect(decodeJwt(body.id_token).nonce).toBe('inside');
  });

  it('fapi2-security-profile-final-state-only-outside-request-object-not-used: alone counts', async () => {
    const request = await first.pushedSigned({ response_mode: 'jwt', state: undefined });
    const address = first.addressOf(request.requestUri, { state: 'outside' });
    expect(await answerIn(await signIn({ address }))).not.toHaveProperty('state');
  });

  it.each<[string, Changes]>([
    ['fapi2-security-profile-final-ensure-request-object-without-exp-fails', { payload: { exp: undefined } }],
    ['fapi2-security-profile-final-ensure-request-object-without-nbf-fails', { payload: { nbf: undefined } }],
    [
      'fapi2-security-profile-final-ensure-expired-request-object-fails',
      { payload: { exp: inASecond() - 300, nbf: inASecond() - 360 } },
    ],
    [
      'fapi2-security-profile-final-ensure-request-object-with-bad-aud-fails',
      { payload: { aud: 'https://other.example' } },
    ],
    [
      'fapi2-security-profile-final-ensure-request-object-with-exp-over-60-fails',
      { payload: { exp: inASecond() + 70 * 60 } },
    ],
    [
      'fapi2-security-profile-final-ensure-request-object-with-nbf-over-60-fails',
      { payload: { nbf: inASecond() - 70 * 60 } },
    ],
    [
      'fapi2-security-profile-final-ensure-signed-request-object-with-RS256-fails',
      { header: { alg: 'RS256', kid: 'rsa' }, key: rsa.privateKey },
    ],
    [
      'fapi2-security-profile-final-ensure-request-object-with-invalid-signature-fails',
      { key: newKeys().privateKey },
    ],
    [
      'fapi2-security-profile-final-ensure-matching-key-in-authorization-request',
      { key: second.keys.privateKey },
    ],
  ])('%s: is refused', async (_module, changes) => {
    expect(await pushError(changes)).toEqual([400, 'invalid_request_object']);
  });

  it('fapi2-security-profile-final-ensure-request-object-without-redirect-uri-fails: is refused', async () => {
    const [status, error] = await pushError({}, { redirect_uri: undefined });
    expect([status, error]).toEqual([400, expect.stringMatching(/^invalid_request(_object)?$/)]);
  });

  it('fapi2-security-profile-final-ensure-request-object-signature-algorithm-is-not-none: must be signed', async () => {
    const signed = first.requestObject(first.prepare({ response_mode: 'jwt' }).parameters);
    const unsigned = inputOf({ header: { alg: 'none' }, payload: decodeJwt(signed) });
    const answer = await first.push({ client_id: 'first', request: `${unsigned}.` });
    expect(outcomeOf(answer)).toEqual([400, 'invalid_request_object']);
  });

  it('fapi2-security-profile-final-ensure-unsigned-request-at-par-endpoint-fails: must be there', async () => {
    const answer = await first.push(first.prepare({ response_mode: 'jwt' }).parameters);
    expect(outcomeOf(answer)).toEqual([400, 'invalid_request']);
  });

  it('fapi2-security-profile-final-par-authorization-request-containing-request_uri: must not refer to another', async () => {
    const { requestUri } = await first.pushedSigned({ response_mode: 'jwt' });
    const [status, error] = await pushError({ payload: { request_uri: requestUri } });
    expect([status, error]).toEqual([400, expect.stringMatching(/^invalid_request(_object)?$/)]);
  });

  it('fapi2-security-profile-final-ensure-unsigned-authorization-request-without-using-par-fails: must be pushed', async () => {
    const { parameters } = first.prepare({ response_mode: 'jwt' });
    const request = first.requestObject(parameters);
    for (const query of [
      parameters,
      { client_id: 'first', response_type: 'code', scope: 'openid', request },
    ]) {
      const page = await new Browser(kapu.issuer).open(`/auth?${new URLSearchParams(query)}`);
      const { response } = page.headers.location ? answerOf(page) : {};
      const said = response ? JSON.stringify(decodeJwt(response)) : page.text;
      expect(said).toContain('invalid_request');
      expect(said).not.toContain('"code"');
    }
  });
});
