/** Devices without a browser (RFC 8628): begun there, decided by the citizen here, once. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as client from 'openid-client';
import type { Response } from 'supertest';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import { deviceGrant } from '../../src/configuration/grant-switches.ts';
import { codeAt } from '../support/authenticator.ts';
import { Browser, enrolledCitizen, errorsOf, formOf, givePassword, titleOf } from '../support/citizen.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { RelyingParty } from '../support/relying-party.ts';

const television = {
  client_id: 'television',
  client_name: 'Minta Televízió',
  grant_types: ['authorization_code' as const, 'refresh_token' as const, deviceGrant as typeof deviceGrant],
  subject_type: 'public' as const,
};

let kapu: Installation;
let tv: RelyingParty;

beforeAll(async () => {
  kapu = await startInstallation({
    numberOfNodes: 2,
    clients: [
      television,
      { ...television, client_id: 'strict-television', minimum_assurance: 'substantial' },
      { ...television, client_id: 'stranger', client_name: 'Idegen Tévé', first_party: false },
    ],
    config: { grants: { device_flow: true, ciba: false } },
  });
  tv = await RelyingParty.discover(kapu, 'television');
});

afterAll(() => kapu.stop());

type Begun = client.DeviceAuthorizationResponse;

const begin = (device = tv, parameters: Record<string, string> = {}): Promise<Begun> =>
  client.initiateDeviceAuthorization(device.configuration, { scope: 'openid profile', ...parameters });

/** One poll, as the device makes it: the name of the error, or the tokens. */
async function poll(begun: Begun, device = tv) {
  try {
    const parameters = { device_code: begun.device_code };
    return await client.genericGrantRequest(device.configuration, deviceGrant, parameters);
  } catch (error) {
    return { error: (error as client.ResponseBodyError).error };
  }
}

async function type(browser: Browser, userCode: string): Promise<Response> {
  return browser.submit(await browser.open('/device'), '/device', { user_code: userCode });
}

const confirm = (browser: Browser, page: Response): Promise<Response> =>
  browser.submit(page, '/device', { confirm: 'yes' });

async function signedIn(): Promise<{ browser: Browser; citizen: Citizenship }> {
  const browser = new Browser(kapu.issuer);
  const citizen = await kapu.addCitizen();
  await givePassword(browser, await browser.open('/fiok'), citizen, 'ugyfelkapu');
  return { browser, citizen };
}

