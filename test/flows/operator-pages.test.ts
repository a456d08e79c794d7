/** The operator's pages: who comes in, what is seen there of a running installation, and what is done and recorded. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import supertest, { type Response } from 'supertest';
import { createClientStore } from '../../src/clients/client-store.ts';
import { createMessageQueue, messageQueue } from '../../src/notifications/message-queue.ts';
import { createRefusedRequestStore } from '../../src/operations/refused-requests-store.ts';
import { messageKeys } from '../../src/storage/catalogue/queue-keys.ts';
import { openOutbox } from '../../src/storage/outbox/outbox.ts';
import { noteReached } from '../../src/throttle/windows/reached-limits.ts';
import { chainEverything } from '../support/chain.ts';
import { Browser, errorsOf, formOf, referenceOf, titleOf } from '../support/citizen.ts';
import { clockFrom } from '../support/clock.ts';
import { addStaff, atTheDesk, deskOfTests, giveRole, type Staff } from '../support/desk.ts';
import { type Installation, portalRedirect, startInstallation } from '../support/installation.ts';

let kapu: Installation;
const clock = clockFrom(170);
let operator: Staff;
let browser: Browser;

beforeAll(async () => {
  kapu = await startInstallation({
    now: clock.now,
    config: { operator: { enabled: true }, desk: deskOfTests },
  });
  operator = await addStaff(kapu, clock, 'operator', '');
  browser = (await atTheDesk(kapu, clock, operator, undefined, '/operator')).browser;
});

afterAll(() => kapu.stop());

const textOf = ({ text }: Response): string =>
  text
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

const clients = () => createClientStore(kapu.nodes[0].store, kapu.sealer);

/** What the log says of operators, on their own page. */
async function logged(): Promise<string> {
  await chainEverything(kapu.nodes[0].store, kapu.sealer);
  return textOf(await browser.open('/operator/log'));
}

describe('who comes in', () => {
  it('is an operator alone, who needs no office, and nobody where the pages are not switched on', async () => {
    expect(titleOf(await browser.open('/operator'))).toBe('Üzemeltetői felület');
    for (const role of ['clerk', 'supervisor', 'auditor'] as const) {
      const { page } = await atTheDesk(
        kapu,
        clock,
        await addStaff(kapu, clock, role),
        undefined,
        '/operator',
      );
      expect([role, page.status, titleOf(page)]).toEqual([role, 403, 'Ez az oldal az üzemeltetőké']);
    }
    const without = await startInstallation({ config: { desk: deskOfTests } });
    try {
      expect((await new Browser(without.issuer).get('/operator')).status).toBe(404);
    } finally {
      await without.stop();
    }
  });

  it('is out at once when the role is suspended, and anybody signs in first', async () => {
    const other = await addStaff(kapu, clock, 'operator', '');
    const { browser: theirs } = await atTheDesk(kapu, clock, other, undefined, '/operator');
    expect((await theirs.open('/operator/keys')).status).toBe(200);
    await giveRole(kapu, other.id, 'operator', '', 'suspended');
    expect((await theirs.open('/operator/keys')).status).not.toBe(200);
    for (const address of ['', '/keys', '/calendar', '/log', '/relying-parties', '/relying-party/portal']) {
      expect((await new Browser(kapu.issuer).get(`/operator${address}`)).status).toBe(303);
    }
  });
});

