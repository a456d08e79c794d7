import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { jwtVerify } from 'jose';
import * as client from 'openid-client';
import { createFirstSigningKeys } from '../../src/oidc/keys/first-signing-keys.ts';
import { makeSigningKey } from '../../src/oidc/keys/make-signing-key.ts';
import {
  type KeyTiming,
  retirementInMilliseconds,
  type SigningAlgorithm,
  signingAlgorithms,
  waitInMilliseconds,
} from '../../src/oidc/keys/signing-key.ts';
import { createSigningKeyHome } from '../../src/oidc/keys/signing-key-home.ts';
import { createSigningKeyStore, type SigningKeyStore } from '../../src/oidc/keys/signing-key-store.ts';
import { overOwnPort } from '../../src/relying-party/own-port-fetch.ts';
import { Browser, givePassword } from '../support/citizen.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { type Fetch, JwksCache, kidOf, maxAgeOf, remoteJwksOf } from '../support/jwks-cache.ts';
import { RelyingParty } from '../support/relying-party.ts';

const inStore = createSigningKeyHome(undefined);

/** As in production, but short: what is counted in minutes there, is counted in seconds here. */
const timing: KeyTiming = {
  jwksMaxAgeInSeconds: 3,
  marginInSeconds: 2,
  signatureLifeInSeconds: 5,
  lookEveryMilliseconds: 400,
};

let kapu: Installation;
let keys: SigningKeyStore;
let onOtherNode: SigningKeyStore;

beforeAll(async () => {
  kapu = await startInstallation({
    numberOfNodes: 2,
    keyTiming: timing,
    clients: signingAlgorithms.map((alg) => ({
      client_id: `portal-${alg}`,
      id_token_signed_response_alg: alg,
    })),
  });
  [keys, onOtherNode] = kapu.nodes.map(({ store }) => createSigningKeyStore(store, kapu.sealer)) as [
    SigningKeyStore,
    SigningKeyStore,
  ];
});

afterAll(() => kapu.stop());

/** Requests to the issuer that reach one node after the other, as behind a load balancer. */
function balanced(): Fetch & client.CustomFetch {
  const nodes = kapu.nodes.map(({ address }) => overOwnPort(kapu.issuer, () => address));
  let turn = 0;
  return (url: string, options?: Parameters<client.CustomFetch>[1]) => {
    turn += 1;
    const send = nodes[turn % nodes.length] as client.CustomFetch;
    return send(url, options ?? ({ method: 'GET', headers: {} } as Parameters<client.CustomFetch>[1]));
  };
}

const jwksOf = (node: number): Promise<Response> =>
  overOwnPort(kapu.issuer, () => kapu.nodes[node]?.address ?? '')(`${kapu.issuer}/jwks`, {
    method: 'GET',
    headers: {},
  } as Parameters<client.CustomFetch>[1]);

async function publishedBy(node: number): Promise<string[]> {
  const { keys: published } = (await (await jwksOf(node)).json()) as { keys: { kid: string }[] };
  return published.map(({ kid }) => kid);
}

/** Signs in, and returns a source of fresh ID tokens: each refresh, on either node, gives one. */
async function idTokensFor(alg: SigningAlgorithm): Promise<() => Promise<string>> {
  const portal = await RelyingParty.discover(kapu, `portal-${alg}`, {
    metadata: { id_token_signed_response_alg: alg },
  });
  portal.configuration[client.customFetch] = balanced();
  const citizen = await kapu.addCitizen();
  const browser = new Browser(kapu.issuer);
  const request = await portal.request();
  const back = await givePassword(browser, await browser.open(request.address), citizen, 'ugyfelkapu');
  let tokens: client.TokenEndpointResponse = await portal.redeem(back, request);
  return async () => {
    tokens = await client.refreshTokenGrant(portal.configuration, String(tokens.refresh_token));
    return String(tokens.id_token);
  };
}

/** Nobody comes back to do it. */
async function untilGone(gone: readonly { kid: string }[]): Promise<void> {
  for (let turn = 0; turn < 80; turn += 1) {
    const published = [...(await publishedBy(0)), ...(await publishedBy(1))];
    if (!gone.some(({ kid }) => published.includes(kid))) {
      return;
    }
    await sleep(250);
  }
  throw new Error('retired keys are still there');
}

interface Issued {
  readonly token: string;
  readonly alg: SigningAlgorithm;
  readonly at: number;
}

