import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type PasswordJudgement, profileSchema } from '../../../src/accounts/account.ts';
import { hungarianWords } from '../../../src/accounts/password/dictionaries/hungarian-password-words.ts';
import { loadStrengthEstimate } from '../../../src/accounts/password/dictionaries/password-strength.ts';
import {
  createJudgeNewPassword,
  type JudgeNewPassword,
  mustBeReplaced,
  type NewPasswordFault,
  type PasswordOwner,
} from '../../../src/accounts/password/password-rules.ts';
import { readPassword } from '../../../src/accounts/password/typed-password.ts';
import { createLogger } from '../../../src/observability/logger.ts';
import { sampleProfile } from '../../support/sample-profile.ts';
import { passwordOf } from '../../support/typed-password.ts';

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
  const read = readPassword(chosen);
  if (read.kind !== 'typed') {
    return read.kind;
  }
  const fault = await judge(owner, read.password);
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
    expect([chosen, (await judge(besideCode, passwordOf(chosen)))?.kind]).toEqual([chosen, 'guessable']);
  }
});

it('the password so far is not a new one', async () => {
  const current = passwordOf('tizenkét piros esernyő a kapuban');
  expect(await judge(alone, current, { typed: current, stored: '$argon2id$ours' })).toEqual({
    kind: 'unchanged',
  });
});

describe('a citizen whose keyboard writes each accent as a letter of its own', () => {
  const decomposed = (text: string) => passwordOf(text.normalize('NFD'));

  it('does not pass with seven letters where eight are demanded', async () => {
    expect([...'űzöttvő'.normalize('NFD')].length).toBeGreaterThan(8);
    expect(await judge(besideCode, decomposed('űzöttvő'))).toEqual({ kind: 'too-short' });
  });

  it('does not pass with fourteen where fifteen are demanded', async () => {
    expect(await judge(alone, decomposed('őrült vízióűző'))).toEqual({ kind: 'too-short' });
  });

  it('does not pass with the password so far', async () => {
    const text = 'tizenkét piros esernyő a kapuban';
    const current = { typed: passwordOf(text), stored: '$argon2id$ours' };
    expect(await judge(alone, decomposed(text), current)).toEqual({ kind: 'unchanged' });
  });

  it('does not pass with the own user name, nor with what acquaintances know', async () => {
    const owner = { ...alone, profile: { ...alone.profile, username: 'árvíztűrő.anna' } };
    expect(await judge(owner, decomposed('árvíztűrő.anna és a kapu'))).toEqual({ kind: 'own-name' });
    expect(await judge(alone, decomposed('Példa Mária Budapest'))).toMatchObject({ weakness: 'personal' });
    const imported = {
      ...alone,
      profile: { ...alone.profile, mothers_birth_name: 'Példa Mária'.normalize('NFD') },
    };
    expect(await judge(imported, passwordOf('Példa Mária Budapest'))).toMatchObject({ weakness: 'personal' });
  });
});

describe('"the same as before", to a hash of bcrypt that sees 72 bytes', () => {
  const seen = 'negyvenkét szürke farkas '.repeat(4).slice(0, 70);
  const stored = `foreign:$2b$04$${'a'.repeat(53)}`;

  it('is what differs only beyond: the owner’s own password may have been that', async () => {
    const current = { typed: passwordOf(`${seen} és az egyik`), stored };
    expect(await judge(alone, passwordOf(`${seen} és a másik`), current)).toEqual({ kind: 'unchanged' });
    expect(await judge(alone, passwordOf(`más ${seen}`), current)).not.toEqual({ kind: 'unchanged' });
  });

  it('is not, where the hash is ours and sees everything', async () => {
    const current = { typed: passwordOf(`${seen} és az egyik`), stored: '$argon2id$ours' };
    expect(await judge(alone, passwordOf(`${seen} és a másik`), current)).toBeUndefined();
  });
});

it.each<[boolean, PasswordJudgement, boolean]>([
  [false, 'alone', false],
  [false, 'beside-code', true],
  [false, 'never', true],
  [true, 'alone', false],
  [true, 'beside-code', false],
  [true, 'never', false],
])(
  'beside an Ügyfélkapu+ %s, a password judged %s is to be replaced: %s',
  (hasPlus, passwordJudged, expected) => {
    expect(mustBeReplaced({ hasPlus, passwordJudged })).toBe(expected);
  },
);

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
  expect(await judgeWithout(alone, passwordOf(breached))).toBeUndefined();
  expect(lines.join()).toContain('breached passwords cannot be read');
  expect(lines.join()).not.toContain(breached);
});

describe('advice', () => {
  it('comes with what is guessable', async () => {
    const fault = (await judge(alone, passwordOf('jelszojelszojelszo'))) as NewPasswordFault & {
      advice: string[];
    };
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
