/** Three nodes: the clock of one is right, by the store's; of one it is a little fast, of one a lot. */

import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import * as client from 'openid-client';
import supertest from 'supertest';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import { overOwnPort } from '../../src/relying-party/own-port-fetch.ts';
import { createStoreClock } from '../../src/storage/store-clock.ts';
import { codeAt } from '../support/authenticator.ts';
import { Browser, enrolledCitizen, formOf, givePassword, titleOf } from '../support/citizen.ts';
import {
  type Citizenship,
  type Installation,
  type Node,
  startInstallation,
} from '../support/installation.ts';
import { runKapu } from '../support/operator.ts';
import { answerOf, RelyingParty } from '../support/relying-party.ts';

const secondsFast = 14;
/** Also while the engine is told another time. */
const machineClock = Date.now;
const notSignedIn = 'Hogyan szeretne bejelentkezni?';

let kapu: Installation;
let right: Node;
let fast: Node;
let wayOff: Node;
let portalAtRight: RelyingParty;
let portalAtFast: RelyingParty;

beforeAll(async () => {
  kapu = await startInstallation({ numberOfNodes: 3, clocksAhead: [0, secondsFast, 90] });
  [right, fast, wayOff] = kapu.nodes as unknown as [Node, Node, Node];
  portalAtRight = await portalAt(right);
  portalAtFast = await portalAt(fast);
});

afterAll(() => kapu.stop());

function portalAt({ address }: Node): Promise<RelyingParty> {
  return RelyingParty.discover(kapu, 'portal', { fetch: overOwnPort(kapu.issuer, () => address) });
}

/** What only the fast node does meanwhile: the engine has no clock of its own to be given, it asks `Date.now`. */
async function inFastTime<Result>(work: () => Promise<Result>): Promise<Result> {
  const moved = jest.spyOn(Date, 'now').mockImplementation(() => machineClock() + secondsFast * 1000);
  try {
    return await work();
  } finally {
    moved.mockRestore();
  }
}

async function enter(browser: Browser, portal: RelyingParty, who: Citizenship) {
  const request = await portal.request();
  const back = await givePassword(browser, await browser.open(request.address), who, 'ugyfelkapu');
  return portal.redeem(back, request);
}

async function signOutEverywhere(browser: Browser, who: Citizenship): Promise<void> {
  await enter(browser, portalAtRight, who);
  await browser.open('/fiok');
  const done = await browser.submit(await browser.open('/fiok/belepesek'), '/kijelentkezes-mindenhol');
  expect(titleOf(done)).toBe('Minden eszközről kijelentkezett');
}

describe('a thief on a node that is 14 s fast', () => {
  it('who signed in there is out when the owner signs out everywhere on another node a second later', async () => {
    const anna = await kapu.addCitizen();
    const thief = new Browser(kapu.issuer, fast.address);
    const tokens = await inFastTime(async () => {
      const entered = await enter(thief, portalAtFast, anna);
      expect(titleOf(await thief.open('/fiok'))).toBe('Fiókom');
      return entered;
    });
    await delay(1000);
    await signOutEverywhere(new Browser(kapu.issuer, right.address), anna);

    expect(titleOf(await thief.open('/fiok'))).toBe(notSignedIn);
    const silent = await thief.open((await portalAtFast.request({ prompt: 'none' })).address);
    expect(answerOf(silent)).toMatchObject({ error: 'login_required' });
    for (const { configuration } of [portalAtRight, portalAtFast]) {
      const refreshed = client.refreshTokenGrant(configuration, String(tokens.refresh_token));
      await expect(refreshed).rejects.toMatchObject({ error: 'invalid_grant' });
      expect(await client.tokenIntrospection(configuration, tokens.access_token)).toEqual({ active: false });
      const userInfo = client.fetchUserInfo(configuration, tokens.access_token, client.skipSubjectCheck);
      await expect(userInfo).rejects.toMatchObject({ status: 401 });
    }
  });

  it('is out, too, who gave one more code on our own pages there', async () => {
    const anna = await enrolledCitizen(kapu);
    const thief = new Browser(kapu.issuer, fast.address);
    await inFastTime(async () => {
      const page = await givePassword(thief, await thief.open('/fiok'), anna);
      const code = codeAt(anna.secretKey, new Date(machineClock()));
      const home = await thief.submit(page, '/code', { code });
      expect(titleOf(home)).toBe('Fiókom');
      const proof = await thief.open('/fiok/megerosites?tovabb=/fiok');
      const next = codeAt(anna.secretKey, new Date(machineClock() + 30_000));
      expect(titleOf(await thief.submit(proof, '?tovabb=%2Ffiok', { code: next }))).toBe('Fiókom');
    });
    await endSessions(anna);
    expect(titleOf(await thief.open('/fiok'))).toBe(notSignedIn);
  });

  it('who is asked for more has given no password when the sessions were ended since', async () => {
    const anna = await kapu.addCitizen();
    const thief = new Browser(kapu.issuer, fast.address);
    const asked = await inFastTime(async () => {
      await enter(thief, portalAtFast, anna);
      const request = await portalAtFast.request({ acr_values: 'http://eidas.europa.eu/LoA/substantial' });
      return thief.open(request.address);
    });
    expect(titleOf(asked)).toBe('Ügyfélkapu+ igénylése');
    const [address = ''] = /\/interaction\/[\w-]+/.exec(asked.text) ?? [];
    await endSessions(anna);
    expect(formOf(await thief.open(address), '/password').action).toBe(`${address}/password`);
  });
});

async function endSessions({ id }: Citizenship): Promise<void> {
  await kapu.accounts.endSessions(id, securityEvents.sessionsEnded(id, 'asked'));
}

describe('a record of the engine', () => {
  const grant = () => new fast.provider.Grant({ accountId: 'nobody', clientId: 'portal' });
  const storeSeconds = async () => Math.floor((await createStoreClock(right.store)()).getTime() / 1000);

  it('is dated by the store, whatever the clock of its node', async () => {
    const before = await storeSeconds();
    const id = await inFastTime(() => grant().save());
    const after = await storeSeconds();
    const found = await right.provider.Grant.find(id);
    expect(found?.iat).toBeGreaterThanOrEqual(before);
    expect(found?.iat).toBeLessThanOrEqual(after);
  });

  it('that was written before nodes asked the store keeps the date that it had', async () => {
    const before = await storeSeconds();
    const id = await inFastTime(() => grant().save());
    for (const key of await right.store.keys('oidc:{Grant:*')) {
      await right.store.hdel(key, 'since');
    }
    expect((await right.provider.Grant.find(id))?.iat).toBeGreaterThanOrEqual(before + secondsFast);
  });
});

describe('a node whose clock is 90 s fast', () => {
  const readiness = ({ address }: Node) => supertest(address).get('/health/ready');

  it('is not ready, and says why', async () => {
    const { status, body } = await readiness(wayOff);
    expect(status).toBe(503);
    expect(body.reasons).toEqual([
      expect.stringMatching(/^clock: (89\.\d|90\.0) s ahead of Redis, at most 5 s are served with$/),
    ]);
    expect((await readiness(right)).status).toBe(200);
  });
});

it('an operator who checks the configuration reads how far the clock is off', async () => {
  const { code, stdout } = await runKapu(kapu.config, 'config', 'check');
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^clock +\d\.\d s (ahead of|behind) Redis$/m)]);
});
