import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, it } from '@jest/globals';
import supertest, { type Response } from 'supertest';
import { createClientStore } from '../../src/clients/client-store.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { checkConnections } from '../../src/storage/connection/lasting-connection.ts';
import { connectToRedis, type Store } from '../../src/storage/redis.ts';
import { watchReplication } from '../../src/storage/replication/replication.ts';
import { codeAt } from '../support/authenticator.ts';
import { Browser, enrolledCitizen, givePassword, titleOf } from '../support/citizen.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { runKapu } from '../support/operator.ts';
import { registryOn, sampleRegistration } from '../support/registry.ts';
import { RelyingParty } from '../support/relying-party.ts';
import { type SentinelGroup, startSentinelGroup } from '../support/sentinel-group.ts';

let kapu: Installation | undefined;

afterEach(async () => {
  await kapu?.stop(['written']);
});

async function isReady(address: string): Promise<boolean> {
  return (await supertest(address).get('/health/ready')).status === 200;
}

async function untilReady(address: string): Promise<void> {
  while (!(await isReady(address))) {
    await delay(100);
  }
}

it.each([
  ['dies', (group: SentinelGroup) => group.killMaster()],
  ['is held still', (group: SentinelGroup) => group.freezeMaster()],
])(
  'the master %s in the middle of a sign-in: another one takes over, and the same browser goes on',
  async (_what, fail) => {
    const group = await startSentinelGroup();
    kapu = await startInstallation({ redis: { socket: group.address, stop: group.stop } });
    const node = kapu.nodes[0].address;
    const portal = await RelyingParty.discover(kapu);
    const anna = await enrolledCitizen(kapu);
    const browser = new Browser(kapu.issuer);
    const request = await portal.request();
    const codePage = await givePassword(browser, await browser.open(request.address), anna);

    await fail(group);
    expect((await browser.open('/fiok')).status).toBe(503);
    await untilReady(node);
    await untilWritable(kapu);

    const back = await browser.submit(codePage, '/code', { code: codeAt(anna.secretKey, new Date()) });
    const tokens = await portal.redeem(back, request);
    expect(tokens.claims()?.amr).toContain('otp');
  },
);

it('no replica answers: what changes something is a 503, what only reads goes on meanwhile, and all does when they are back', async () => {
  const group = await startSentinelGroup();
  kapu = await startInstallation({ redis: { socket: group.address, stop: group.stop } });
  const portal = await RelyingParty.discover(kapu);
  const anna = await kapu.addCitizen();
  const [browser, newcomer] = [new Browser(kapu.issuer), new Browser(kapu.issuer)];
  await givePassword(browser, await browser.open('/fiok'), anna, 'ugyfelkapu');
  const passwordPage = await browser.open('/fiok/jelszo');
  const methods = await newcomer.open((await portal.request()).address);
  const [signIn = ''] = methods.text.match(/\/interaction\/[^"]+\?method=ugyfelkapu(?=")/) ?? [];

  async function changePassword(page: Response, current_password: string, new_password: string) {
    return browser.submit(page, '/fiok/jelszo', { current_password, new_password });
  }

  await group.cutReplicasOff();
  const change = changePassword(passwordPage, anna.password, chosen);
  let isAnswered = false;
  void change.then(() => (isAnswered = true));
  const reads = [];
  while (!isAnswered) {
    reads.push((await newcomer.get('/.well-known/openid-configuration')).status);
    reads.push((await newcomer.get('/jwks')).status, (await newcomer.get(signIn)).status);
  }
  const changed = await change;
  expect([changed.status, titleOf(changed)]).toEqual([503, 'Most nem tudjuk kiszolgálni']);
  expect(changed.headers.location).toBeUndefined();
  expect(kapu.log.join()).toContain('no replica says that it has what was written');
  expect(new Set(reads)).toEqual(new Set([200]));
  expect(reads.length).toBeGreaterThan(30);
  const operator = { ...kapu.config, redisUrl: group.address };
  const unsure = await runKapu(operator, 'clients', 'disable', 'portal');
  expect([unsure.code, unsure.stdout, unsure.stderr]).toEqual([1, '', expect.stringContaining('NOREPLICAS')]);

  group.thaw();
  await untilWritable(kapu);
  const again = await changePassword(await browser.open('/fiok/jelszo'), chosen, `${chosen} is`);
  expect([again.status, titleOf(again)]).toEqual([200, 'Fiókom']);
  expect(again.text).toContain('Megváltozott a jelszava');
});