describe('what is up', () => {
  it('is told of this node, with limits that were reached, keys, and the calendar at a time that is asked for', async () => {
    noteReached(kapu.nodes[0].store, 'wrong codes of devices');
    noteReached(kapu.nodes[0].store, 'wrong codes of devices');
    const { store } = kapu.nodes[0];
    while (Object.keys(await store.hgetall('limits-reached' as never)).length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const state = textOf(await browser.open('/operator'));
    expect(state).toMatch(/Redis Rendben Kapcsolatok Rendben Aláíró kulcsok Rendben Óra Rendben/);
    expect(state).toMatch(/Eszközök hibás kódjai 2 2 2/);
    const keys = textOf(await browser.open('/operator/keys'));
    expect(keys).toMatch(/ES256 [\w-]{43} (Aláír|Közzétéve)/);
    expect(keys).toContain('kapu keys rotate');
    const then = textOf(await browser.open('/operator/calendar?at=2199-01-01 00:00'));
    expect(then).toMatch(/Mintaportál portal Ügyfélkapu\+ jelentős/);
    const typed = await browser.open(`/operator/calendar?at=${encodeURIComponent('2199. 1. 1. 0:00')}`);
    expect(textOf(typed)).toMatch(/Mintaportál portal Ügyfélkapu\+ jelentős/);
    expect(typed.text).toContain('value="2199. 01. 01. 00:00"');
    const wrong = await browser.open('/operator/calendar?at=tomorrow');
    expect([wrong.status, errorsOf(wrong)]).toEqual([422, ['Az időpontot így írja be: 2027. 04. 01. 00:00']]);
  });

  it('knows what was given up, of nobody by name, and queues it again in the step that records it', async () => {
    const { store } = kapu.nodes[0];
    const anna = await kapu.addCitizen();
    const to = { email: `${anna.username}@minta.example`, name: 'Minta Anna', locale: 'hu' } as const;
    await store.del(messageKeys.stream());
    await createMessageQueue(store, kapu.sealer).tell(to, 'password-changed', clock.now());
    const timing = { firstRetryInMilliseconds: 1000, longestRetryInMilliseconds: 1000 };
    const outbox = openOutbox(store, messageQueue, 'a worker', timing);
    const taken = await outbox.take();
    await outbox.bury(taken as NonNullable<typeof taken>, 'EENVELOPE 550 RCPT TO');

    const address = '/operator/queues/messages';
    expect(textOf(await browser.open('/operator'))).toMatch(/Levelek és SMS-ek 0 – 1 darab/);
    const page = await browser.open(address);
    expect(textOf(page)).toContain('EENVELOPE 550 RCPT TO');
    expect(textOf(page)).toContain('password-changed');
    expect(page.text).not.toContain(anna.username);

    const { fields } = formOf(page, address);
    const gone = await browser.follow(await browser.post(address, { ...fields, id: '1-1' }));
    expect([gone.status, errorsOf(gone)]).toEqual([
      422,
      ['Ez a küldemény már nincs itt, vagy nem olvasható.'],
    ]);
    const done = await browser.follow(await browser.post(address, { ...fields, id: 'all' }));
    expect(textOf(done)).toContain('Nincs kézbesítetlen küldemény.');
    expect(await kapu.messages()).toEqual([expect.objectContaining({ kind: 'password-changed' })]);
    const log = await logged();
    expect(log).toMatch(/Kézbesítetlen üzenet újraküldése/);
    expect(log).toMatch(/Kézbesítetlen üzenetek felsorolása .* Mi alapján üzemeltetői szerepkör/);
    expect((await browser.open('/operator/queues/parcels')).status).toBe(404);
  });
});

describe('a relying party', () => {
  const written = {
    client_id: 'hivatal',
    client_name: 'Minta hivatal',
    client_uri: 'https://hivatal.example',
    redirect_uris: ['https://hivatal.example/callback'],
    minimum_assurance: 'low',
    first_party: true,
  };
  const lines = (metadata: object): string => JSON.stringify(metadata, undefined, 2);
  const newAddress = '/operator/relying-parties/new';

  it('is registered by its metadata, and its secret is shown once', async () => {
    const form = await browser.open(newAddress);
    const notJson = await browser.submit(form, newAddress, { metadata: '{' });
    expect([notJson.status, errorsOf(notJson)[0]]).toEqual([
      422,
      'Ez nem JSON. Nézze meg a vesszőket, az idézőjeleket és a zárójeleket.',
    ]);
    const wrong = { ...written, redirect_uris: ['http://hivatal.example/callback'] };
    const refused = await browser.submit(form, newAddress, { metadata: lines(wrong) });
    expect([refused.status, errorsOf(refused)[0]]).toEqual([
      422,
      expect.stringMatching(/^redirect_uris\.0: must be https/),
    ]);
    expect(await clients().find('hivatal')).toBeUndefined();

    const made = await browser.submit(form, newAddress, { metadata: lines(written) });
    const [, secret = ''] = /client_secret<\/code><\/dt>\s*<dd[^>]*>([\w-]{43})</.exec(made.text) ?? [];
    expect(secret).not.toBe('');
    const again = await browser.submit(form, newAddress, { metadata: lines(written) });
    expect([again.status, errorsOf(again)]).toEqual([409, ['Ezzel az azonosítóval már van szolgáltatás.']]);
    const shown = await browser.open('/operator/relying-party/hivatal');
    expect(textOf(shown)).toContain('https://hivatal.example/callback');
    expect(shown.text).not.toContain(secret);
    expect((await clients().find('hivatal'))?.updatedBy).toMatch(/^operator:\d{5}-\d{5}$/);
    expect(await logged()).toMatch(/Új szolgáltatás \(hivatal\) .* Ki Munka operator \(\d{5}-\d{5}\)/);
  });

  it('is changed, disabled, given another secret and removed, each on the version that was seen', async () => {
    const address = '/operator/relying-party/hivatal';
    const stale = await browser.open(`${address}/disable`);
    const metadata = lines({ ...written, client_name: 'Átnevezett hivatal' });
    await browser.submit(await browser.open(`${address}/change`), '/change', { metadata });
    expect(titleOf(await browser.open(address))).toBe('Átnevezett hivatal');
    const late = await browser.submit(stale, '/disable');
    expect([late.status, (await clients().find('hivatal'))?.status.kind]).toEqual([409, 'active']);

    await browser.submit(await browser.open(`${address}/disable`), '/disable');
    expect((await clients().find('hivatal'))?.status.kind).toBe('disabled');
    await browser.submit(await browser.open(`${address}/enable`), '/enable');
    expect((await clients().find('hivatal'))?.status.kind).toBe('active');
    const rotated = await browser.submit(await browser.open(`${address}/rotate-secret`), '/rotate-secret');
    expect(titleOf(rotated)).toBe('A szolgáltatás titka');
    await browser.submit(await browser.open(`${address}/remove`), '/remove');
    expect(await clients().find('hivatal')).toBeUndefined();
    expect((await browser.open(address)).status).toBe(404);
    expect(await logged()).toMatch(
      /Törölt szolgáltatás .*Szolgáltatás új titka .*Újra engedélyezett .*Letiltott .*Megváltozott/,
    );
  });

  it('that a file speaks for is changed there', async () => {
    const address = '/operator/relying-party/portal';
    const page = await browser.open(address);
    expect(page.text).not.toContain(`${address}/change`);
    const form = await browser.open(`${address}/change`);
    const { metadata: _, ...portal } = { metadata: '', ...(await clients().find('portal'))?.registration };
    const refused = await browser.submit(form, '/change', { metadata: lines(portal) });
    expect([refused.status, errorsOf(refused)]).toEqual([
      409,
      ['A beállítások egyik fájlja írja le: ott lehet megváltoztatni.'],
    ]);
  });

  it('is posted to by no other site, and by no reader of the pages', async () => {
    expect((await browser.post(newAddress, { metadata: lines(written) })).status).toBe(403);
    const stranger = new Browser(kapu.issuer);
    const { fields } = formOf(await stranger.open('/megszuntetes'), '/megszuntetes');
    expect((await stranger.post(newAddress, { ...fields, metadata: lines(written) })).status).toBe(303);
    expect(await clients().find('hivatal')).toBeUndefined();
  });
});

describe('why was it refused?', () => {
  const canary = 'kanari-0123456789-kanari';

  async function refusedAt(client: string, redirect: string): Promise<Response> {
    const query = { client_id: client, response_type: 'code', scope: 'openid', state: canary };
    const asked = new URLSearchParams({ ...query, redirect_uri: `${redirect}?k=${canary}` });
    return new Browser(kapu.issuer).get(`/auth?${asked}`);
  }

  it('is answered by the reference of the page, with what the answer kept back and no secret', async () => {
    const answer = await refusedAt('portal', 'http://localhost:4999/elsewhere');
    const reference = referenceOf(answer);
    const found = await browser.open(`/operator/relying-parties?reference=${reference}`);
    expect(textOf(found)).toMatch(/invalid_redirect_uri portal .* Cím http:\/\/localhost:4999\/elsewhere/);
    expect(found.text).not.toContain(canary);
    expect(found.text).toContain(`${reference.slice(0, 4)} ${reference.slice(4)}`);
    const unknown = referenceOf(await refusedAt('portall', portalRedirect));
    const ofNobody = await browser.open(`/operator/relying-parties?reference=${unknown}`);
    expect(textOf(ofNobody)).toMatch(/Ezen a néven portall .* Részlet client not found/);
    const token = await supertest(kapu.nodes[0].address)
      .post('/token')
      .set('Host', new URL(kapu.issuer).host)
      .auth('portal', 'wrong')
      .type('form')
      .send({ grant_type: 'authorization_code', code: canary, redirect_uri: portalRedirect });
    expect(token.status).toBe(401);
    const page = await browser.open('/operator/relying-party/portal');
    expect(textOf(page)).toMatch(/invalid_client .* Hol grant .* Részlet /);
    expect(page.text).not.toContain(canary);
    expect(errorsOf(await browser.open('/operator/relying-parties?reference=12'))).toHaveLength(1);
  });

  it('keeps fifty kinds at most, and of a flood of one kind one entry', async () => {
    const refused = createRefusedRequestStore(kapu.nodes[0].store);
    const note = (number: number, description: string) =>
      refused.note('portal', `${10_000_000 + number}-x`, {
        at: 'grant',
        error: 'invalid_request',
        description,
      });
    for (let number = 0; number < 60; number += 1) {
      await note(number, `kind ${number}`);
    }
    for (let number = 0; number < 30; number += 1) {
      await note(100 + number, 'kind 30');
    }
    const kept = await refused.of('portal');
    expect(kept).toHaveLength(50);
    expect(kept[0]).toMatchObject({ description: 'kind 30', times: 31 });
    expect(kept[0]?.references).toHaveLength(20);
    expect(kept.some(({ description }) => description === 'kind 11')).toBe(true);
    expect(kept.some(({ description }) => description === 'kind 9')).toBe(false);
  });
});

it('a passkey is demanded of the role where the desk says so', async () => {
  const strict = await startInstallation({
    now: clock.now,
    config: { operator: { enabled: true }, desk: { ...deskOfTests, passkey_roles: ['operator'] } },
  });
  try {
    const other = await addStaff(strict, clock, 'operator', '');
    const { page } = await atTheDesk(strict, clock, other, undefined, '/operator');
    expect([page.status, titleOf(page)]).toEqual([403, 'Ehhez azonosítókulcs (passkey) kell']);
  } finally {
    await strict.stop();
  }
});
