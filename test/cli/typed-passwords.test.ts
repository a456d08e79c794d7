/** What an operator types as a citizen's password is what the citizen may type, and is judged as it is hashed. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Browser, givePassword, titleOf } from '../support/citizen.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { runKapuWith } from '../support/operator.ts';
import { sampleProfile } from '../support/sample-profile.ts';

let kapu: Installation;
let directory: string;

beforeAll(async () => {
  kapu = await startInstallation();
  directory = mkdtempSync(join(tmpdir(), 'kapu-typed-'));
});

afterAll(async () => {
  await kapu.stop();
  rmSync(directory, { recursive: true, force: true });
});

function add(username: string, input: string) {
  const path = join(directory, `${username}.json`);
  writeFileSync(path, JSON.stringify({ ...sampleProfile, username }));
  return runKapuWith(input, kapu.config, 'accounts', 'add', '--file', path);
}

it('a password from a file with Windows line ends, and tabs and spaces in it, signs in at the citizen’s door', async () => {
  const password = '\t piros esernyő\ta kapu alatt  ';
  expect((await add('ablakos', `${password}\r\nnext line\r\n`)).code).toBe(0);
  const browser = new Browser(kapu.issuer);
  const citizen = { username: 'ablakos', password };
  expect(titleOf(await givePassword(browser, await browser.open('/fiok'), citizen, 'ugyfelkapu'))).toBe(
    'Fiókom',
  );
});

it('what no page takes is refused with its reason, and nobody is added', async () => {
  const refused: [string, RegExp][] = [
    ['\n', /must have 15 to 256 characters/],
    ['őrült vízióűző\n'.normalize('NFD'), /must have 15 to 256 characters/],
    [`${'é'.repeat(257)}\n`, /must have 15 to 256 characters/],
    ['piros esernyő\0a kapu alatt\n', /control characters/],
  ];
  for (const [input, reason] of refused) {
    const { code, stderr } = await add('senki', input);
    expect([input, code, reason.test(stderr)]).toEqual([input, 1, true]);
  }
  expect(await kapu.accounts.findId('senki')).toBeUndefined();
});
