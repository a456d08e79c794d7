/**
 * Registered, activated, enrolled with help, reset by two people and enrolled again: whatever the citizen alone may know is looked for in
 * every answer that the clerk's and the supervisor's browsers got, in the log, in the dump of Redis and in its append-only file.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { otpauthUri } from '../../src/totp/totp.ts';
import { qrPath } from '../../src/web/page/qr-code.ts';
import { codeAt } from '../support/authenticator.ts';
import { Browser, cancellationCodeOf, givePassword, secretKeyOf, titleOf } from '../support/citizen.ts';
import { clockFrom } from '../support/clock.ts';
import {
  activate,
  activationCodeOn,
  addStaff,
  atTheDesk,
  caseAddressOf,
  confirmAddress,
  deskOfTests,
  newcomer,
  openCase,
  settleRequests,
} from '../support/desk.ts';
import { dumpOf } from '../support/dump.ts';
import { type Installation, startInstallation } from '../support/installation.ts';

/** Keeps every answer: headers and page. */
class WatchedBrowser extends Browser {
  readonly answers: { title: string; whole: string }[] = [];

  override async get(url: string): Promise<Response> {
    return this.#keep(await super.get(url));
  }

  override async post(url: string, fields: Record<string, string>): Promise<Response> {
    return this.#keep(await super.post(url, fields));
  }

  #keep(response: Response): Response {
    const whole = `${JSON.stringify(response.headers)}\n${response.text}`;
    this.answers.push({ title: titleOf(response), whole });
    return response;
  }
}

const clock = clockFrom(170);
const username = 'uj.elemer';
const password = 'kanári & jelszó: tizenkét esernyő';
let kapu: Installation;

beforeAll(async () => {
  kapu = await startInstallation({ now: clock.now, config: { desk: deskOfTests } });
});

afterAll(() => kapu.stop());

/** In whatever way it might be written down. */
type Spellings = Record<string, string>;

function spellingsOfCode(name: string, code: string): Spellings {
  return { [name]: code, [`${name} without hyphens`]: code.replaceAll('-', '') };
}

async function spellingsOfKey(name: string, secretKey: string): Promise<Spellings> {
  const bytes = Buffer.from(bytesOfBase32(secretKey));
  const uri = otpauthUri('Kapu', username, secretKey);
  return {
    [`${name} in base32`]: secretKey,
    [`${name} in groups`]: (secretKey.match(/.{4}/g) ?? []).join(' '),
    [`${name} in hex`]: bytes.toString('hex'),
    [`${name} in base64`]: bytes.toString('base64').replace(/=+$/, ''),
    [`${name} in base64url`]: bytes.toString('base64url'),
    [`${name} in bytes`]: bytes.toString('latin1'),
    [`${name} as address`]: uri,
    [`${name} as address in HTML`]: uri.replaceAll('&', '&amp;'),
    [`${name} as address in an address`]: encodeURIComponent(uri),
    [`${name} as QR code`]: (await qrPath(uri)).path,
  };
}

function bytesOfBase32(text: string): number[] {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...text].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
}

/** Signs in, applies, has the clerk type the code, and keeps what is shown. */
async function enrolWithHelp(desk: Browser, name: string): Promise<{ key: string; secrets: Spellings }> {
  const citizen = new Browser(kapu.issuer);
  await givePassword(citizen, await citizen.open('/fiok'), { username, password }, 'ugyfelkapu');
  const shield = await citizen.submit(await citizen.open('/fiok/igenyles'), '/start');
  const page = await citizen.submit(shield, '/window');
  const pairing = /id="pairing-code">([\s\S]*?)<\/p>/.exec(page.text)?.[1]?.replace(/\D/g, '') ?? '';
  const address = caseAddressOf(await openCase(desk, username));
  const form = await desk.open(`${address}/enrol`);
  expect(titleOf(await desk.submit(form, '/enrol', { pairing_code: pairing }))).toBe(
    'Kész, az ügyfél folytathatja',
  );
  const keyPage = await citizen.submit(page, '/paired');
  await desk.open(address);
  const key = secretKeyOf(keyPage);
  // What is looked for elsewhere is indeed what this page shows.
  expect(keyPage.text).toContain((await qrPath(otpauthUri('Kapu', username, key))).path);
  const code = codeAt(key, clock.now());
  const saved = await citizen.submit(keyPage, '/prove', { password, code, device_name: '' });
  const cancellationCode = cancellationCodeOf(saved);
  expect(cancellationCode.length).toBeGreaterThan(15);
  await citizen.submit(saved, '/finish', { last_four: cancellationCode.slice(-4) });
  await desk.open(address);
  const secrets = {
    ...(await spellingsOfKey(`${name} key`, key)),
    ...spellingsOfCode(`${name} törlőkód`, cancellationCode),
  };
  return { key, secrets };
}

