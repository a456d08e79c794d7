/** A citizen’s code is not lost where the store fails in the instant in which it is redeemed: whoever is told 503 comes again with it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import supertest, { type Response } from 'supertest';
import { startLocalRedis } from '../../src/storage/connection/local-redis.ts';
import { Browser, givePassword } from '../support/citizen.ts';
import {
  type Installation,
  portalRedirect,
  portalSecret,
  startInstallation,
} from '../support/installation.ts';
import { answerOf, RelyingParty } from '../support/relying-party.ts';
import { type SentinelGroup, startSentinelGroup } from '../support/sentinel-group.ts';

let kapu: Installation;
let directory: string;
let line: LossyLine | undefined;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kapu-code-'));
});

afterEach(async () => {
  await kapu.stop(['written']);
  await line?.stop();
  line = undefined;
  rmSync(directory, { recursive: true, force: true });
});

interface Fields {
  readonly grant_type: string;
  readonly code: string;
  readonly code_verifier: string;
  readonly redirect_uri: string;
}

/** @returns what the relying party posts for tokens */
async function codeOf(citizen: { username: string; password: string }): Promise<Fields> {
  const portal = await RelyingParty.discover(kapu);
  const browser = new Browser(kapu.issuer);
  const request = await portal.request();
  const back = await givePassword(browser, await browser.open(request.address), citizen, 'ugyfelkapu');
  return {
    grant_type: 'authorization_code',
    code: String(answerOf(back).code),
    code_verifier: request.codeVerifier,
    redirect_uri: portalRedirect,
  };
}

function redeem(fields: Fields): Promise<Response> {
  const { address } = kapu.nodes[0];
  return supertest(address)
    .post('/token')
    .set('Host', new URL(kapu.issuer).host)
    .auth('portal', portalSecret)
    .type('form')
    .send({ ...fields })
    .then((answer) => answer);
}

/** As integrators are told: the same again, after as long as the answer says. */
async function redeemAsTold(fields: Fields): Promise<{ answers: Response[]; last: Response }> {
  const answers: Response[] = [];
  for (;;) {
    const last = await redeem(fields);
    answers.push(last);
    if (last.status !== 503 || answers.length === 12) {
      return { answers, last };
    }
    await delay(Number(last.headers['retry-after']) * 1000);
  }
}

function expectSentAway({ status, headers, body }: Response): void {
  expect([status, headers['retry-after'], headers['cache-control']]).toEqual([503, '5', 'no-store']);
  expect(headers['content-type']).toMatch(/^application\/json/);
  expect(body).toEqual({
    error: 'temporarily_unavailable',
    error_description: 'try again in a few seconds',
    request_id: expect.any(String),
  });
}

function ofReuse(): string[] {
  return kapu.log.filter((line) => line.includes('grant.reused'));
}

interface LossyLine {
  readonly address: string;
  /** The next answer to a step that uses something once is not passed on, and the line breaks. */
  loseAnswer(): void;
  lost(): number;
  stop(): Promise<void>;
}

/** Between a node and its Redis. */
async function lossyLineTo(socket: string): Promise<LossyLine> {
  let [isArmed, lost] = [false, 0];
  const server: Server = createServer((near) => {
    const far = connect(socket);
    let isToBreak = false;
    const end = (): void => {
      near.destroy();
      far.destroy();
    };
    near.on('data', (sent) => {
      isToBreak ||= isArmed && sent.includes('firstUse');
      far.write(sent);
    });
    far.on('data', (answer) => {
      if (isToBreak) {
        [isArmed, lost] = [false, lost + 1];
        end();
      } else {
        near.write(answer);
      }
    });
    for (const side of [near, far]) {
      side.on('error', end).on('close', end);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    loseAnswer: () => {
      isArmed = true;
    },
    lost: () => lost,
    stop: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}

it('what used it was carried out and the line broke before the answer: it is not taken for a second use', async () => {
  const redis = await startLocalRedis(join(directory, 'redis'));
  line = await lossyLineTo(redis.socket);
  kapu = await startInstallation({ redis: { socket: line.address, stop: redis.stop } });
  const anna = await kapu.addCitizen();
  expect((await redeem(await codeOf(anna))).status).toBe(200);
  const fields = await codeOf(anna);
  line.loseAnswer();
  const { last } = await redeemAsTold(fields);
  expect([line.lost(), last.status, last.body.error]).toEqual([1, 200, undefined]);
  expect(last.body.access_token).toBeTruthy();
  expect(ofReuse()).toEqual([]);
  // It is used once all the same.
  const again = await redeem(fields);
  expect([again.status, again.body.error]).toEqual([400, 'invalid_grant']);
  expect(ofReuse()).toHaveLength(1);
});

it('no replica has what used it: 503 says when to come again, and the same code is taken then, once', async () => {
  const group: SentinelGroup = await startSentinelGroup();
  kapu = await startInstallation({ redis: { socket: group.address, stop: group.stop } });
  const anna = await kapu.addCitizen();
  const fields = await codeOf(anna);
  await group.cutReplicasOff();
  expectSentAway(await redeem(fields));
  // Whoever does not wait is told the same.
  expectSentAway(await redeem(fields));
  group.thaw();
  const { last } = await redeemAsTold(fields);
  expect([last.status, last.body.error]).toEqual([200, undefined]);
  expect(last.body).toMatchObject({ token_type: 'Bearer', id_token: expect.any(String) });
  expect(ofReuse()).toEqual([]);
  expect((await redeem(fields)).body.error).toBe('invalid_grant');
});

it('the master dies: 503 says when to come again, and another one takes the same code', async () => {
  const group = await startSentinelGroup();
  kapu = await startInstallation({ redis: { socket: group.address, stop: group.stop } });
  const fields = await codeOf(await kapu.addCitizen());
  await group.killMaster();
  const { answers, last } = await redeemAsTold(fields);
  expect(answers.length).toBeGreaterThan(1);
  for (const answer of answers.slice(0, -1)) {
    expectSentAway(answer);
  }
  expect([last.status, last.body.error]).toEqual([200, undefined]);
  expect(ofReuse()).toEqual([]);
});
