/** What a relying party may switch on by its registration, on two nodes in turn, driven by openid-client as its makers ship it. */
import { createHash, X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { calculateJwkThumbprint, decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair } from 'jose';
import * as client from 'openid-client';
import type { Response } from 'supertest';
import { casesApi } from '../support/cases-api.ts';
import { CertificateWorkshop, certificateHeader, jwkOfCertificate } from '../support/certificates.ts';
import { Browser, formOf, givePassword, titleOf } from '../support/citizen.ts';
import {
  type Citizenship,
  type Installation,
  portalRedirect,
  portalSecret,
  startInstallation,
} from '../support/installation.ts';
import { type AuthorizationRequest, answerOf, RelyingParty } from '../support/relying-party.ts';
import { overNodesInTurn } from '../support/two-nodes.ts';

const low = 'http://eidas.europa.eu/LoA/low';
const opaqueApi = 'https://api.minta.example/opaque';
const jwtApi = 'https://api.minta.example/jwt';
const certificateName = 'X-Client-Certificate';

/** Two texts of one name: for `openssl req`, and as `openssl x509 -subject -nameopt RFC2253` prints it. */
const wholeSubject = '/C=HU/O=Minta Szolgáltató, Kft./OU=Belső+CN=Ő \\+ társa';
const wholeName = String.raw`CN=\C5\90 \+ t\C3\A1rsa+OU=Bels\C5\91,O=Minta Szolg\C3\A1ltat\C3\B3\, Kft.,C=HU`;

const address = 'https://rp.minta.example/a,b';

const workshop = new CertificateWorkshop();
const authority = workshop.authority('authority');
workshop.authority('foreign');
const certificates = {
  ofAuthority: workshop.issuedBy('authority', 'rp.minta.example'),
  ofForeign: workshop.issuedBy('foreign', 'rp.minta.example'),
  ofOther: workshop.issuedBy('authority', 'other.minta.example'),
  ofWholeName: workshop.issuedBy('authority', 'whole.minta.example', { subject: wholeSubject }),
  ofHalfAName: workshop.issuedBy('authority', 'half.minta.example', {
    subject: wholeSubject.replace('OU=Belső+', ''),
  }),
  ofNobody: workshop.issuedBy('authority', 'nobody.minta.example', { subject: '/' }),
  ofAddress: workshop.issuedBy('authority', 'address.minta.example', { alternativeName: `URI:${address}` }),
  ofHalfAnAddress: workshop.issuedBy('authority', 'half-address.minta.example', {
    alternativeName: 'URI:https://rp.minta.example/a',
  }),
  selfSigned: workshop.selfSigned('self.minta.example'),
  selfSignedOther: workshop.selfSigned('stranger.minta.example'),
};

let kapu: Installation;
let citizen: Citizenship;
let signing: client.CryptoKeyPair;

beforeAll(async () => {
  signing = await generateKeyPair('ES256', { extractable: true });
  const jwks = { keys: [{ ...(await exportJWK(signing.publicKey)), alg: 'ES256', kid: 'rp-1', use: 'sig' }] };
  const withKey = { jwks, client_secret: undefined, token_endpoint_auth_method: 'private_key_jwt' } as const;
  kapu = await startInstallation({
    numberOfNodes: 2,
    clients: [
      { client_id: 'key', ...withKey },
      { client_id: 'signer', jwks, require_signed_request_object: true },
      { client_id: 'jarm', response_modes: ['jwt', 'query.jwt', 'form_post.jwt'] },
      { client_id: 'poster', response_modes: ['form_post'] },
      { client_id: 'dpop', dpop_bound_access_tokens: true },
      { client_id: 'api-user', resources: [opaqueApi, jwtApi] },
      { client_id: 'api', introspection_signed_response_alg: 'ES256' },
      { client_id: 'signed-userinfo', userinfo_signed_response_alg: 'ES256' },
      {
        client_id: 'by-authority',
        client_secret: undefined,
        token_endpoint_auth_method: 'tls_client_auth',
        tls_client_auth_san_dns: 'rp.minta.example',
        tls_client_certificate_bound_access_tokens: true,
      },
      {
        client_id: 'by-name',
        client_secret: undefined,
        token_endpoint_auth_method: 'tls_client_auth',
        tls_client_auth_subject_dn: 'CN=rp.minta.example,O=Minta,C=HU',
      },
      {
        client_id: 'by-whole-name',
        client_secret: undefined,
        token_endpoint_auth_method: 'tls_client_auth',
        tls_client_auth_subject_dn: wholeName,
      },
      {
        client_id: 'by-address',
        client_secret: undefined,
        token_endpoint_auth_method: 'tls_client_auth',
        tls_client_auth_san_uri: address,
      },
      {
        client_id: 'self-signed',
        client_secret: undefined,
        token_endpoint_auth_method: 'self_signed_tls_client_auth',
        jwks: { keys: [jwkOfCertificate(certificates.selfSigned)] },
      },
      {
        client_id: 'fapi',
        ...withKey,
        fapi_profile: '2.0',
        require_pushed_authorization_requests: true,
        dpop_bound_access_tokens: true,
        require_signed_request_object: true,
        response_modes: ['jwt'],
      },
    ],
    config: {
      trustProxy: true,
      clientCertificates: { header: certificateName, authorities: [authority] },
      resources: [
        { ...casesApi, identifier: opaqueApi, introspected_by: ['api'] },
        {
          identifier: jwtApi,
          name: 'Mintaadatok',
          scopes: ['data:read', 'data:write'],
          access_token_format: 'jwt',
          access_token_signing_alg: 'RS256',
          access_token_lifetime: 120,
          introspected_by: [],
        },
      ],
    },
  });
  citizen = await kapu.addCitizen();
});

afterAll(async () => {
  await kapu.stop();
  workshop.close();
});

interface More {
  readonly metadata?: Partial<client.ClientMetadata>;
  readonly authentication?: client.ClientAuth;
  /** What the proxy saw in the TLS handshake. */
  readonly certificate?: string;
}

function relyingParty(clientId: string, { certificate, ...ways }: More = {}): Promise<RelyingParty> {
  const inTurn = overNodesInTurn(kapu);
  const fetch: client.CustomFetch = (url, options) =>
    inTurn(url, {
      ...options,
      headers: {
        ...options.headers,
        ...(certificate ? { [certificateName.toLowerCase()]: certificateHeader(certificate) } : {}),
      },
    });
  return RelyingParty.discover(kapu, clientId, { ...ways, fetch });
}

const keyAuthentication = (): client.ClientAuth =>
  client.PrivateKeyJwt({ key: signing.privateKey, kid: 'rp-1' });

/** Signs in by password, at the other node than the one that the browser began at. */
async function signIn(request: AuthorizationRequest): Promise<Response> {
  const browser = new Browser(kapu.issuer, kapu.nodes[1]?.address);
  return givePassword(browser, await browser.open(request.address), citizen, 'ugyfelkapu');
}

describe('a request object', () => {
  it.each(['by value', 'pushed'] as const)('is accepted %s, and alone counts', async (way) => {
    const party = await relyingParty('signer');
    const request = await party.signedRequest(signing.privateKey, { state: 'inside' }, way);
    const address = new URL(request.address);
    address.searchParams.set('state', 'outside');
    const back = await signIn({ ...request, address: address.href });
    const tokens = await party.redeem(back, { ...request, state: 'inside' });
    expect(tokens.claims()?.acr).toBe(low);
  });

  it('must be used where it is registered, and a request_uri is only ever one of our own', async () => {
    const party = await relyingParty('signer');
    const plain = await new Browser(kapu.issuer).open((await party.request()).address);
    expect(answerOf(plain)).toMatchObject({ error: 'invalid_request' });
    for (const request_uri of [
      'https://rp.example/request.jwt',
      'urn:ietf:params:oauth:request_uri:unknown',
    ]) {
      const portal = await relyingParty('portal');
      const answer = await new Browser(kapu.issuer).open((await portal.request({ request_uri })).address);
      expect(answerOf(answer)).toMatchObject({
        error: expect.stringMatching(/^(invalid_request_uri|request_uri_not_supported)$/),
      });
    }
  });
});

describe('an answer', () => {
  it.each(['jwt', 'query.jwt'])('is signed with response_mode=%s', async (response_mode) => {
    const party = await relyingParty('jarm', { metadata: { authorization_signed_response_alg: 'ES256' } });
    client.useJwtResponseMode(party.configuration);
    const request = await party.request({ response_mode });
    const back = await signIn(request);
    expect(Object.keys(answerOf(back))).toEqual(['response']);
    expect(decodeJwt(answerOf(back).response ?? '')).toMatchObject({ iss: kapu.issuer, aud: 'jarm' });
    expect((await party.redeem(back, request)).claims()?.acr).toBe(low);
  });

  it.each([
    ['poster', 'form_post'],
    ['jarm', 'form_post.jwt'],
  ])(
    'of %s is posted with response_mode=%s, by a page that needs no script',
    async (clientId, response_mode) => {
      const party = await relyingParty(clientId);
      if (response_mode.endsWith('.jwt')) {
        client.useJwtResponseMode(party.configuration);
      }
      const request = await party.request({ response_mode });
      const address = new URL(request.address);
      address.searchParams.set('response_mode', response_mode);
      const page = await signIn({ ...request, address: address.href });
      expect([page.status, titleOf(page)]).toEqual([200, 'Visszatérés a szolgáltatáshoz']);
      expect(page.headers['content-security-policy']).toContain("form-action 'self' http://localhost:4999;");
      const form = formOf(page, portalRedirect);
      const posted = new Request(form.action, { method: 'POST', body: new URLSearchParams(form.fields) });
      expect((await party.redeemAt(posted, request)).claims()?.acr).toBe(low);
    },
  );

  it('comes only in the ways that are registered', async () => {
    const party = await relyingParty('poster');
    const answer = await new Browser(kapu.issuer).open(
      (await party.request({ response_mode: 'query' })).address,
    );
    expect(answerOf(answer)).toMatchObject({ error: 'invalid_request' });
  });

  it('of an error is posted as well', async () => {
    const party = await relyingParty('poster');
    const page = await new Browser(kapu.issuer).open(
      (await party.request({ response_mode: 'form_post', prompt: 'none' })).address,
    );
    expect(formOf(page, portalRedirect).fields).toMatchObject({ error: 'login_required', iss: kapu.issuer });
  });
});

describe('a relying party proves who it is', () => {
  it('by a JWT that its key signed, once', async () => {
    const party = await relyingParty('key', { authentication: keyAuthentication() });
    const request = await party.pushedRequest();
    expect((await party.redeem(await signIn(request), request)).claims()?.acr).toBe(low);
  });

  it('by the certificate of an authority, to which its tokens are bound', async () => {
    const party = await relyingParty('by-authority', {
      authentication: client.TlsClientAuth(),
      certificate: certificates.ofAuthority,
    });
    const request = await party.request();
    const tokens = await party.redeem(await signIn(request), request);
    const thumbprint = createHash('sha256')
      .update(new X509Certificate(certificates.ofAuthority).raw)
      .digest('base64url');
    const about = await client.tokenIntrospection(party.configuration, tokens.access_token);
    expect(about).toMatchObject({ active: true, cnf: { 'x5t#S256': thumbprint } });
    const subject = tokens.claims()?.sub ?? '';
    await client.fetchUserInfo(party.configuration, tokens.access_token, subject);
    for (const certificate of [undefined, certificates.ofOther]) {
      const thief = await relyingParty('by-authority', certificate ? { certificate } : {});
      await expect(
        client.fetchUserInfo(thief.configuration, tokens.access_token, subject),
      ).rejects.toMatchObject({ status: 401 });
    }
  });

  it.each([
    ['by-name', 'ofAuthority'],
    ['by-whole-name', 'ofWholeName'],
    ['by-address', 'ofAddress'],
    ['self-signed', 'selfSigned'],
  ] as const)('as %s, by its certificate %s', async (clientId, name) => {
    const party = await relyingParty(clientId, {
      authentication: client.TlsClientAuth(),
      certificate: certificates[name],
    });
    const request = await party.request();
    expect((await party.redeem(await signIn(request), request)).claims()?.acr).toBe(low);
  });

  it.each([
    ['by-authority', undefined],
    ['by-authority', 'ofForeign'],
    ['by-authority', 'ofOther'],
    ['by-authority', 'selfSigned'],
    ['by-name', 'ofForeign'],
    ['by-name', 'ofOther'],
    ['by-name', 'ofNobody'],
    ['by-whole-name', 'ofHalfAName'],
    ['by-address', 'ofHalfAnAddress'],
    ['self-signed', undefined],
    ['self-signed', 'selfSignedOther'],
    ['self-signed', 'ofAuthority'],
  ] as const)('but not as %s by the certificate %s', async (clientId, name) => {
    const party = await relyingParty(clientId, {
      authentication: client.TlsClientAuth(),
      ...(name ? { certificate: certificates[name] } : {}),
    });
    await expect(party.pushedRequest()).rejects.toMatchObject({ error: 'invalid_client', status: 401 });
  });
});

describe('DPoP', () => {
  it('binds the tokens of a relying party to its key, on whatever node', async () => {
    const party = await relyingParty('dpop');
    const keys = await client.randomDPoPKeyPair('ES256', { extractable: true });
    const DPoP = client.getDPoPHandle(party.configuration, keys);
    const request = await party.pushedRequest({}, { DPoP });
    const back = await signIn(request);
    const tokens = await party.redeemAt(new URL(String(back.headers.location)), request, {}, { DPoP });
    expect(tokens.token_type).toBe('dpop');
    const about = await client.tokenIntrospection(party.configuration, tokens.access_token);
    expect(about).toMatchObject({
      active: true,
      cnf: { jkt: await calculateJwkThumbprint(await exportJWK(keys.publicKey)) },
    });
    const subject = tokens.claims()?.sub ?? '';
    await client.fetchUserInfo(party.configuration, tokens.access_token, subject, { DPoP });
    const foreign = client.getDPoPHandle(party.configuration, await client.randomDPoPKeyPair('ES256'));
    for (const options of [{}, { DPoP: foreign }]) {
      await expect(
        client.fetchUserInfo(party.configuration, tokens.access_token, subject, options),
      ).rejects.toMatchObject({ status: 401 });
    }
    const fresh = await client.refreshTokenGrant(
      party.configuration,
      tokens.refresh_token ?? '',
      {},
      { DPoP },
    );
    expect(fresh.token_type).toBe('dpop');
  });

  it('is asked for where it is registered', async () => {
    const party = await relyingParty('dpop');
    const request = await party.request();
    await expect(party.redeem(await signIn(request), request)).rejects.toMatchObject({
      error: 'invalid_dpop_proof',
    });
  });
});

describe('a token for a protected resource', () => {
  async function tokenFor(resource: string, scope: string): Promise<client.TokenEndpointResponse> {
    const party = await relyingParty('api-user');
    const request = await party.request({ resource, scope: `openid ${scope}` });
    const back = await signIn(request);
    return party.redeemAt(new URL(String(back.headers.location)), request, { resource });
  }

  it('is a JWT that says who signed in, how strongly and when (RFC 9068, RFC 9470)', async () => {
    const { access_token, scope } = await tokenFor(jwtApi, 'data:read');
    expect(scope).toBe('data:read');
    expect(decodeProtectedHeader(access_token)).toMatchObject({ typ: 'at+jwt', alg: 'RS256' });
    const claims = decodeJwt(access_token);
    expect(claims).toMatchObject({
      iss: kapu.issuer,
      aud: jwtApi,
      client_id: 'api-user',
      scope: 'data:read',
      acr: low,
      auth_time: expect.any(Number),
    });
    expect(Number(claims.exp) - Number(claims.iat)).toBe(120);
  });

  it('or opaque, and introspected by the resource itself, also as a signed JWT (RFC 9701)', async () => {
    const { access_token } = await tokenFor(opaqueApi, 'cases:read');
    const api = await relyingParty('api', { metadata: { introspection_signed_response_alg: 'ES256' } });
    const about = await client.tokenIntrospection(api.configuration, access_token);
    const expected = { active: true, aud: opaqueApi, scope: 'cases:read', acr: low, client_id: 'api-user' };
    expect(about).toMatchObject({ ...expected, auth_time: expect.any(Number) });
    const answer = await overNodesInTurn(kapu)(`${kapu.issuer}/token/introspection`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ token: access_token }),
      headers: {
        accept: 'application/token-introspection+jwt',
        authorization: basic('api'),
        'content-type': 'application/x-www-form-urlencoded',
      },
    });
    const jwt = await answer.text();
    expect(decodeProtectedHeader(jwt)).toMatchObject({ typ: 'token-introspection+jwt', alg: 'ES256' });
    expect(decodeJwt(jwt)).toMatchObject({ iss: kapu.issuer, token_introspection: expected });
  });

  it('tells nothing to a stranger, and opens no personal data here', async () => {
    const { access_token } = await tokenFor(opaqueApi, 'cases:read');
    const stranger = await relyingParty('portal');
    expect(await client.tokenIntrospection(stranger.configuration, access_token)).toEqual({ active: false });
    const ordinary = await relyingParty('signed-userinfo');
    const request = await ordinary.request();
    const tokens = await ordinary.redeem(await signIn(request), request);
    for (const clientId of ['portal', 'api']) {
      const { configuration } = await relyingParty(clientId);
      expect(await client.tokenIntrospection(configuration, tokens.access_token)).toEqual({ active: false });
    }
    await expect(
      client.fetchUserInfo(stranger.configuration, access_token, client.skipSubjectCheck),
    ).rejects.toMatchObject({ status: 403 });
  });

  it.each([
    ['portal', jwtApi],
    ['api-user', 'https://unknown.minta.example/'],
    ['api-user', 'not a URI'],
  ])('is refused to %s for %s', async (clientId, resource) => {
    const party = await relyingParty(clientId);
    const answer = await new Browser(kapu.issuer).open((await party.request({ resource })).address);
    expect(answerOf(answer)).toMatchObject({ error: 'invalid_target' });
  });
});