it('what the citizen alone may know stands in no answer of the desk, no log, no dump and no append-only file', async () => {
  const desk = new WatchedBrowser(kapu.issuer);
  const bosses = new WatchedBrowser(kapu.issuer);
  // Who registers somebody does not vouch for them.
  const colleague = new WatchedBrowser(kapu.issuer);
  await atTheDesk(kapu, clock, await addStaff(kapu, clock, 'clerk'), desk);
  await atTheDesk(kapu, clock, await addStaff(kapu, clock, 'clerk'), colleague);
  await atTheDesk(kapu, clock, await addStaff(kapu, clock, 'supervisor'), bosses);

  const elemer = { ...newcomer, username, email: 'elemer@minta.example' };
  const receipt = await desk.submit(await desk.open('/desk/register'), '/desk/register', elemer);
  const lost = activationCodeOn(receipt);
  const address = caseAddressOf(await openCase(desk, username));
  const again = await desk.submit(await desk.open(`${address}/activation-code`), '/activation-code');
  const code = activationCodeOn(again);
  expect([lost, code].every((one) => /^\w{4}-\w{4}-\w{4}$/.test(one))).toBe(true);
  await activate(new Browser(kapu.issuer), username, code, password);
  await desk.open(address);

  await confirmAddress(kapu, username);
  const first = await enrolWithHelp(colleague, 'first');
  const open = caseAddressOf(await openCase(colleague, username));
  await colleague.submit(await colleague.open(`${open}/reset`), '/reset', { reason: 'elveszett' });
  const home = await bosses.open('/desk');
  const [proposal = ''] = /\/desk\/requests\/[\w-]+/.exec(home.text) ?? [];
  await bosses.submit(await bosses.open(proposal), '/approve');
  const [, cancelToken = ''] =
    /hivatali-keres\/(.+)$/.exec((await kapu.messages()).at(-1)?.more.cancel ?? '') ?? [];
  clock.pass(73 * 3600);
  await settleRequests(kapu, clock);
  await settleRequests(kapu, clock);
  clock.pass(-73 * 3600);
  const id = (await kapu.accounts.findId(username)) ?? '';
  expect((await kapu.accounts.find(id))?.hasPlus).toBe(false);
  clock.pass(60);
  const second = await enrolWithHelp(colleague, 'second');
  expect(second.key).not.toBe(first.key);

  const printed = { ...spellingsOfCode('lost code', lost), ...spellingsOfCode('code', code) };
  const secrets: Spellings = {
    ...first.secrets,
    ...second.secrets,
    password,
    'password in HTML': password.replaceAll('&', '&amp;'),
    'password in a form': encodeURIComponent(password),
    cancelToken,
  };
  expect(Object.values({ ...secrets, ...printed }).every((value) => value.length >= 12)).toBe(true);

  const answers = [...desk.answers, ...colleague.answers, ...bosses.answers];
  const receipts = answers.filter(({ title }) => title === 'Átvételi lap');
  expect(receipts).toHaveLength(2);
  const others = answers.filter((answer) => !receipts.includes(answer)).map(({ whole }) => whole);
  const store = kapu.nodes[0].store;
  const everything = { ...secrets, ...printed };
  expect({
    receipts: foundIn(receipts.map(({ whole }) => whole).join('\n'), secrets),
    answers: foundIn(others.join('\n'), everything),
    log: foundIn(kapu.log.join('\n'), everything),
    dump: foundIn(await dumpOf(store), everything),
    appendOnlyFile: foundIn(readAppendOnlyFile(), everything),
  }).toEqual({ receipts: [], answers: [], log: [], dump: [], appendOnlyFile: [] });
  expect(others.length).toBeGreaterThan(40);
  // And a search that finds nothing would find what is there.
  expect(foundIn(receipts.map(({ whole }) => whole).join('\n'), printed)).toEqual([
    'lost code without hyphens',
    'code without hyphens',
  ]);
});

/** Also where marks or spaces stand in between. */
function foundIn(text: string, secrets: Spellings): string[] {
  const bare = text.replace(/<[^>]+>|[\s-]/g, '');
  return Object.entries(secrets)
    .filter(([, value]) => text.includes(value) || bare.includes(value))
    .map(([name]) => name);
}

function readAppendOnlyFile(): string {
  const directory = `${kapu.redisDirectory}/appendonlydir`;
  const manifest = readFileSync(`${directory}/appendonly.aof.manifest`, 'utf8');
  const files = [...manifest.matchAll(/^file (\S+)/gm)].map(([, name]) => name);
  return files.map((name) => readFileSync(`${directory}/${name}`, 'latin1')).join('');
}
