import { expect, it } from '@jest/globals';
import { calculateJwkThumbprint, createLocalJWKSet, decodeProtectedHeader, type JWK, jwtVerify } from 'jose';
import { Provider } from 'oidc-provider';
import request from 'supertest';
import { replaceEngineKeys } from '../../../src/oidc/engine/patches/signing-keys.ts';
import { makeSigningKey, type PrivateKey } from '../../../src/oidc/keys/make-signing-key.ts';

/*
 * If one of these fails after a new version of oidc-provider: the function that src/oidc/engine/patches/signing-keys.ts borrows from it
 * has moved or changed, and keys would no longer rotate without a restart. See docs/decisions/0018-signing-keys.md.
 */

async function runningEngine(keys: PrivateKey[]): Promise<Provider> {
  return new Provider('http://localhost:4998', {
    clients: [
      { client_id: 'portal', redirect_uris: ['http://localhost:4999/'], client_secret: 's'.repeat(32) },
    ],
    adapter: (() => ({})) as never,
    jwks: { keys: keys as never },
    features: { devInteractions: { enabled: false } },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
  });
}

async function idTokenOf(provider: Provider): Promise<string> {
  const client = await provider.Client.find('portal');
  const { IdToken } = provider as unknown as {
    IdToken: new (
      claims: object,
      more: object,
    ) => {
      set(name: string, value: unknown): void;
      issue(use: object): Promise<string>;
      scope: string;
    };
  };
  const token = new IdToken({ sub: 'anna' }, { ctx: { oidc: { provider, client } }, client });
  token.scope = 'openid';
  return token.issue({ use: 'idtoken', expiresAt: Math.floor(Date.now() / 1000) + 60 });
}

const publishedKeys = async (provider: Provider): Promise<JWK[]> =>
  (await request(provider.callback()).get('/jwks').set('Host', 'localhost:4998')).body.keys;

it('the running engine signs with the first key that it was given last, and publishes all of them', async () => {
  const [first, second] = await Promise.all([makeSigningKey('ES256'), makeSigningKey('ES256')]);
  const provider = await runningEngine([first]);
  expect(decodeProtectedHeader(await idTokenOf(provider)).kid).toBe(first.kid);

  replaceEngineKeys(provider, [second, first]);

  const token = await idTokenOf(provider);
  expect(decodeProtectedHeader(token).kid).toBe(second.kid);
  const keys = await publishedKeys(provider);
  await jwtVerify(token, createLocalJWKSet({ keys }));
  expect(keys.map(({ kid }) => kid)).toEqual([second.kid, first.kid]);
});

it('nothing private of the keys given later is published', async () => {
  const provider = await runningEngine([await makeSigningKey('ES256')]);
  replaceEngineKeys(provider, [await makeSigningKey('RS256'), await makeSigningKey('ES256')]);
  for (const key of await publishedKeys(provider)) {
    expect(Object.keys(key)).not.toEqual(expect.arrayContaining(['d']));
    expect(key.kid).toBe(await calculateJwkThumbprint(key));
  }
});

it('a key that the engine refuses leaves those in use as they were', async () => {
  const kept = await makeSigningKey('ES256');
  const provider = await runningEngine([kept]);
  const { d, ...publicKey } = await makeSigningKey('ES256');
  expect(d).toBeDefined();

  expect(() => replaceEngineKeys(provider, [publicKey as PrivateKey])).toThrow();

  expect(decodeProtectedHeader(await idTokenOf(provider)).kid).toBe(kept.kid);
  expect((await publishedKeys(provider)).map(({ kid }) => kid)).toEqual([kept.kid]);
});