describe('personal data', () => {
  it('come signed where that is registered', async () => {
    const party = await relyingParty('signed-userinfo', {
      metadata: { userinfo_signed_response_alg: 'ES256' },
    });
    const request = await party.request();
    const tokens = await party.redeem(await signIn(request), request);
    const person = await client.fetchUserInfo(
      party.configuration,
      tokens.access_token,
      tokens.claims()?.sub ?? '',
    );
    expect(person).toMatchObject({ family_name: 'Minta', aud: 'signed-userinfo' });
  });
});

describe('FAPI 2.0', () => {
  it('works in full: key, PAR, signed request and answer, DPoP, refresh tokens that stay', async () => {
    const party = await relyingParty('fapi', {
      authentication: keyAuthentication(),
      metadata: { authorization_signed_response_alg: 'ES256' },
    });
    client.useJwtResponseMode(party.configuration);
    const DPoP = client.getDPoPHandle(party.configuration, await client.randomDPoPKeyPair('ES256'));
    const request = await party.signedRequest(signing.privateKey, {}, 'pushed', { DPoP });
    const back = await signIn(request);
    const tokens = await party.redeemAt(new URL(String(back.headers.location)), request, {}, { DPoP });
    const again = await client.refreshTokenGrant(
      party.configuration,
      tokens.refresh_token ?? '',
      {},
      { DPoP },
    );
    expect([tokens.token_type, again.refresh_token]).toEqual(['dpop', tokens.refresh_token]);
  });

  it('refuses a request that was not pushed, and an assertion for more audiences than one', async () => {
    const party = await relyingParty('fapi', { authentication: keyAuthentication() });
    const signed = await party.signedRequest(signing.privateKey);
    const page = await new Browser(kapu.issuer).open(signed.address);
    expect([page.status, titleOf(page)]).toEqual([400, 'A szolgáltatás kérése hibás']);
    const wide = client.PrivateKeyJwt(
      { key: signing.privateKey, kid: 'rp-1' },
      {
        [client.modifyAssertion]: (_header, payload) => {
          payload.aud = [kapu.issuer, 'https://other.example'];
        },
      },
    );
    const careless = await relyingParty('fapi', { authentication: wide });
    await expect(careless.signedRequest(signing.privateKey, {}, 'pushed')).rejects.toMatchObject({
      error: 'invalid_client',
    });
  });
});

function basic(clientId: string): string {
  return `Basic ${Buffer.from(`${clientId}:${portalSecret}`).toString('base64')}`;
}