describe('a citizen at a device of theirs', () => {
  it('types the code as it comes, reads who wants what, signs in as always, and the device is in', async () => {
    const begun = await begin();
    expect(begun).toMatchObject({ expires_in: 600, interval: 5, verification_uri: `${kapu.issuer}/device` });
    expect(begun.user_code).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
    const polling = client.pollDeviceAuthorizationGrant(tv.configuration, begun);
    const citizen = await kapu.addCitizen();
    const browser = new Browser(kapu.issuer);
    const asked = await type(browser, ` ${begun.user_code.toLowerCase().replace('-', ' ')} `);
    expect(titleOf(asked)).toBe('Ön indította el ezt a belépést?');
    for (const shown of [
      'Minta Televízió',
      begun.user_code,
      '127.0.0.1',
      'Viselt név',
      'Ismeretlen eszköz',
    ]) {
      expect(asked.text).toContain(shown);
    }
    const done = await givePassword(browser, await confirm(browser, asked), citizen, 'ugyfelkapu');
    expect(titleOf(done)).toBe('A másik eszközt beléptettük');
    const tokens = await polling;
    expect(tokens.claims()).toMatchObject({ sub: citizen.id, acr: 'http://eidas.europa.eu/LoA/low' });
    const person = await client.fetchUserInfo(tv.configuration, tokens.access_token, citizen.id);
    expect(person.family_name).toBe('Minta');
    const told = await client.tokenIntrospection(tv.configuration, tokens.access_token);
    expect(told).toMatchObject({ active: true, acr: 'http://eidas.europa.eu/LoA/low' });
    const history = await browser.open('/fiok/naplo');
    expect(history.text).toContain('Másik eszköz beléptetése: Minta Televízió');
  });

  it('gives a code where the device is registered for more than a password', async () => {
    const strict = await RelyingParty.discover(kapu, 'strict-television');
    const anna = await enrolledCitizen(kapu);
    const begun = await begin(strict);
    const browser = new Browser(kapu.issuer);
    const page = await givePassword(
      browser,
      await confirm(browser, await type(browser, begun.user_code)),
      anna,
    );
    const done = await browser.submit(page, '/code', { code: codeAt(anna.secretKey, new Date()) });
    expect(titleOf(done)).toBe('A másik eszközt beléptettük');
    const tokens = (await poll(begun, strict)) as client.TokenEndpointResponse &
      client.TokenEndpointResponseHelpers;
    expect(tokens.claims?.()?.acr).toBe('http://eidas.europa.eu/LoA/substantial');
  });

  it('signs in again where the device wants a sign-in of now', async () => {
    const { browser, citizen } = await signedIn();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const begun = await begin(tv, { max_age: '0' });
    const asked = await confirm(browser, await type(browser, begun.user_code));
    expect(await poll(begun)).toEqual({ error: 'authorization_pending' });
    const done = await givePassword(browser, asked, citizen, 'ugyfelkapu');
    expect(titleOf(done)).toBe('A másik eszközt beléptettük');
  });

  it('is asked for consent where the relying party is somebody else’s', async () => {
    const stranger = await RelyingParty.discover(kapu, 'stranger');
    const { browser } = await signedIn();
    const begun = await begin(stranger);
    const page = await confirm(browser, await type(browser, begun.user_code));
    expect(titleOf(page)).toBe('Átadhatjuk az adatait?');
    expect(titleOf(await browser.submit(page, '/consent'))).toBe('A másik eszközt beléptettük');
    expect(await poll(begun, stranger)).toHaveProperty('id_token');
  });

  it('refuses at the question, or while signing in, and the device is told', async () => {
    const [first, second] = [await begin(), await begin()];
    const { browser } = await signedIn();
    const refused = await browser.submit(await type(browser, first.user_code), '/device', { abort: 'yes' });
    expect(titleOf(refused)).toBe('A másik eszközt nem léptettük be');
    expect(await poll(first)).toEqual({ error: 'access_denied' });
    const other = new Browser(kapu.issuer);
    const start = await confirm(other, await type(other, second.user_code));
    const [link = ''] = start.text.match(/\/interaction\/[^"]+\?method=ugyfelkapu(?=")/) ?? [];
    const left = await other.submit(await other.open(link), '/give-up');
    expect(titleOf(left)).toBe('A másik eszközt nem léptettük be');
    expect(await poll(second)).toEqual({ error: 'access_denied' });
  });

  it('opens the address that a QR code holds, and still sends the code themselves', async () => {
    const begun = await begin();
    const browser = new Browser(kapu.issuer);
    const page = await browser.open(String(begun.verification_uri_complete));
    expect(titleOf(page)).toBe('Belépés egy másik eszközön');
    expect(page.text).toContain(`value="${begun.user_code}"`);
    expect(await poll(begun)).toEqual({ error: 'authorization_pending' });
    const { pathname, search } = new URL(String(begun.verification_uri_complete));
    for (const typed of [pathname.toUpperCase(), '/Device', `${pathname}/`]) {
      expect((await browser.get(typed + search)).headers.location).toBe(pathname + search);
    }
  });

  it('ends the access of the device on their own pages', async () => {
    const begun = await begin();
    const { browser } = await signedIn();
    await confirm(browser, await type(browser, begun.user_code));
    const tokens = (await poll(begun)) as client.TokenEndpointResponse;
    await browser.submit(await browser.open('/fiok/szolgaltatasok'), '/television/visszavonas');
    const refreshing = client.refreshTokenGrant(tv.configuration, String(tokens.refresh_token));
    await expect(refreshing).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  it('who ended all sessions after letting a device in has not let it in', async () => {
    const begun = await begin();
    const { browser, citizen } = await signedIn();
    await confirm(browser, await type(browser, begun.user_code));
    await kapu.accounts.endSessions(citizen.id, securityEvents.sessionsEnded(citizen.id, 'asked'));
    expect(await poll(begun)).toEqual({ error: 'invalid_grant' });
  });
});

describe('a code', () => {
  it('is decided by one citizen, whoever else confirms it at the same moment on whatever node', async () => {
    const begun = await begin();
    const people = await Promise.all([signedIn(), signedIn(), signedIn()]);
    const asked = await Promise.all(people.map(({ browser }) => type(browser, begun.user_code)));
    const answers = await Promise.all(
      people.map(({ browser }, place) => confirm(browser, asked[place] as Response)),
    );
    const titles = answers.map(titleOf);
    expect(titles.filter((title) => title === 'A másik eszközt beléptettük')).toHaveLength(1);
    expect(answers.flatMap(errorsOf)).toEqual(
      Array(2).fill('Ezt a kódot már felhasználták. Kérjen újat a másik eszközön.'),
    );
    const winner = people[titles.indexOf('A másik eszközt beléptettük')]?.citizen.id;
    const tokens = (await poll(begun)) as client.TokenEndpointResponse & client.TokenEndpointResponseHelpers;
    expect(tokens.claims?.()?.sub).toBe(winner);
  });

  it('gives tokens once; a second use ends what the first one got', async () => {
    const begun = await begin();
    const { browser } = await signedIn();
    await confirm(browser, await type(browser, begun.user_code));
    const answers = await Promise.all([poll(begun), poll(begun)]);
    expect(answers.filter((answer) => 'access_token' in answer).length).toBeLessThan(2);
    expect(await poll(begun)).toEqual({ error: 'invalid_grant' });
    const [tokens] = answers.filter((answer) => 'access_token' in answer) as client.TokenEndpointResponse[];
    if (tokens) {
      const told = await client.tokenIntrospection(tv.configuration, tokens.access_token);
      expect(told.active).toBe(false);
    }
  });

  it('belongs to the relying party that asked for it', async () => {
    const stranger = await RelyingParty.discover(kapu, 'stranger');
    expect(await poll(await begin(), stranger)).toEqual({ error: 'invalid_grant' });
  });

  it('that has expired says so to the device and to the citizen', async () => {
    const begun = await begin();
    await makeOld(begun);
    expect(await poll(begun)).toEqual({ error: 'expired_token' });
    const page = await type(new Browser(kapu.issuer), begun.user_code);
    expect(errorsOf(page)).toEqual(['Ez a kód lejárt. Kérjen újat a másik eszközön.']);
  });

  it('is not asked for faster than agreed', async () => {
    const begun = await begin();
    expect(await poll(begun)).toEqual({ error: 'authorization_pending' });
    expect(await poll(begun)).toEqual({ error: 'slow_down' });
    const [key = ''] = await kapu.nodes[0].store.keys('poll:*');
    expect(Number(await kapu.nodes[0].store.hget(key, 'interval'))).toBeGreaterThanOrEqual(5000);
  });
});

/** As if its ten minutes were over. */
async function makeOld(begun: Begun): Promise<void> {
  const { provider } = kapu.nodes[0];
  const code = await provider.DeviceCode.find(begun.device_code);
  const past = { ...code, exp: Math.floor(Date.now() / 1000) - 1 };
  await new provider.DeviceCode(
    past as unknown as ConstructorParameters<typeof provider.DeviceCode>[0],
  ).save();
}

describe('whoever means ill', () => {
  it('is told of a wrong code, and after twenty from one address of none at all, also by another node', async () => {
    const begun = await begin();
    const there = new Browser(kapu.issuer, kapu.nodes[1]?.address);
    const form = await there.open('/device');
    const wrong = await there.submit(form, '/device', { user_code: 'BBBB-BBBB' });
    expect([wrong.status, errorsOf(wrong)]).toEqual([
      422,
      ['Ilyen kód nincs. Nézze meg újra a másik eszköz képernyőjét.'],
    ]);
    const { action } = formOf(wrong, '/device');
    let last = wrong;
    for (let guess = 0; guess < 20; guess += 1) {
      last = await there.post(action, { ...formOf(last, '/device').fields, user_code: 'CCCC-CCCC' });
    }
    const right = await there.submit(last, '/device', { user_code: begun.user_code });
    expect([right.status, errorsOf(right)]).toEqual([
      429,
      ['Innen túl sok hibás kódot kaptunk. Várjon negyedórát, és próbálja újra.'],
    ]);
    expect((await type(new Browser(kapu.issuer), begun.user_code)).status).toBe(429);
    const limits = await kapu.nodes[0].store.keys('wrong-user-codes-*');
    await Promise.all(limits.map((key) => kapu.nodes[0].store.del(key)));
  });

  it('cannot confirm from another site, or twice at once, or with what is no code', async () => {
    const begun = await begin();
    const { browser } = await signedIn();
    const foreign = await browser.post('/device', { user_code: begun.user_code, confirm: 'yes' });
    expect(foreign.status).toBe(400);
    expect(await poll(begun)).toEqual({ error: 'authorization_pending' });
    const bodies = [
      'user_code=A&user_code=B',
      `user_code=${'B'.repeat(40_000)}`,
      'user_code=%00%ff%C3',
      'user_code=<script>alert(1)</script>',
      `user_code=${encodeURIComponent("' OR 1=1; \u202e{{7*7}}")}`,
      'user_code[]=A&confirm[]=yes',
      '',
    ];
    for (const body of bodies) {
      const page = await browser.open('/device');
      const { xsrf = '' } = formOf(page, '/device').fields;
      const answer = await browser.postRaw(
        '/device',
        'application/x-www-form-urlencoded',
        `xsrf=${xsrf}&${body}`,
      );
      expect([body.slice(0, 40), answer.status]).toEqual([body.slice(0, 40), expect.any(Number)]);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expect(answer.text).not.toContain('<script>alert');
    }
    const withoutSession = await new Browser(kapu.issuer).post('/device', { user_code: begun.user_code });
    expect(withoutSession.status).toBe(400);
    const wrongType = await browser.postRaw('/device', 'application/json', '{"user_code":"A"}');
    expect(wrongType.status).toBe(400);
    const long = await browser.get(`/device?user_code=${encodeURIComponent('"><img src=x>'.repeat(50))}`);
    expect(long.text).not.toContain('<img');
    expect((await browser.get('/device/nothing-here')).status).toBe(400);
  });
});

it('a client that is not registered for it may not begin', async () => {
  const portal = await RelyingParty.discover(kapu);
  await expect(begin(portal)).rejects.toMatchObject({ error: 'invalid_request' });
});

describe('where the deployment did not switch it on', () => {
  let plain: Installation;

  beforeAll(async () => {
    plain = await startInstallation({ clients: [television] });
  });

  afterAll(() => plain.stop());

  it('neither discovery nor any page knows of it, and a client keeps its other ways', async () => {
    const discovered = await fetch(`${plain.issuer}/.well-known/openid-configuration`);
    const document = (await discovered.json()) as { grant_types_supported: string[] };
    expect(document).not.toHaveProperty('device_authorization_endpoint');
    expect(document).not.toHaveProperty('backchannel_authentication_endpoint');
    expect(document.grant_types_supported).not.toContain(deviceGrant);
    const browser = new Browser(plain.issuer);
    expect((await browser.get('/device')).status).toBe(404);
    expect((await browser.post('/device', {})).status).toBe(404);
    expect((await browser.post('/device/auth', {})).status).toBe(404);
    expect((await browser.post('/backchannel', {})).status).toBe(404);
    expect((await browser.get('/fiok/keresek')).status).toBe(404);
    const sameClient = await RelyingParty.discover(plain, 'television');
    const page = await browser.open((await sameClient.request({ scope: 'openid' })).address);
    expect(titleOf(page)).toBe('Hogyan szeretne bejelentkezni?');
  });
});
