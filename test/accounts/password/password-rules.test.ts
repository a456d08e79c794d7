import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { profileSchema } from '../../../src/accounts/account.ts';
import { hungarianWords } from '../../../src/accounts/password/hungarian-password-words.ts';
import {
  createJudgeNewPassword,
  type JudgeNewPassword,
  type NewPasswordFault,
  type PasswordOwner,
} from '../../../src/accounts/password/password-rules.ts';
import { loadStrengthEstimate } from '../../../src/accounts/password/password-strength.ts';
import { createLogger } from '../../../src/observability/logger.ts';
import { sampleProfile } from '../../support/sample-profile.ts';

const breached = 'kék hegyek közt zöld patak';
const logger = createLogger('silent');

let directory: string;
let listFile: string;
let judge: JudgeNewPassword;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'kapu-rules-'));
  listFile = join(directory, 'pwned.txt');
  writeFileSync(listFile, `${createHash('sha1').update(breached).digest('hex').toUpperCase()}:3\r\n`);
  judge = await createJudgeNewPassword({ serviceName: 'Kapu', breachedPasswordsFile: listFile, logger });
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

const alone: PasswordOwner = { profile: profileSchema.parse(sampleProfile), hasPlus: false };
const besideCode: PasswordOwner = { ...alone, hasPlus: true };

async function verdictOn(owner: PasswordOwner, chosen: string): Promise<string> {
  const fault = await judge(owner, chosen);
  return fault?.kind === 'guessable' ? `guessable: ${fault.weakness}` : (fault?.kind ?? 'accepted');
}

it('the list of Hungarian words has a few hundred, in small letters, with and without accents', () => {
  expect(hungarianWords.length).toBeGreaterThan(400);
  expect(hungarianWords.filter((word) => word !== word.toLowerCase())).toEqual([]);
  expect(hungarianWords).toEqual(
    expect.arrayContaining(['jelszó', 'jelszo', 'tükörfúrógép', 'tukorfurogep']),
  );
});

it.each([
  ['correct horse battery staple', 'accepted'],
  ['tizenkét piros esernyő a kapuban', 'accepted'],
  ['kilenc-zold-alma-reggel', 'accepted'],
  ['v8#Kq2!mZx9$Lw4T', 'accepted'],
  ['tizennégybetű!', 'too-short'],
  ['x'.repeat(257), 'too-long'],
  ['az én nevem MINTA.ANNA', 'own-name'],
  ['anna@minta.example és más', 'own-name'],
  [breached, 'breached'],
  ['1234567890123456', 'guessable: common'],
  ['aaaaaaaaaaaaaaaaaaaa', 'guessable: repeated'],
  ['jelszojelszojelszo', 'guessable: repeated'],
  ['qwertzuiopasdfghjkl', 'guessable: guessable'],
  ['MintaAnna19560314', 'guessable: personal'],
  ['Példa Mária Budapest', 'guessable: personal'],
  ['Anna - Budapest - 1956', 'guessable: personal'],
  ['Anna Budapest jelszó', 'guessable: personal'],
  ['Anna Budapest esernyőt vett', 'accepted'],
])('alone, "%s" is %s', async (chosen, expected) => {
  expect(await verdictOn(alone, chosen)).toBe(expected);
});

it.each([
  ['v8#Kq2!m', 'accepted'],
  ['zivatar7Kn', 'accepted'],
  ['rövid!1', 'too-short'],
  ['PASSWORD1', 'breached'],
  ['Kiscica1', 'guessable: guessable'],
  ['Budapest1', 'guessable: personal'],
  ['19560314', 'guessable: personal'],
  ['jelszo123', 'guessable: guessable'],
  ['abcdefghij', 'guessable: sequence'],
])('beside a code, "%s" is %s', async (chosen, expected) => {
  expect(await verdictOn(besideCode, chosen)).toBe(expected);
});

it('the same words in capitals, without accents or with digits for letters are guessed as soon', async () => {
  for (const chosen of ['Szerelem', 'SZERELEM', 'szer3l3m', 'melerezs', 'Magyarország', 'Magyarorszag1']) {
    expect([chosen, (await judge(besideCode, chosen))?.kind]).toEqual([chosen, 'guessable']);
  }
});

it('the password so far is not a new one', async () => {
  const current = 'tizenkét piros esernyő a kapuban';
  expect(await judge(alone, current, current)).toEqual({ kind: 'unchanged' });
});

it('a list that goes missing while the node runs keeps nobody from changing a password', async () => {
  const path = join(directory, 'gone.txt');
  writeFileSync(path, `${'A'.repeat(40)}:1\n`);
  const lines: string[] = [];
  const collector = { write: (line: string) => void lines.push(line) };
  const judgeWithout = await createJudgeNewPassword({
    serviceName: 'Kapu',
    breachedPasswordsFile: path,
    logger: createLogger('error', collector),
  });
  rmSync(path);
  expect(await judgeWithout(alone, breached)).toBeUndefined();
  expect(lines.join()).toContain('breached passwords cannot be read');
  expect(lines.join()).not.toContain(breached);
});

describe('advice', () => {
  it('comes with what is guessable', async () => {
    const fault = (await judge(alone, 'jelszojelszojelszo')) as NewPasswordFault & { advice: string[] };
    expect(fault.advice).toContain('repeated');
  });
});

describe('the work of an estimate', () => {
  const hostile = [
    'a',
    '1234567890',
    '@4(3$5!1|0',
    'passwordpassword1',
    '1999-12-31 ',
    'p4$$w0rd',
    'abab',
    'qwertzuiop',
    '$$$5s5s5$',
    'a@4A',
    'árvíztűrő tükörfúrógép ',
    'correct horse battery staple ',
    '3141592653589793238462643383279502884197169399375105820974944592',
    'ﷺ',
    '😀1',
    ...[13, 101, 7919].map(spread),
  ].map((text) => text.repeat(Math.ceil(256 / text.length)).slice(0, 256));

  it('is bounded: what comes after the fortieth character costs nothing and changes nothing', async () => {
    const estimate = await loadStrengthEstimate();
    for (const text of hostile) {
      expect(estimate(text, ['minta'])).toEqual(estimate([...text].slice(0, 40).join(''), ['minta']));
    }
  });

  /** Every printable character in turn, in another order for each step. */
  function spread(step: number): string {
    const codes = Array.from({ length: 256 }, (_, index) => 33 + ((index * step) % 90));
    return String.fromCharCode(...codes);
  }
});
