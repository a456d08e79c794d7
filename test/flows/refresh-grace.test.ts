/** One refresh token that is used more than once: by whom a moment later is forgiven, and everything else ends the grant. */
import { createHash, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as client from 'openid-client';
import supertest from 'supertest';
import type { RecordedEvent } from '../../src/audit/events/security-event.ts';
import { createAuditReader } from '../../src/audit/reading/audit-reader.ts';
import { refreshGrace } from '../../src/oidc/policy/lifetimes.ts';
import { engineRecordKeys, refreshSuccessorKey } from '../../src/storage/catalogue/engine-keys.ts';
import type { StoreKey } from '../../src/storage/catalogue/entry.ts';
import { hashOfIdentifier } from '../../src/storage/keyed-hash.ts';
import { chainEverything } from '../support/chain.ts';
import { agree, Browser, givePassword } from '../support/citizen.ts';
import { jwt } from '../support/hostile-jwts.ts';
import {
  type Citizenship,
  type Installation,
  portalSecret,
  startInstallation,
} from '../support/installation.ts';
import { quietBackground } from '../support/redis-costs.ts';
import { RelyingParty } from '../support/relying-party.ts';

let kapu: Installation;

const publicClient = { client_secret: undefined, token_endpoint_auth_method: 'none' } as const;

beforeAll(async () => {
  kapu = await startInstallation({
    ...quietBackground,
    numberOfNodes: 2,
    clients: [
      { client_id: 'office', client_name: 'Mintahivatal' },
      { client_id: 'app', client_name: 'Mintaalkalmazás', ...publicClient },
      { client_id: 'bound', client_name: 'Kötött alkalmazás', ...publicClient },
    ],
  });
});

afterAll(() => kapu.stop());

type Key = ReturnType<typeof newKey>;

function newKey() {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

function proofBy({ privateKey, publicKey }: { privateKey: KeyObject; publicKey: KeyObject }): string {
  const jwk = publicKey.export({ format: 'jwk' });
  const payload = {
    jti: randomUUID(),
    htm: 'POST',
    htu: `${kapu.issuer}/token`,
    iat: Math.floor(Date.now() / 1000),
  };
  return jwt({ header: { alg: 'ES256', typ: 'dpop+jwt', jwk }, payload }, privateKey);
}

/** By which client a request comes, with which key, and to which node. */
interface Sender {
  readonly by?: string;
  readonly key?: Key;
  readonly node?: number;
}

interface Answer {
  readonly status: number;
  readonly body: Record<string, string>;
}

async function post(
  fields: Record<string, string>,
  { by = 'portal', key, node = 0 }: Sender,
): Promise<Answer> {
  const isPublic = by === 'app' || by === 'bound';
  const request = supertest(kapu.nodes[node]?.address ?? '')
    .post('/token')
    .set('Host', new URL(kapu.issuer).host)
    .set(key ? { DPoP: proofBy(key) } : {})
    .type('form')
    .ok(() => true);
  const { status, body } = await (isPublic ? request : request.auth(by, portalSecret)).send({
    ...fields,
    ...(isPublic ? { client_id: by } : {}),
  });
  return { status, body };
}

function refresh(refresh_token: string, sender: Sender = {}): Promise<Answer> {
  return post({ grant_type: 'refresh_token', refresh_token }, sender);
}

/** A citizen who signed in, and the first refresh token. */
async function signedIn(sender: Sender = {}): Promise<{ anna: Citizenship; token: string }> {
  const anna = await kapu.addCitizen();
  const browser = new Browser(kapu.issuer);
  const party = await RelyingParty.discover(kapu, sender.by);
  const request = await party.request();
  const back = await agree(
    browser,
    await givePassword(browser, await browser.open(request.address), anna, 'ugyfelkapu'),
  );
  const code = new URL(String(back.headers.location)).searchParams.get('code') ?? '';
  const fields = { grant_type: 'authorization_code', code, code_verifier: request.codeVerifier };
  const redirect_uri = 'http://localhost:4999/callback';
  const { body } = await post({ ...fields, redirect_uri }, sender);
  return { anna, token: body.refresh_token ?? '' };
}

/** What Redis does when the grace is over. */
async function endGraceOf(token: string): Promise<void> {
  expect(await kapu.nodes[0].store.del(refreshSuccessorKey(hashOfIdentifier(token)))).toBe(1);
}

async function reusesRecordedOf(anna: Citizenship): Promise<RecordedEvent[]> {
  await chainEverything(kapu.nodes[0].store, kapu.sealer);
  const reader = createAuditReader(kapu.nodes[0].store, kapu.sealer);
  const events: RecordedEvent[] = [];
  for await (const { event } of reader.find({ from: new Date(Date.now() - 60 * 60_000) })) {
    events.push(event as RecordedEvent);
  }
  return events.filter(({ account, event }) => account === anna.id && event === 'grant.reused');
}

const refused = { status: 400, body: { error: 'invalid_grant' } };

/** Nothing that was given under it counts any more, and the citizen can read why. */
async function expectEndedGrant(anna: Citizenship, given: readonly Answer[], sender: Sender): Promise<void> {
  const portal = await RelyingParty.discover(kapu);
  for (const { body } of given) {
    expect(await refresh(body.refresh_token ?? '', sender)).toMatchObject(refused);
    const told = await client.tokenIntrospection(portal.configuration, body.access_token ?? '');
    expect(told.active).toBe(false);
  }
  const { by = 'portal' } = sender;
  expect(await reusesRecordedOf(anna)).toMatchObject([
    { actor: { kind: 'system' }, details: { client: by } },
  ]);
}

async function expectLive({ body }: Answer): Promise<void> {
  const portal = await RelyingParty.discover(kapu);
  const told = await client.tokenIntrospection(portal.configuration, body.access_token ?? '');
  expect(told.active).toBe(true);
}

describe('one refresh token, used at once', () => {
  it('a thousand times, on two nodes at once, each race has one successor', async () => {
    const { anna, token } = await signedIn();
    const tokens = [token];
    const first: Answer[] = [];
    let last: Answer[] = [];
    for (let race = 0; race < 1000; race += 1) {
      last = await Promise.all([0, 1].map((node) => refresh(tokens.at(-1) ?? '', { node })));
      expect(last.map(({ status }) => status)).toEqual([200, 200]);
      const successors = new Set(last.map(({ body }) => body.refresh_token ?? ''));
      expect(successors.size).toBe(1);
      expect(new Set(last.map(({ body }) => body.access_token)).size).toBe(2);
      tokens.push(...successors);
      first.push(...(race === 0 ? last : []));
    }
    expect(new Set(tokens).size).toBe(1001);
    for (const answer of [...first, ...last]) {
      await expectLive(answer);
    }
    const { store } = kapu.nodes[0];
    const records = await store.keys('oidc:{RefreshToken:*}');
    const unspent = await Promise.all(
      records.map(async (key) => ((await store.hget(key as StoreKey, 'consumed')) ? [] : [key])),
    );
    expect(records).toHaveLength(1001);
    expect(unspent.flat()).toEqual([engineRecordKeys.RefreshToken(hashOfIdentifier(tokens.at(-1) ?? ''))]);
    expect(await reusesRecordedOf(anna)).toEqual([]);
  });

  it('by a public client that is bound to no key, is rotated once and ends the grant', async () => {
    const app = { by: 'app' };
    const { anna, token } = await signedIn(app);
    const answers = await Promise.all([0, 1, 0, 1].map((node) => refresh(token, { ...app, node })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400]);
    await expectEndedGrant(
      anna,
      answers.filter(({ status }) => status === 200),
      app,
    );
  });

  it('by a public client that is bound to its key, has one successor', async () => {
    const bound = { by: 'bound', key: newKey() };
    const { anna, token } = await signedIn(bound);
    const answers = await Promise.all([0, 1, 0, 1].map((node) => refresh(token, { ...bound, node })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(new Set(answers.map(({ body }) => body.refresh_token)).size).toBe(1);
    expect((await refresh(answers[0]?.body.refresh_token ?? '', bound)).status).toBe(200);
    expect(await reusesRecordedOf(anna)).toEqual([]);
  });
});

describe('a refresh token that was spent', () => {
  it('is answered with its successor any number of times within the grace, and that goes on', async () => {
    const { anna, token } = await signedIn();
    const first = await refresh(token);
    for (const node of [1, 0, 1]) {
      expect((await refresh(token, { node })).body.refresh_token).toBe(first.body.refresh_token);
    }
    const left = await kapu.nodes[0].store.pttl(refreshSuccessorKey(hashOfIdentifier(token)));
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(refreshGrace * 1000);
    expect((await refresh(first.body.refresh_token ?? '')).status).toBe(200);
    expect(await reusesRecordedOf(anna)).toEqual([]);
  });

  it('has its successor where a revocation finds it, though the node of the first use died before it wrote that', async () => {
    const { token } = await signedIn();
    const successor = (await refresh(token)).body.refresh_token ?? '';
    const { store } = kapu.nodes[0];
    const record = engineRecordKeys.RefreshToken(hashOfIdentifier(successor));
    const indexes = (await store.keys('oidc:{grant:*}:RefreshToken')) as StoreKey[];
    const forgotten = await Promise.all(indexes.map((index) => store.zrem(index, record)));
    expect(forgotten.filter((many) => many === 1)).toHaveLength(1);
    await refresh(token, { node: 1 });
    const portal = await RelyingParty.discover(kapu);
    await client.tokenRevocation(portal.configuration, token);
    expect(await store.exists(record)).toBe(0);
  });

  it('ends with every token under its grant when an access token of it is revoked', async () => {
    const { token } = await signedIn();
    const first = await refresh(token);
    const portal = await RelyingParty.discover(kapu);
    await client.tokenRevocation(portal.configuration, first.body.access_token ?? '');
    expect(await refresh(first.body.refresh_token ?? '')).toMatchObject(refused);
  });

  it('after the grace ends the grant', async () => {
    const { anna, token } = await signedIn();
    const first = await refresh(token);
    await endGraceOf(token);
    expect(await refresh(token, { node: 1 })).toMatchObject(refused);
    await expectEndedGrant(anna, [first], {});
  });

  it('after its successor was spent ends the grant, though the grace lasts', async () => {
    const { anna, token } = await signedIn();
    const first = await refresh(token);
    const second = await refresh(first.body.refresh_token ?? '', { node: 1 });
    expect(second.status).toBe(200);
    expect(await refresh(token)).toMatchObject(refused);
    await expectEndedGrant(anna, [first, second], {});
  });

  it('by another client within the grace ends the grant', async () => {
    const { anna, token } = await signedIn();
    const first = await refresh(token);
    expect(await refresh(token, { by: 'office', node: 1 })).toMatchObject(refused);
    await expectEndedGrant(anna, [first], {});
  });

  it.each([
    ['with another key', true],
    ['without its key', false],
  ])('%s within the grace ends the grant', async (_how, hasKey) => {
    const bound = { by: 'bound', key: newKey() };
    const { anna, token } = await signedIn(bound);
    const first = await refresh(token, bound);
    const thief = { by: 'bound', ...(hasKey ? { key: newKey() } : {}) };
    expect(await refresh(token, thief)).toMatchObject(refused);
    await expectEndedGrant(anna, [first], bound);
  });

  it('is kept where a proof was sent twice: that is the same request, come again', async () => {
    const bound = { by: 'bound', key: newKey() };
    const { token } = await signedIn(bound);
    const DPoP = proofBy(bound.key);
    const send = () =>
      supertest(kapu.issuer)
        .post('/token')
        .set('DPoP', DPoP)
        .type('form')
        .send({ grant_type: 'refresh_token', refresh_token: token, client_id: 'bound' });
    const first = await send();
    expect([first.status, (await send()).status]).toEqual([200, 400]);
    expect((await refresh(first.body.refresh_token, bound)).status).toBe(200);
  });
});

it('a token that was not spent yet is refused to others, and stays with its client', async () => {
  const { token } = await signedIn();
  expect(await refresh(token, { by: 'office' })).toMatchObject(refused);
  expect((await refresh(token)).status).toBe(200);
});

it('what names a successor holds it sealed', async () => {
  const { token } = await signedIn();
  const successor = (await refresh(token)).body.refresh_token ?? '';
  const { store } = kapu.nodes[0];
  const kept = String(await store.get(refreshSuccessorKey(hashOfIdentifier(token))));
  const record = await store.hgetall(engineRecordKeys.RefreshToken(hashOfIdentifier(successor)));
  const spelled = createHash('sha256').update(token).digest('base64url');
  expect(Object.keys(record).sort()).toEqual(['payload', 'since']);
  expect([kept, ...Object.values(record)].join(' ')).not.toMatch(
    new RegExp([successor, token, spelled].join('|')),
  );
});
