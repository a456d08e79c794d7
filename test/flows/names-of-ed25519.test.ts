/** `EdDSA` and `Ed25519` name what one key does (RFC 9864): a client may be registered with one and sign with the other. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import supertest from 'supertest';
import { type Installation, portalRedirect, startInstallation } from '../support/installation.ts';

const names = ['EdDSA', 'Ed25519'] as const;
const everyCombination = names.flatMap((registered) =>
  [...names, undefined].flatMap((ofKey) => names.map((signed) => ({ registered, ofKey, signed }))),
);

let kapu: Installation;
let keys: Awaited<ReturnType<typeof generateKeyPair>>;
let ofElliptic: Awaited<ReturnType<typeof generateKeyPair>>;

const idOf = (registered: string, ofKey = 'none'): string => `by-${registered}-${ofKey}`;

beforeAll(async () => {
  keys = await generateKeyPair('Ed25519', { extractable: true });
  ofElliptic = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(keys.publicKey);
  const elliptic = { ...(await exportJWK(ofElliptic.publicKey)), kid: 'elliptic' };
  const clients = names.flatMap((registered) =>
    [...names, undefined].map((ofKey) => ({
      client_id: idOf(registered, ofKey),
      client_secret: undefined,
      token_endpoint_auth_method: 'private_key_jwt' as const,
      token_endpoint_auth_signing_alg: registered,
      request_object_signing_alg: registered,
      require_signed_request_object: true,
      jwks: { keys: [{ ...jwk, kid: 'edwards', ...(ofKey ? { alg: ofKey } : {}) }, elliptic] },
    })),
  );
  kapu = await startInstallation({ clients });
});

afterAll(() => kapu.stop());

interface Signature {
  readonly alg: string;
  readonly kid?: string;
}

function signed(claims: JWTPayload, { alg, kid = 'edwards' }: Signature): Promise<string> {
  return new SignJWT({ ...claims, jti: randomUUID() })
    .setProtectedHeader({ alg, kid })
    .setAudience(kapu.issuer)
    .setIssuedAt()
    .setNotBefore('0s')
    .setExpirationTime('1m')
    .sign(alg === 'ES256' ? ofElliptic.privateKey : keys.privateKey);
}

/** Pushes a signed request, by an assertion. */
async function push(clientId: string, ofAssertion: Signature, ofRequest: Signature = ofAssertion) {
  const request = await signed(
    {
      iss: clientId,
      client_id: clientId,
      response_type: 'code',
      redirect_uri: portalRedirect,
      scope: 'openid',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    },
    ofRequest,
  );
  const { status, body } = await supertest(kapu.issuer)
    .post('/request')
    .type('form')
    .send({
      client_id: clientId,
      request,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await signed({ iss: clientId, sub: clientId }, ofAssertion),
    });
  return [status, body.error];
}

describe('a client with an Ed25519 key', () => {
  it.each(everyCombination)(
    'registered as $registered, with a key of $ofKey, signs as $signed',
    async ({ registered, ofKey, signed: alg }) => {
      expect(await push(idOf(registered, ofKey), { alg })).toEqual([201, undefined]);
    },
  );

  it('signs with no other algorithm for that', async () => {
    const elliptic = { alg: 'ES256', kid: 'elliptic' };
    const [edwards] = names.map((alg) => ({ alg }));
    expect(await push(idOf('EdDSA'), elliptic)).toEqual([401, 'invalid_client']);
    expect(await push(idOf('EdDSA'), edwards as Signature, elliptic)).toEqual([
      400,
      'invalid_request_object',
    ]);
  });

  it.each(names)('is not believed as %s with another key', async (alg) => {
    const own = keys;
    keys = await generateKeyPair('Ed25519', { extractable: true });
    const answer = await push(idOf('EdDSA'), { alg });
    keys = own;
    expect(answer).toEqual([401, 'invalid_client']);
  });
});
