/**
 * One JWT that comes many times at once, on two nodes. If this fails after a new version of oidc-provider, it no longer asks the function
 * that src/oidc/engine/patches/replay-detection.ts replaces, and a stolen assertion or DPoP proof could be used twice.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { type AdapterPayload, Provider } from 'oidc-provider';
import request from 'supertest';
import { refuseReplaysAtomically } from '../../../src/oidc/engine/patches/replay-detection.ts';
import { makeSigningKey } from '../../../src/oidc/keys/make-signing-key.ts';
import '../../support/one-realm.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';

const host = 'localhost:4998';
const issuer = `http://${host}`;
const { publicKey, privateKey } = await generateKeyPair('ES256');

let redis: TestRedis;
let nodes: Provider[];

beforeAll(async () => {
  redis = await startTestRedis();
  const records = new Map<string, AdapterPayload>();
  const clientKey = { ...(await exportJWK(publicKey)), kid: 'of-the-client', alg: 'ES256', use: 'sig' };
  const signingKey = await makeSigningKey('ES256');
  nodes = [1, 2].map(() => {
    const node = new Provider(issuer, {
      clients: [
        {
          client_id: 'portal',
          redirect_uris: ['http://localhost:4999/'],
          token_endpoint_auth_method: 'private_key_jwt',
          token_endpoint_auth_signing_alg: 'ES256',
          jwks: { keys: [clientKey] },
        },
      ],
      jwks: { keys: [signingKey] as never },
      enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
      clientDefaults: { id_token_signed_response_alg: 'ES256' },
      clientAuthMethods: ['private_key_jwt'],
      features: { devInteractions: { enabled: false }, pushedAuthorizationRequests: { enabled: true } },
      adapter: (() => slowRecords(records)) as never,
    });
    refuseReplaysAtomically(node, redis.store);
    return node;
  });
});

afterAll(() => redis.stop());

/** So slow that whoever reads before writing is late. */
function slowRecords(records: Map<string, AdapterPayload>) {
  return {
    async find(id: string) {
      const found = records.get(id);
      await delay(50);
      return found;
    },
    async upsert(id: string, payload: AdapterPayload) {
      records.set(id, payload);
    },
  };
}

function assertion(): Promise<string> {
  return new SignJWT({ jti: randomUUID() })
    .setProtectedHeader({ alg: 'ES256', kid: 'of-the-client' })
    .setIssuer('portal')
    .setSubject('portal')
    .setAudience(issuer)
    .setIssuedAt()
    .setExpirationTime('1m')
    .sign(privateKey);
}

function push(node: Provider | undefined, client_assertion: string) {
  return request(node?.callback() as never)
    .post('/request')
    .set('Host', host)
    .type('form')
    .send({
      client_id: 'portal',
      client_assertion,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      response_type: 'code',
      scope: 'openid',
      redirect_uri: 'http://localhost:4999/',
      code_challenge: 'x'.repeat(43),
      code_challenge_method: 'S256',
    });
}

it('an assertion that comes ten times at once, on two nodes, counts once', async () => {
  const one = await assertion();
  const answers = await Promise.all(Array.from({ length: 10 }, (_, place) => push(nodes[place % 2], one)));
  const statuses = answers.map(({ status }) => status).sort();
  expect(statuses).toEqual([201, ...Array(9).fill(401)]);
  expect((await push(nodes[0], await assertion())).status).toBe(201);
});
