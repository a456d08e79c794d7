import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, it } from '@jest/globals';
import supertest from 'supertest';
import { codeAt } from '../support/authenticator.ts';
import { Browser, enrolledCitizen, givePassword } from '../support/citizen.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { RelyingParty } from '../support/relying-party.ts';
import { type SentinelGroup, startSentinelGroup } from '../support/sentinel-group.ts';

let kapu: Installation | undefined;

afterEach(async () => {
  await kapu?.stop();
});

async function isReady(address: string): Promise<boolean> {
  return (await supertest(address).get('/health/ready')).status === 200;
}

async function untilReady(address: string): Promise<void> {
  for (let attempt = 0; attempt < 150 && !(await isReady(address)); attempt += 1) {
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

    const back = await browser.submit(codePage, '/code', { code: codeAt(anna.secretKey, new Date()) });
    const tokens = await portal.redeem(back, request);
    expect(tokens.claims()?.amr).toContain('otp');
  },
  60_000,
);