it('a master is killed that nobody copied from for a moment: whatever was acknowledged is there', async () => {
  const group = await startSentinelGroup();
  kapu = await startInstallation({ redis: { socket: group.address, stop: group.stop } });
  const register = await administration(kapu);
  const other = await connectToRedis(group.address, createLogger('silent'));
  const replication = watchReplication(other);
  await replication.connect();
  const acknowledged: string[] = [];
  const refused: number[] = [];
  let isOver = false;

  async function goOnRegistering(name: string): Promise<void> {
    for (let number = 0; !isOver; number += 1) {
      const client_id = `${name}-${number}`;
      const status = await register(client_id);
      if (status === 201) {
        acknowledged.push(client_id);
      } else {
        refused.push(status);
      }
    }
  }

  const registering = Promise.all(['a', 'b', 'c', 'd'].map(goOnRegistering));
  while (acknowledged.length < 30) {
    await delay(10);
  }
  await delay(Math.random() * 200);
  await group.cutReplicasOff();
  const before = acknowledged.length;
  const isKept = replication.begin();
  await delay(300);
  await group.killMaster();
  isOver = true;
  await registering;
  group.thaw();
  await untilWritable(kapu);

  const clients = await createClientStore(kapu.nodes[0].store, kapu.sealer).list();
  const known = new Set(clients.readable.map(({ registration }) => registration.client_id));
  expect(acknowledged.filter((id) => !known.has(id))).toEqual([]);
  expect(before).toBeGreaterThanOrEqual(30);
  expect(new Set(refused)).toEqual(new Set([503]));
  // Another master knows nothing of what this connection wrote to the first.
  await expect(isKept()).rejects.toThrow('the connection was lost');
  await untilBack(other);
  await expect(replication.begin()()).resolves.toBeUndefined();
  other.disconnect();
});

/** The witness of its replicas too, which comes back on its own. */
async function untilBack(connection: Store): Promise<void> {
  while ((await checkConnections(connection).catch(() => 'away')) === 'away') {
    await delay(50);
  }
}

const chosen = 'tizenkét piros esernyő a kapuban';

/** A program that registers clients; answers with the status. */
async function administration({ nodes: [node], issuer, sealer }: Installation) {
  const added = await registryOn(node.store, sealer).add(
    {
      client_id: 'iro',
      client_name: 'Nyilvántartó',
      grant_types: ['client_credentials'],
      scope: 'clients:write',
    },
    { by: 'cli', now: new Date() },
  );
  const secret = 'secret' in added ? String(added.secret) : '';
  const { host } = new URL(issuer);
  const token = await supertest(node.address)
    .post('/token')
    .set('Host', host)
    .auth('iro', secret)
    .type('form')
    .send({ grant_type: 'client_credentials', scope: 'clients:write' });
  return async (client_id: string): Promise<number> => {
    const answer = await supertest(node.address)
      .post('/admin/clients')
      .set({ Host: host, Authorization: `Bearer ${token.body.access_token}` })
      .send({ ...sampleRegistration, client_id })
      .ok(() => true);
    return answer.status;
  };
}

/** Once a master has a replica again. */
async function untilWritable({ nodes: [{ store }] }: Installation): Promise<void> {
  while ((await store.set('written', 'by the test', 'EX', 60).catch(() => undefined)) !== 'OK') {
    await delay(100);
  }
}
