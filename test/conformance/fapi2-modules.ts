/**
 * The modules of fapi2-security-profile-final-test-plan for plain FAPI: openid_connect, private_key_jwt, DPoP. The plan for
 * message signing repeats them with signed requests and answers. The resource is the userinfo endpoint.
 */
import { createHash, generateKeyPairSync } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import supertest, { type Response } from 'supertest';
import { Browser, givePassword, titleOf } from '../support/citizen.ts';
import {
  type Changes,
  FapiClient,
  newKeys,
  type PushedRequest,
  type RequestForm,
  thumbprintOf,
} from '../support/fapi-client.ts';
import { hostileVariants, inputOf } from '../support/hostile-jwts.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { answerOf } from '../support/relying-party.ts';

export function fapi2Modules(form: RequestForm): void {
  const first = new FapiClient('first', form);
  const second = new FapiClient('second', form);
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });

  let kapu: Installation;
  let anna: Citizenship;

  beforeAll(async () => {
    const rsaKey = { ...rsa.publicKey.export({ format: 'jwk' }), kid: 'rsa', use: 'sig' };
    const { jwks } = first.registration();
    kapu = await startInstallation({
      clients: [
        first.registration({ jwks: { keys: [...(jwks?.keys ?? []), rsaKey] } }),
        second.registration(),
      ],
    });
    first.at(kapu);
    second.at(kapu);
    anna = await kapu.addCitizen();
  });

  afterAll(() => kapu.stop());

  afterEach(() => {
    jest.restoreAllMocks();
  });

  /** The engine's clock; what Redis keeps for a time is still there. */
  function laterBy(seconds: number): void {
    const real = Date.now;
    jest.spyOn(Date, 'now').mockImplementation(() => real() + seconds * 1000);
  }

  /** A signed answer is opened; that its signature is right is shown in fapi2-message-signing.test.ts. */
  function answerIn(back: Response): Record<string, string> {
    const answer = answerOf(back);
    if (form === 'unsigned') {
      return answer;
    }
    const { exp, aud, ...said } = decodeJwt(String(answer.response));
    expect([Object.keys(answer), aud, exp]).toEqual([['response'], expect.any(String), expect.any(Number)]);
    return said as Record<string, string>;
  }

  async function signIn(
    { address }: { address: string },
    browser = new Browser(kapu.issuer),
  ): Promise<Response> {
    return givePassword(browser, await browser.open(address), anna, 'ugyfelkapu');
  }

  /** A code for the first relying party, by a request with these parameters. */
  async function issuedCode(changes: Record<string, string | undefined> = {}, wrapping = {}) {
    const request = await first.pushed(changes, wrapping);
    const { code = '' } = answerIn(await signIn(request));
    return { code, codeVerifier: request.codeVerifier };
  }

  async function issuedTokens(
    changes: Record<string, string | undefined> = {},
  ): Promise<Record<string, string>> {
    const { code, codeVerifier } = await issuedCode(changes);
    const { status, body } = await first.redeem(code, codeVerifier);
    expect(status).toBe(200);
    return body;
  }

  function outcomeOf({ status, body }: Response): [number, string] {
    return [status, body.error];
  }

  const inASecond = (): number => Math.floor(Date.now() / 1000);

  describe('a well-behaved relying party', () => {
    it('fapi2-security-profile-final-discovery-end-point-verification: finds all that the profile asks for', async () => {
      const { body } = await supertest(kapu.issuer).get('/.well-known/openid-configuration');
      expect(body).toMatchObject({
        pushed_authorization_request_endpoint: `${kapu.issuer}/request`,
        code_challenge_methods_supported: ['S256'],
        authorization_response_iss_parameter_supported: true,
        token_endpoint_auth_methods_supported: expect.arrayContaining(['private_key_jwt']),
        token_endpoint_auth_signing_alg_values_supported: expect.arrayContaining(['ES256', 'PS256', 'EdDSA']),
        dpop_signing_alg_values_supported: expect.arrayContaining(['ES256', 'EdDSA']),
        grant_types_supported: expect.arrayContaining(['authorization_code']),
      });
    });

    it('fapi2-security-profile-final-happy-flow: gets bound tokens, of which the other one has no use', async () => {
      const request = await first.pushed({ state: 'of-the-party' });
      const answer = answerIn(await signIn(request));
      expect(answer).toEqual({ code: expect.any(String), state: 'of-the-party', iss: kapu.issuer });
      const { body } = await first.redeem(answer.code ?? '', request.codeVerifier);
      expect(body).toMatchObject({ token_type: 'DPoP', id_token: expect.any(String) });
      expect(decodeProtectedHeader(body.id_token).alg).toBe('ES256');
      const { status, body: person } = await first.me(body.access_token);
      expect([status, person.email]).toEqual([200, 'anna@minta.example']);
      expect((await second.me(body.access_token)).status).toBe(401);
    });

    it('fapi2-security-profile-final-user-rejects-authentication: is told that the citizen went back', async () => {
      const browser = new Browser(kapu.issuer);
      const request = await first.pushed({
        state: 'of-the-party',
        acr_values: 'http://eidas.europa.eu/LoA/substantial',
      });
      const page = await browser.open(request.address);
      const back = await browser.submit(page, '/give-up');
      expect(answerIn(back)).toMatchObject({
        error: 'access_denied',
        state: 'of-the-party',
        iss: kapu.issuer,
      });
    });

    it('fapi2-security-profile-final-ensure-authorization-request-without-state-success: may leave out state', async () => {
      const answer = answerIn(await signIn(await first.pushed({ state: undefined })));
      expect(Object.keys(answer).sort()).toEqual(['code', 'iss']);
    });

    it('fapi2-security-profile-final-ensure-authorization-request-without-nonce-success: may leave out nonce', async () => {
      const { id_token = '' } = await issuedTokens({ nonce: undefined });
      expect(decodeJwt(id_token)).not.toHaveProperty('nonce');
    });

    it.each([
      ['fapi2-security-profile-final-ensure-authorization-request-with-64-char-nonce-success', 64],
      ['fapi2-security-profile-final-ensure-authorization-request-with-long-nonce', 384],
    ])('%s: may send a nonce of %i characters', async (_module, length) => {
      const nonce = 'n'.repeat(length);
      expect(decodeJwt((await issuedTokens({ nonce })).id_token ?? '').nonce).toBe(nonce);
    });

    it('fapi2-security-profile-final-ensure-authorization-request-with-long-state: may send a long one', async () => {
      const state = 's'.repeat(384);
      expect(answerIn(await signIn(await first.pushed({ state }))).state).toBe(state);
    });

    it('fapi2-security-profile-final-ensure-other-scope-order-succeeds: may name scopes in any order', async () => {
      expect((await issuedTokens({ scope: 'email openid' })).id_token).toBeTruthy();
    });

    it('fapi2-security-profile-final-test-claims-parameter-identity-claims: may ask for single claims', async () => {
      const claims = JSON.stringify({ userinfo: { given_name: null, 'urn:unknown': { essential: true } } });
      const { access_token = '' } = await issuedTokens({ scope: 'openid', claims });
      expect((await first.me(access_token)).body).toEqual({ sub: expect.any(String), given_name: 'Anna' });
    });

    it('fapi2-security-profile-final-access-token-type-header-case-sensitivity: may write dpop in any case', async () => {
      const { access_token = '' } = await issuedTokens();
      for (const scheme of ['dpop', 'DPOP', 'dPoP']) {
        expect((await first.me(access_token, undefined, scheme)).status).toBe(200);
      }
    });

    it('fapi2-security-profile-final-refresh-token: may refresh, with its key and proof, and keeps its refresh token', async () => {
      const { refresh_token = '', id_token = '' } = await issuedTokens();
      const unauthenticated = { grant_type: 'refresh_token', refresh_token, client_id: 'first' };
      const stranger = await first.post('/token', unauthenticated, { assertion: null });
      expect(outcomeOf(stranger)).toEqual([401, 'invalid_client']);
      expect((await first.refresh(refresh_token, { proof: null })).status).toBe(400);
      expect(outcomeOf(await second.refresh(refresh_token))).toEqual([400, 'invalid_grant']);
      const { body } = await first.refresh((await issuedTokens()).refresh_token ?? '');
      expect(body).toMatchObject({ token_type: 'DPoP', refresh_token: expect.any(String) });
      expect(decodeJwt(body.id_token).sub).toBe(decodeJwt(id_token).sub);
      const again = await first.refresh(body.refresh_token);
      expect([again.status, again.body.refresh_token]).toEqual([200, body.refresh_token]);
    });
  });

  describe('DPoP', () => {
    it('fapi2-security-profile-final-check-dpop-proof-nbf-exp: a proof may have nbf and exp', async () => {
      const { code, codeVerifier } = await issuedCode();
      const payload = { nbf: inASecond(), exp: inASecond() + 300 };
      const { status } = await first.redeem(
        code,
        codeVerifier,
        {},
        { proof: first.proof('POST', '/token', { payload }) },
      );
      expect(status).toBe(200);
    });

    it.each([
      ['fapi2-security-profile-final-ensure-dpopproof-with-iat-10seconds-before-succeeds', -10],
      ['fapi2-security-profile-final-ensure-dpopproof-with-iat-10seconds-after-succeeds', 10],
    ])('%s: a clock may be off by %i s', async (_module, shift) => {
      const { code, codeVerifier } = await issuedCode();
      const proof = first.proof('POST', '/token', { payload: { iat: inASecond() + shift } });
      expect((await first.redeem(code, codeVerifier, {}, { proof })).status).toBe(200);
    });

    it('fapi2-security-profile-final-ensure-mismatched-dpop-jkt-fails: dpop_jkt must be the key of the proof beside it', async () => {
      const { parameters } = first.prepare({ dpop_jkt: thumbprintOf(newKeys().publicKey) });
      const answer = await first.pushInForm(parameters, { proof: first.proof('POST', '/request') });
      expect(answer.status).toBe(400);
      expect(answer.body.error).toMatch(/^invalid_(request|dpop_proof)$/);
    });

    it('fapi2-security-profile-final-ensure-dpopproof-at-par-endpoint-binding-success: a proof at PAR binds the code', async () => {
      const { code, codeVerifier } = await issuedCode({}, { proof: first.proof('POST', '/request') });
      expect((await first.redeem(code, codeVerifier)).status).toBe(200);
    });

    it('fapi2-security-profile-final-ensure-token-endpoint-fails-with-mismatched-dpop-proof-jkt: to that key alone', async () => {
      const { code, codeVerifier } = await issuedCode({}, { proof: first.proof('POST', '/request') });
      const proof = second.proof('POST', '/token');
      expect(outcomeOf(await first.redeem(code, codeVerifier, {}, { proof }))).toEqual([
        400,
        'invalid_grant',
      ]);
    });

    it('fapi2-security-profile-final-ensure-dpop-auth-code-binding-success: dpop_jkt binds the code', async () => {
      const { code, codeVerifier } = await issuedCode({ dpop_jkt: thumbprintOf(first.dpopKeys.publicKey) });
      expect((await first.redeem(code, codeVerifier)).status).toBe(200);
    });

    it('fapi2-security-profile-final-ensure-token-endpoint-fails-with-mismatched-dpop-jkt: to that key alone', async () => {
      const { code, codeVerifier } = await issuedCode({ dpop_jkt: thumbprintOf(first.dpopKeys.publicKey) });
      const proof = second.proof('POST', '/token');
      expect(outcomeOf(await first.redeem(code, codeVerifier, {}, { proof }))).toEqual([
        400,
        'invalid_grant',
      ]);
    });

    it('fapi2-security-profile-final-ensure-holder-of-key-required: without a proof there are no tokens', async () => {
      const { code, codeVerifier } = await issuedCode();
      const answer = await first.redeem(code, codeVerifier, {}, { proof: null });
      expect(answer.status).toBe(400);
      expect(answer.body.error).toBe('invalid_dpop_proof');
    });

    describe('at the resource', () => {
      let token: string;

      beforeAll(async () => {
        token = (await issuedTokens()).access_token ?? '';
      });

      const meWith = (changes: Changes): Promise<Response> =>
        first.me(token, first.proof('GET', '/me', changes, token));

      it.each<[string, Changes]>([
        ['no typ', { header: { typ: undefined } }],
        ['another typ', { header: { typ: 'jwt' } }],
        ['no alg', { header: { alg: undefined } }],
        ['no jwk', { header: { jwk: undefined } }],
        ['no jti', { payload: { jti: undefined } }],
        ['no htm', { payload: { htm: undefined } }],
        ['no htu', { payload: { htu: undefined } }],
        ['no iat', { payload: { iat: undefined } }],
        ['no ath', { payload: { ath: undefined } }],
        ['another method', { payload: { htm: 'PUT' } }],
        ['another address', { payload: { htu: 'https://other.example/me' } }],
        ['another token', { payload: { ath: createHash('sha256').update('x').digest('base64url') } }],
        ['the signature of another key', { key: newKeys().privateKey }],
        ['a private key', { header: { jwk: first.dpopKeys.privateKey.export({ format: 'jwk' }) } }],
        ['an iat of an hour ago', { payload: { iat: inASecond() - 3600 } }],
        ['an iat in an hour', { payload: { iat: inASecond() + 3600 } }],
      ])(
        'fapi2-security-profile-final-dpop-negative-tests: a proof with %s is refused',
        async (_name, changes) => {
          const { status, body } = await meWith(changes);
          expect([400, 401]).toContain(status);
          expect(body.error).toMatch(/^(invalid_dpop_proof|use_dpop_nonce)$/);
        },
      );

      it('fapi2-security-profile-final-dpop-negative-tests: so is one without signature, of another key, twice used, doubled, or none', async () => {
        const jwk = first.dpopKeys.publicKey.export({ format: 'jwk' });
        const unsigned = { header: { alg: 'none', typ: 'dpop+jwt', jwk }, payload: {} };
        const once = first.proof('GET', '/me', {}, token);
        expect((await first.me(token, once)).status).toBe(200);
        const proofs = [
          `${inputOf(unsigned)}.`,
          'no JWT',
          once,
          second.proof('GET', '/me', {}, token),
          [0, 1].map(() => first.proof('GET', '/me', {}, token)).join(', '),
          null,
        ];
        for (const proof of proofs) {
          expect([400, 401]).toContain((await first.me(token, proof)).status);
        }
        expect((await first.me(token, null, 'Bearer')).status).toBe(401);
      });

      it('fapi2-security-profile-final-dpop-negative-tests: what does not matter is ignored', async () => {
        const harmless: Changes[] = [
          { payload: { htu: `${kapu.issuer}/me?query=1#fragment` } },
          { payload: { extra: 'claim' }, header: { extra: 'header' } },
          { payload: { htu: `${kapu.issuer.replace('localhost', 'LOCALHOST')}/me` } },
        ];
        for (const changes of harmless) {
          expect((await meWith(changes)).status).toBe(200);
        }
      });
    });
  });

  describe('a request', () => {
    async function pushError(changes: Record<string, string | undefined>): Promise<[number, string]> {
      return outcomeOf(await first.pushInForm(first.prepare(changes).parameters));
    }

    async function pageAt(address: string): Promise<Response> {
      return new Browser(kapu.issuer).open(address);
    }

    it('fapi2-security-profile-final-ensure-unsigned-authorization-request-without-using-par-fails: must be pushed', async () => {
      const { parameters } = first.prepare();
      const page = await pageAt(`/auth?${new URLSearchParams(parameters)}`);
      expect(answerIn(page)).toMatchObject({ error: 'invalid_request', iss: kapu.issuer });
    });

    it.each([
      ['fapi2-security-profile-final-ensure-response-type-code-idtoken-fails', 'code id_token'],
      ['fapi2-security-profile-final-ensure-response-type-token-fails', 'token'],
    ])('%s: must ask for a code alone, not for %s', async (_module, response_type) => {
      expect(await pushError({ response_type })).toEqual([
        400,
        expect.stringMatching(/^(unsupported_response_type|unauthorized_client|invalid_request)$/),
      ]);
    });

    it.each([
      ['fapi2-security-profile-final-ensure-redirect-uri-in-authorization-request'],
      ['fapi2-security-profile-final-ensure-request-object-without-redirect-uri-fails'],
    ])('%s: must say where to go back to', async () => {
      expect(await pushError({ redirect_uri: undefined })).toEqual([400, 'invalid_request']);
    });

    it.each([
      ['fapi2-security-profile-final-plain-fapi-tolerate-unregistered-redirect-uri'],
      ['fapi2-security-profile-final-ensure-registered-redirect-uri'],
    ])('%s: must not go back to an address that is not registered', async () => {
      expect(await pushError({ redirect_uri: 'http://localhost:4999/other' })).toEqual([
        400,
        'invalid_request',
      ]);
    });

    it('fapi2-security-profile-final-ensure-different-nonce-inside-and-outside-request-object: what was pushed counts', async () => {
      const request = await first.pushed({ nonce: 'pushed' });
      const address = first.addressOf(request.requestUri, { nonce: 'beside' });
      const { code = '' } = answerIn(await signIn({ address }));
      const { body } = await first.redeem(code, request.codeVerifier);
      expect(decodeJwt(body.id_token).nonce).toBe('pushed');
    });

    it('fapi2-security-profile-final-ensure-different-state-inside-and-outside-request-object: what was pushed counts', async () => {
      const request = await first.pushed({ state: 'pushed' });
      const address = first.addressOf(request.requestUri, { state: 'beside' });
      expect(answerIn(await signIn({ address })).state).toBe('pushed');
    });

    it('fapi2-security-profile-final-state-only-outside-request-object-not-used: what was pushed counts', async () => {
      const request = await first.pushed({ state: undefined });
      const address = first.addressOf(request.requestUri, { state: 'beside' });
      expect(Object.keys(answerIn(await signIn({ address }))).sort()).toEqual(['code', 'iss']);
    });

    it('fapi2-security-profile-final-par-without-duplicate-parameters: client_id and request_uri are enough', async () => {
      expect(answerIn(await signIn(await first.pushed())).code).toBeTruthy();
    });

    it('fapi2-security-profile-final-par-ensure-reused-request-uri-prior-to-auth-completion-succeeds: may be opened again before the sign-in', async () => {
      const request = await first.pushed();
      const page = await pageAt(request.address);
      expect(titleOf(page)).toBe('Hogyan szeretne bejelentkezni?');
      expect(answerIn(await signIn(request)).code).toBeTruthy();
    });

    it('fapi2-security-profile-final-par-attempt-reuse-request_uri: but not after it', async () => {
      const request = await first.pushed();
      const browser = new Browser(kapu.issuer);
      await signIn(request, browser);
      await expectInvalidRequestUri(await browser.open(request.address));
    });

    it('fapi2-security-profile-final-par-attempt-to-use-expired-request_uri: nor later than a minute', async () => {
      const request = await first.pushed();
      laterBy(80);
      await expectInvalidRequestUri(await pageAt(request.address));
    });

    it('fapi2-security-profile-final-par-attempt-to-use-request_uri-for-different-client: nor by another', async () => {
      const request = await first.pushed();
      const page = await pageAt(second.addressOf(request.requestUri));
      expect(page.headers.location ?? '').not.toContain('code=');
      expect([page.status, titleOf(page)]).toEqual([400, 'A szolgáltatás kérése hibás']);
    });

    async function expectInvalidRequestUri(page: Response): Promise<void> {
      const isTold = page.headers.location
        ? answerIn(page).error === 'invalid_request_uri'
        : page.text.includes('invalid_request_uri');
      expect(isTold).toBe(true);
    }

    it('fapi2-security-profile-final-par-authorization-request-containing-request_uri-form-param: must not refer to another', async () => {
      const { requestUri } = await first.pushed();
      expect((await pushError({ request_uri: requestUri }))[0]).toBe(400);
    });

    it('fapi2-security-profile-final-par-attempt-invalid-http-method: is pushed by POST alone', async () => {
      for (const method of ['get', 'put'] as const) {
        const { status } = await supertest(kapu.issuer)[method]('/request');
        expect([404, 405]).toContain(status);
      }
    });

    it('fapi2-security-profile-final-par-ensure-pkce-required: needs PKCE', async () => {
      const without = { code_challenge: undefined, code_challenge_method: undefined };
      expect(await pushError(without)).toEqual([400, 'invalid_request']);
    });

    it('fapi2-security-profile-final-par-plain-pkce-rejected: by S256', async () => {
      expect(await pushError({ code_challenge_method: 'plain' })).toEqual([400, 'invalid_request']);
    });
  });

  describe('a code', () => {
    it('fapi2-security-profile-final-ensure-pkce-code-verifier-required: needs its verifier', async () => {
      const { code, codeVerifier } = await issuedCode();
      const answer = await first.redeem(code, codeVerifier, { code_verifier: undefined });
      expect(outcomeOf(answer)).toEqual([400, expect.stringMatching(/^invalid_(grant|request)$/)]);
    });

    it('fapi2-security-profile-final-incorrect-pkce-code-verifier-rejected: and no other', async () => {
      const { code } = await issuedCode();
      expect(outcomeOf(await first.redeem(code, 'x'.repeat(43)))).toEqual([400, 'invalid_grant']);
    });

    it('fapi2-security-profile-final-ensure-authorization-code-is-bound-to-client: is of no use to another', async () => {
      const { code, codeVerifier } = await issuedCode();
      expect(outcomeOf(await second.redeem(code, codeVerifier))).toEqual([400, 'invalid_grant']);
    });

    it('fapi2-security-profile-final-ensure-client-id-in-token-endpoint: nor to whoever says to be another', async () => {
      const { code, codeVerifier } = await issuedCode();
      const asSecond = second.assertion({ key: first.keys.privateKey });
      const answer = await first.redeem(code, codeVerifier, { client_id: 'second' }, { assertion: asSecond });
      expect(outcomeOf(answer)).toEqual([401, 'invalid_client']);
    });

    it('fapi2-security-profile-final-attempt-reuse-authorization-code-after-one-second: is good once, and ends what it gave', async () => {
      const { code, codeVerifier } = await issuedCode();
      const { body } = await first.redeem(code, codeVerifier);
      laterBy(1);
      expect(outcomeOf(await first.redeem(code, codeVerifier))).toEqual([400, 'invalid_grant']);
      expect((await first.me(body.access_token)).status).toBe(401);
    });

    it('fapi2-security-profile-final-ensure-token-endpoint-fails-with-expired-auth-code: is good for a minute', async () => {
      const { code, codeVerifier } = await issuedCode();
      laterBy(80);
      expect(outcomeOf(await first.redeem(code, codeVerifier))).toEqual([400, 'invalid_grant']);
    });
  });

  describe('a client assertion', () => {
    let pushedRequest: PushedRequest;

    beforeAll(async () => {
      pushedRequest = await first.pushed();
    });

    /** The order of checks is ours: a made-up code is not looked at before the assertion is right. */
    const tokenWith = (assertion: string | null): Promise<Response> =>
      first.redeem('made up', pushedRequest.codeVerifier, { client_id: 'first' }, { assertion });

    const pushWith = (changes: Changes): Promise<Response> =>
      first.pushInForm(first.prepare().parameters, { assertion: first.assertion(changes) });

    it('fapi2-security-profile-final-ensure-signed-client-assertion-with-RS256-fails: may not be signed with RS256', async () => {
      const changes = { header: { alg: 'RS256', kid: 'rsa' }, key: rsa.privateKey };
      expect(outcomeOf(await tokenWith(first.assertion(changes)))).toEqual([401, 'invalid_client']);
    });

    it('fapi2-security-profile-final-ensure-invalid-client-assertions-fail: must be right in every way', async () => {
      const good = { header: { alg: 'ES256', kid: 'first' }, payload: decodeJwt(first.assertion()) };
      for (const [name, assertion] of hostileVariants(good, first.keys.privateKey)) {
        const answer = await first.pushInForm(first.prepare().parameters, { assertion });
        expect([name, ...outcomeOf(answer)]).toEqual([
          name,
          expect.any(Number),
          expect.stringMatching(/^invalid_(client|request)$/),
        ]);
        expect([400, 401]).toContain(answer.status);
      }
      expect((await pushWith({})).status).toBe(201);
    });

    it('fapi2-security-profile-final-ensure-client-assertion-in-token-endpoint: is needed', async () => {
      expect((await tokenWith(null)).status).toBe(401);
    });

    it.each<[string, Changes]>([
      [
        'fapi2-security-profile-final-ensure-client-assertion-with-exp-is-5-minutes-in-past-fails',
        { payload: { exp: inASecond() - 300 } },
      ],
      [
        'fapi2-security-profile-final-ensure-client-assertion-with-wrong-aud-fails',
        { payload: { aud: 'https://other.example' } },
      ],
      [
        'fapi2-security-profile-final-ensure-client-assertion-with-no-sub-fails',
        { payload: { sub: undefined } },
      ],
    ])('%s: is refused at the token endpoint', async (_module, changes) => {
      expect(outcomeOf(await tokenWith(first.assertion(changes)))).toEqual([401, 'invalid_client']);
    });

    it('fapi2-security-profile-final-par-ensure-jwt-client-assertions-nbf-8-seconds-in-the-future-is-accepted: a clock may be off a little', async () => {
      const soon = inASecond() + 8;
      expect((await pushWith({ payload: { iat: soon, nbf: soon } })).status).toBe(201);
    });

    it('fapi2-security-profile-final-par-ensure-jwt-client-assertions-nbf-over-60-seconds-in-the-future-fails: but not more', async () => {
      const later = inASecond() + 90;
      const { status, body } = await pushWith({ payload: { iat: later, nbf: later, exp: later + 60 } });
      expect([status, body.error]).toEqual([401, 'invalid_client']);
    });

    it.each([
      [
        'fapi2-security-profile-final-par-test-array-as-audience-fails',
        (issuer: string) => [issuer, 'https://o.example'],
      ],
      [
        'fapi2-security-profile-final-par-test-par-endpoint-url-as-audience-fails',
        (issuer: string) => `${issuer}/request`,
      ],
      [
        'fapi2-security-profile-final-par-test-token-endpoint-url-as-audience-fails',
        (issuer: string) => `${issuer}/token`,
      ],
    ])('%s: is for the issuer alone', async (_module, audience) => {
      const { status, body } = await pushWith({ payload: { aud: audience(kapu.issuer) } });
      expect([status, body.error]).toEqual([401, 'invalid_client']);
    });
  });
}
