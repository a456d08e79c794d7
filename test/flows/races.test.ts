import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as client from 'openid-client';
import type { Response } from 'supertest';
import { profileSchema } from '../../src/accounts/account.ts';
import { createAccountStore } from '../../src/accounts/account-store.ts';
import { codeAt } from '../support/authenticator.ts';
import { Browser, enrolledCitizen, type Form, formOf, givePassword } from '../support/citizen.ts';
import {
  type Installation,
  portalRedirect,
  portalSecret,
  startInstallation,
} from '../support/installation.ts';
import { RelyingParty } from '../support/relying-party.ts';
import { samplePerson } from '../support/sample-profile.ts';

let kapu: Installation;
let portal: RelyingParty;

beforeAll(async () => {
  kapu = await startInstallation({ numberOfNodes: 2 });
  portal = await RelyingParty.discover(kapu);
});

afterAll(() => kapu.stop());

/** Does `work` `times` times, so many at a time. */
async function inBatches<Result>(
  times: number,
  atOnce: number,
  work: (index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let start = 0; start < times; start += atOnce) {
    const batch = Array.from({ length: Math.min(atOnce, times - start) }, (_, offset) =>
      work(start + offset),
    );
    results.push(...(await Promise.all(batch)));
  }
  return results;
}

/** A node sends away whom it has no room for (503): they come again. */
async function postUntilHeard(browser: Browser, action: string, fields: Form['fields']): Promise<Response> {
  const answer = await browser.post(action, fields);
  return answer.status === 503 ? postUntilHeard(browser, action, fields) : answer;
}

function nodeOf(index: number): string {
  return kapu.nodes[index % kapu.nodes.length]?.address ?? '';
}

describe('with two nodes on one Redis', () => {
  it('one valid code, posted in a thousand sign-ins at once, passes exactly once', async () => {
    const anna = await enrolledCitizen(kapu);
    const signIns = await inBatches(1000, 4, async (index): Promise<{ browser: Browser; form: Form }> => {
      const browser = new Browser(kapu.issuer, nodeOf(index));
      const page = await givePassword(browser, await browser.open((await portal.request()).address), anna);
      return { browser, form: formOf(page, '/code') };
    });
    const code = codeAt(anna.secretKey, new Date());
    const answers = await Promise.all(
      signIns.map(({ browser, form }) => postUntilHeard(browser, form.action, { ...form.fields, code })),
    );
    const passed = answers.filter(({ headers }) => String(headers.location).includes('code='));
    expect(passed).toHaveLength(1);
    // Used already, or too many under way at once: of which there are so many as the machine is fast.
    expect(answers.filter(({ status }) => ![303, 422, 429].includes(status))).toEqual([]);
  });

  it('one authorization code, redeemed twenty times at once, gives tokens once and ends the grant', async () => {
    const { back, request } = await signedIn();
    const code = new URL(String(back.headers.location)).searchParams.get('code') ?? '';
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        tokenRequest(nodeOf(index), {
          grant_type: 'authorization_code',
          code,
          redirect_uri: portalRedirect,
          code_verifier: request.codeVerifier,
        }),
      ),
    );
    await expectOneWinnerAndNoGrant(answers);
  });

  it('one refresh token, used twenty times at once, has one successor, and nobody loses anything', async () => {
    const { back, request } = await signedIn();
    const { refresh_token = '' } = await portal.redeem(back, request);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        tokenRequest(nodeOf(index), { grant_type: 'refresh_token', refresh_token }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    const successors = new Set(answers.map(({ body }) => body.refresh_token ?? ''));
    expect(successors.size).toBe(1);
    for (const { body } of answers) {
      const { active } = await client.tokenIntrospection(portal.configuration, body.access_token ?? '');
      expect(active).toBe(true);
    }
    await client.refreshTokenGrant(portal.configuration, [...successors].join());
  });

  it('one pushed request leads to one sign-in', async () => {
    const anna = await enrolledCitizen(kapu);
    const browser = new Browser(kapu.issuer);
    const request = await portal.pushedRequest();
    const page = await givePassword(browser, await browser.open(request.address), anna);
    const back = await browser.submit(page, '/code', { code: codeAt(anna.secretKey, new Date()) });
    await portal.redeem(back, request);
    const again = await browser.open(request.address);
    expect(again.headers.location ?? again.text).toMatch(/invalid_request_uri/);
  });

  it('one user name, registered on both at once, is given once', async () => {
    for (let round = 0; round < 20; round += 1) {
      const profile = profileSchema.parse(samplePerson(`parallel.${round}`));
      const outcomes = await Promise.all(
        kapu.nodes.map(({ store }) =>
          createAccountStore(store, kapu.sealer, kapu.config.secrets).add(profile, 'hash', new Date()),
        ),
      );
      expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['added', 'username-taken']);
    }
  });
});

async function signedIn() {
  const anna = await enrolledCitizen(kapu);
  const browser = new Browser(kapu.issuer);
  const request = await portal.request();
  const page = await givePassword(browser, await browser.open(request.address), anna);
  const back: Response = await browser.submit(page, '/code', { code: codeAt(anna.secretKey, new Date()) });
  return { back, request };
}

interface TokenAnswer {
  readonly status: number;
  readonly body: Record<string, string>;
}

async function tokenRequest(address: string, fields: Record<string, string>): Promise<TokenAnswer> {
  const { default: supertest } = await import('supertest');
  const { status, body } = await supertest(address)
    .post('/token')
    .set('Host', new URL(kapu.issuer).host)
    .auth('portal', portalSecret)
    .type('form')
    .send(fields);
  return { status, body };
}

async function expectOneWinnerAndNoGrant(answers: TokenAnswer[]): Promise<void> {
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(19).fill(400)]);
  expect(new Set(answers.filter(({ status }) => status === 400).map(({ body }) => body.error))).toEqual(
    new Set(['invalid_grant']),
  );
  const { access_token = '', refresh_token = '' } = answers.find(({ status }) => status === 200)?.body ?? {};
  expect((await client.tokenIntrospection(portal.configuration, access_token)).active).toBe(false);
  await expect(client.refreshTokenGrant(portal.configuration, refresh_token)).rejects.toThrow();
  const userinfo = client.fetchUserInfo(portal.configuration, access_token, client.skipSubjectCheck);
  await expect(userinfo).rejects.toThrow();
}
