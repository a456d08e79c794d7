/**
 * What a citizen meets at a node as it is delivered, built and bundled, where the other flows meet the sources: whatever is loaded only when it
 * is needed, and whatever has a thread of its own, must be found there too. Needs scripts/build.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { loadNodeRsArgon2 } from '../../src/accounts/password/argon2.ts';
import { codeAt } from '../support/authenticator.ts';
import { bareEnvironment } from '../support/bare-environment.ts';
import { builtNode } from '../support/built.ts';
import {
  Browser,
  enrolledCitizen,
  errorsOf,
  givePassword,
  proveContact,
  titleOf,
} from '../support/citizen.ts';
import { foreignHashes, foreignPassword } from '../support/foreign-hashes.ts';
import { freePort } from '../support/free-port.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { environmentOf, runKapu } from '../support/operator.ts';
import { askedOf, PasskeyDevice } from '../support/passkey-device.ts';
import { RelyingParty } from '../support/relying-party.ts';
import { samplePerson } from '../support/sample-profile.ts';

let kapu: Installation;
let portal: RelyingParty;
let node: ChildProcess;
let address: string;

beforeAll(async () => {
  kapu = await startInstallation({ argon2: await loadNodeRsArgon2() });
  portal = await RelyingParty.discover(kapu);
  const port = await freePort();
  address = `http://localhost:${port}`;
  node = spawn(process.execPath, [builtNode], {
    env: bareEnvironment({ ...environmentOf(kapu.config), KAPU_PORT: String(port) }),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: node.stdout as NodeJS.ReadableStream })) {
    if (line.includes('"listening"')) {
      node.stdout?.resume();
      return;
    }
  }
  throw new Error('the node ended');
});

afterAll(async () => {
  const exited = once(node, 'exit');
  node.kill('SIGTERM');
  await exited;
  await kapu.stop();
});

const browserAtNode = (): Browser => new Browser(kapu.issuer, address);

it('a password that many have is refused, and a good one is taken', async () => {
  const anna = await kapu.addCitizen();
  const browser = browserAtNode();
  await givePassword(browser, await browser.open('/fiok'), anna, 'ugyfelkapu');
  const page = await browser.open('/fiok/jelszo');
  const change = (new_password: string): Promise<Response> =>
    browser.submit(page, '/fiok/jelszo', { current_password: anna.password, new_password });

  expect(errorsOf(await change('qwertyuiopqwertyuiop'))).toHaveLength(1);
  const changed = await change('tizenkét piros esernyő a kapuban');
  expect([changed.status, changed.text]).toEqual([200, expect.stringContaining('Megváltozott a jelszava')]);
});

it('an application shows a picture to scan', async () => {
  const anna = await kapu.addCitizen();
  const browser = browserAtNode();
  await givePassword(browser, await browser.open('/fiok'), anna, 'ugyfelkapu');
  const start = await browser.open('/fiok/igenyles');
  const keyPage = await proveContact(kapu, browser, await browser.submit(start, '/start'));
  expect(keyPage.text.includes('<symbol id="key-qr"')).toBe(true);
});

it('a hash of another system is verified', async () => {
  const { hash = '' } = foreignHashes.find(({ kind }) => kind === 'bcrypt 2b') ?? {};
  const file = join(kapu.config.dataDirectory, 'import.ndjson');
  writeFileSync(file, `${JSON.stringify({ ...samplePerson('imported.anna'), password_hash: hash })}\n`);
  expect(await runKapu(kapu.config, 'accounts', 'import', file)).toMatchObject({ code: 0 });
  const browser = browserAtNode();
  const page = await givePassword(
    browser,
    await browser.open('/fiok'),
    { username: 'imported.anna', password: foreignPassword },
    'ugyfelkapu',
  );
  // Where nobody comes who gave a wrong one.
  expect(titleOf(page)).toBe('Válasszon új jelszót');
});

it('a passkey is added, and signs in', async () => {
  const device = new PasskeyDevice({ origin: kapu.issuer });
  const anna = await enrolledCitizen(kapu);
  const own = browserAtNode();
  const codePage = await givePassword(own, await own.open('/fiok/azonositokulcsok'), anna);
  const list = await own.submit(codePage, '/code', { code: codeAt(anna.secretKey, new Date()) });
  await own.submit(list, '/fiok/azonositokulcsok/uj', { credential: device.make(askedOf(list)) });
  const browser = browserAtNode();
  const request = await portal.request();
  const page = await browser.open(request.address);
  const back = await browser.submit(page, '/passkey', { credential: device.sign(askedOf(page)) });
  expect(await portal.redeem(back, request)).toMatchObject({ id_token: expect.any(String) });
});