it('keys rotate under load on two nodes, and no client that keeps the JWKS as told fails to verify a token', async () => {
  const issued: Issued[] = [];
  const failures: string[] = [];
  let verified = 0;
  let isOver = false;

  async function check(token: string, verify: (token: string) => Promise<unknown>): Promise<void> {
    try {
      await verify(token);
      verified += 1;
    } catch (error) {
      failures.push(`${kidOf(token)} ${(error as Error).message}`);
    }
  }

  async function load(alg: SigningAlgorithm): Promise<void> {
    const next = await idTokensFor(alg);
    while (!isOver) {
      issued.push({ token: await next(), alg, at: performance.now() });
    }
  }

  /** Verifies what was issued last, and what was issued as long ago as a token lives. */
  async function watch(verify: (token: string) => Promise<unknown>): Promise<void> {
    while (!isOver) {
      const eldest = performance.now() - timing.signatureLifeInSeconds * 1000;
      const old = issued.find(({ at }) => at > eldest);
      for (const { token } of [...issued.slice(-4), ...(old ? [old] : [])]) {
        await check(token, verify);
      }
      await sleep(20);
    }
  }

  const { keys: before } = await createFirstSigningKeys(keys, inStore);
  const address = `${kapu.issuer}/jwks`;
  const caches = Array.from({ length: 6 }, () => new JwksCache(address, balanced()));
  const remote = await remoteJwksOf(address, balanced());
  const busy = [
    ...signingAlgorithms.map(load),
    ...caches.map(async (cache, turn) => {
      // So that what they keep is of different ages.
      await sleep((turn * timing.jwksMaxAgeInSeconds * 1000) / caches.length);
      await watch((token) => cache.verify(token, kapu.issuer));
    }),
    watch((token) => jwtVerify(token, remote, { issuer: kapu.issuer })),
  ];
  await sleep(1500);

  // Two operators rotate at once.
  const made = await Promise.all([...signingAlgorithms, ...signingAlgorithms].map(makeSigningKey));
  const rotatedAt = performance.now();
  const additions = await Promise.all(
    made.map((key, turn) => (turn % 2 ? keys : onOtherNode).add(key, waitInMilliseconds(timing))),
  );
  const after = new Set(additions.map(({ kid }) => kid));
  expect(after.size).toBe(signingAlgorithms.length);

  await sleep(waitInMilliseconds(timing) + retirementInMilliseconds(timing));
  await untilGone(before);
  isOver = true;
  await Promise.all(busy);

  expect(failures).toEqual([]);
  expect(verified).toBeGreaterThan(500);
  for (const alg of signingAlgorithms) {
    const ofAlg = issued.filter((one) => one.alg === alg);
    const firstByNew = ofAlg.find(({ token }) => after.has(kidOf(token)));
    const lastByOld = ofAlg.findLast(({ token }) => !after.has(kidOf(token)));
    const switchedAfter = (firstByNew?.at ?? 0) - rotatedAt;
    expect(switchedAfter).toBeGreaterThan(waitInMilliseconds(timing));
    expect((lastByOld?.at ?? 0) - rotatedAt).toBeLessThan(waitInMilliseconds(timing) + 5000);
  }
  // The old ones went by themselves, from every node and from the store.
  expect((await keys.read()).keys.map(({ kid }) => kid).sort()).toEqual([...after].sort());
  for (const node of [0, 1]) {
    expect((await publishedBy(node)).sort()).toEqual([...after].sort());
  }
  expect(before.some(({ kid }) => after.has(kid))).toBe(false);
});

it('a removed key is gone from both nodes within a second, and another signs at once', async () => {
  const next = await idTokensFor('ES256');
  const stolen = kidOf(await next());
  const removal = await keys.remove(stolen, await makeSigningKey('ES256'));
  await sleep(1000);
  for (const node of [0, 1]) {
    expect(await publishedBy(node)).not.toContain(stolen);
  }
  const successor = new Set([kidOf(await next()), kidOf(await next())]);
  expect(removal).toEqual({ kind: 'replaced', by: [...successor][0] });
  expect(successor.size).toBe(1);
});

it('an ID token is a hint for signing out while its key is retired, and none once the key was removed', async () => {
  const token = await (await idTokensFor('ES256'))();
  const signOut = async () => {
    const query = new URLSearchParams({
      id_token_hint: token,
      post_logout_redirect_uri: 'http://elsewhere.example/',
    });
    return (await new Browser(kapu.issuer).get(`/session/end?${query}`)).status;
  };
  await keys.add(await makeSigningKey('ES256'), 0);
  await sleep(1000);
  // The hint counts, so that the address is held against those of its client.
  expect(await signOut()).toBe(400);
  expect(await keys.remove(kidOf(token), await makeSigningKey('ES256'))).toEqual({ kind: 'removed' });
  await sleep(1000);
  expect(await signOut()).toBe(200);
});

it('the JWKS says how long it may be kept, and tells every algorithm that signs', async () => {
  expect(maxAgeOf(await jwksOf(0))).toBe(timing.jwksMaxAgeInSeconds);
  const discovery = await client.discovery(new URL(kapu.issuer), 'portal', undefined, undefined, {
    execute: [client.allowInsecureRequests],
  });
  expect(discovery.serverMetadata().id_token_signing_alg_values_supported).toEqual(
    expect.arrayContaining([...signingAlgorithms]),
  );
});

it('a node that cannot open the keys says so, keeps those it has, and lets nobody keep its JWKS', async () => {
  const { store } = kapu.nodes[0];
  const ring = 'oidc:{signing-keys}:ring';
  const [{ kid = '' } = {}] = (await keys.read()).keys;
  const sealed = String(await store.hget(ring, `sealed:${kid}`));
  await store.hset(ring, `sealed:${kid}`, `unknown.${sealed.split('.')[1]}`, 'version', 'broken');
  await sleep(2500);
  const answer = await jwksOf(0);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(await publishedBy(0)).toContain(kid);
  const health = await fetch(`${kapu.issuer}/health/ready`);
  expect([health.status, await health.text()]).toEqual([503, expect.stringContaining('signing keys')]);
  const complaints = kapu.log.filter((line) => line.includes('signing keys cannot be followed'));
  expect(complaints).toHaveLength(2);

  await store.hset(ring, `sealed:${kid}`, sealed, 'version', 'mended');
  await sleep(1000);
  expect((await fetch(`${kapu.issuer}/health/ready`)).status).toBe(200);
  expect(maxAgeOf(await jwksOf(0))).toBe(timing.jwksMaxAgeInSeconds);
});
