/** People of other systems, from the system's own export to the front door: their old password, and the code of their old app. */
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codeOfApp } from '../support/authenticator.ts';
import { Browser, errorsOf, givePassword, titleOf } from '../support/citizen.ts';
import { convertibles } from '../support/convertibles.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { runKapu } from '../support/operator.ts';
import { RelyingParty } from '../support/relying-party.ts';
import { unseenMarks } from '../support/unseen-marks.ts';

const exportsOf = join(import.meta.dirname, 'exports');
const missingDataTitle = 'Adja meg a hiányzó adatait';
const newPasswordTitle = 'Válasszon új jelszót';
const codeTitle = 'Írja be a hitelesítő kódot';

const personalData = {
  family_name: 'Minta',
  given_name: 'Anna',
  birth_family_name: 'Próba',
  birth_given_name: 'Anna',
  mothers_birth_name: 'Példa Mária',
  place_of_birth: 'Budapest',
  birthdate: '1956. 03. 14.',
};

let kapu: Installation;
let directory: string;
let portal: RelyingParty;

beforeAll(async () => {
  kapu = await startInstallation();
  portal = await RelyingParty.discover(kapu);
  directory = mkdtempSync(join(tmpdir(), 'kapu-convert-'));
});

afterAll(async () => {
  await kapu.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** A copy, since the report is written beside it. */
function copied(path: string): string {
  const copy = join(directory, basename(path));
  copyFileSync(join(exportsOf, path), copy);
  return copy;
}

function written(name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

interface Line {
  readonly username: string;
  readonly member?: string;
  readonly password_hash?: string;
  readonly status?: string;
  readonly totp?: Parameters<typeof codeOfApp>[0][];
  readonly [other: string]: unknown;
}

function objectsIn(path: string): Line[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

async function converted(from: string, file: string, ...more: string[]) {
  const out = `${file}.ndjson`;
  const run = await runKapu(kapu.config, 'accounts', 'convert', '--from', from, file, '--out', out, ...more);
  return { run, out, lines: objectsIn(out), report: objectsIn(`${file}.report`) };
}

async function accountNamed(username: string) {
  const id = await kapu.accounts.findId(username);
  return id ? kapu.accounts.find(id) : undefined;
}

describe.each(convertibles)('everybody whom $product exported', (system) => {
  it('signs in with the password and the app that they had there', async () => {
    const file = copied(system.file);
    const apart = system.apps === undefined ? [] : ['--totp', copied(system.apps)];
    const { run, out, lines, report } = await converted(system.from, file, ...apart);
    expect(run.stderr).toContain(`${system.people} converted, ${system.withApp} with an authenticator app`);
    expect(statSync(out).mode & 0o777).toBe(0o600);
    expect(
      report.filter(({ what, member }) => what === 'left-behind' && member === 'password_hash'),
    ).toHaveLength(system.passwordsLeftBehind);

    const imported = await runKapu(kapu.config, 'accounts', 'import', out);
    expect(imported.stdout).toMatch(`${system.people} added, 0 unchanged, 0 rejected\n`);

    const signedIn: string[] = [];
    for (const line of lines.filter(({ password_hash, status }) => password_hash && status !== 'disabled')) {
      const { username } = line;
      const password = system.passwordOf(username);
      const browser = new Browser(kapu.issuer);
      const { address } = await portal.request();
      const [app] = line.totp ?? [];
      const page = await givePassword(
        browser,
        await browser.open(address),
        { username, password },
        app ? 'ugyfelkapu-plus' : 'ugyfelkapu',
      );
      if (app) {
        expect([username, titleOf(page)]).toEqual([username, codeTitle]);
        const next = await browser.submit(page, '/code', { code: codeOfApp(app, new Date()) });
        expect([username, titleOf(next)]).toEqual([username, missingDataTitle]);
      } else {
        expect([username, titleOf(page)]).toEqual([username, newPasswordTitle]);
      }
      signedIn.push(username);
    }
    expect(signedIn).toHaveLength(system.signIn);
  });
});

describe('a citizen of whom the old system did not know all', () => {
  const arrive = async (name: string, lines: object[]) => {
    const path = written(name, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    return runKapu(kapu.config, 'accounts', 'import', path);
  };
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  const app = { secret, algorithm: 'SHA256', digits: 8, period: 60 };
  const hash = '$2b$10$abcdefghijklmnopqrstuuJLFPQIpG3ijedQTNr6ujwI3Qq2ePut.';
  const password = 'árvíztűrő tükörfúrógép';

  it('says the rest after the code, goes on to the service, and is not asked again; nobody is identified by that', async () => {
    const imported = await arrive('incomplete.ndjson', [
      {
        username: 'hianyos@példa.hu',
        given_name: 'Anna',
        family_name: null,
        email: '',
        password_hash: hash,
        totp: [app],
      },
    ]);
    expect(imported.stdout).toBe(
      '1 added, 0 unchanged, 0 rejected\n1 of those added bring an authenticator app, and go on with it\n1 of those added lack data of the person, and say them at their first sign-in; nobody is identified by that\n',
    );
    const browser = new Browser(kapu.issuer);
    const request = await portal.request();
    const code = await givePassword(
      browser,
      await browser.open(request.address),
      { username: 'hianyos@példa.hu', password },
      'ugyfelkapu-plus',
    );
    const form = await browser.submit(code, '/code', { code: codeOfApp(app, new Date()) });
    expect(titleOf(form)).toBe(missingDataTitle);
    expect(form.text).not.toContain('name="given_name"');

    const empty = await browser.submit(form, '/personal-data', {});
    expect([empty.status, errorsOf(empty)[0]]).toEqual([422, 'Töltse ki: Viselt családi név.']);
    const early = await browser.submit(form, '/personal-data', { ...personalData, birthdate: '1856-03-14' });
    expect([early.status, errorsOf(early)]).toEqual([422, ['A születési idő nem lehet 1900 előtti.']]);
    for (const [, mark] of unseenMarks) {
      const unseen = { ...personalData, place_of_birth: `Buda${mark}pest` };
      const refused = await browser.submit(form, '/personal-data', unseen);
      expect([refused.status, errorsOf(refused)]).toEqual([422, [expect.stringContaining('láthatatlan')]]);
    }
    const done = await browser.submit(form, '/personal-data', { ...personalData, given_name: 'Más' });
    const tokens = await portal.redeem(done, request);
    expect(tokens.claims()).toMatchObject({ amr: ['pwd', 'otp', 'mfa'] });

    const account = await accountNamed('hianyos@példa.hu');
    expect(account?.profile).toMatchObject({ ...personalData, given_name: 'Anna', birthdate: '1956-03-14' });
    expect(account?.identification).toEqual({ by: 'nobody' });
    expect(await kapu.accounts.findByIdentity(account?.profile as never)).toEqual([]);
    expect((await browser.open('/fiok/naplo')).text).toContain(
      'Pótolták a korábbi rendszerből hiányzó adatokat',
    );
    expect((await browser.open('/fiok/naplo')).text).toContain(
      'A korábbi rendszerből átvett hitelesítő eszköz',
    );
  });

  it('gets nowhere with what is left of a sign-in whose account was ended meanwhile', async () => {
    await arrive('ended.ndjson', [{ username: 'lezart.hianyos', password_hash: hash, totp: [app] }]);
    const account = await accountNamed('lezart.hianyos');
    const browser = new Browser(kapu.issuer);
    const { address } = await portal.request();
    const page = await givePassword(
      browser,
      await browser.open(address),
      { username: 'lezart.hianyos', password },
      'ugyfelkapu-plus',
    );
    const form = await browser.submit(page, '/code', { code: codeOfApp(app, new Date()) });
    await runKapu(kapu.config, 'accounts', 'disable', 'lezart.hianyos');
    const after = await browser.submit(form, '/personal-data', personalData);
    expect(titleOf(after)).not.toBe(missingDataTitle);
    expect((await kapu.accounts.find(account?.id ?? ''))?.profile.family_name).toBe('');
  });

  it('is not identified by a declaration of the whole file', async () => {
    await runKapu(
      kapu.config,
      'accounts',
      'import',
      written('declared.ndjson', `${JSON.stringify({ username: 'bemondott', password_hash: hash })}\n`),
      '--identified-as',
      'substantial',
      '--declared-by',
      'Decree 1/2026',
    );
    expect((await accountNamed('bemondott'))?.identification).toEqual({ by: 'nobody' });
  });
});

describe('what cannot be converted', () => {
  it('is named with its line, its member and its kind, and nothing of a secret', async () => {
    const file = written(
      'hostile.csv',
      [
        'username,password_hash,email,totp_secret,totp_digits,phone_number',
        'jo.ember,$y$j9T$IRKC42DvK5V$JpbWaQ3a2KHS45tbQme6VStwi,rossz,,,06301234567',
        'rövid.kulcs,,,GEZDGNBVGY3TQOJQ,6,',
        'hat.jegy,,,GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ,7,',
        'x,,,,,',
        'kevert.аnna,,,,,',
        'keves,oszlop',
        '"soha',
      ].join('\n'),
    );
    const { run, lines, report } = await converted('csv', file);
    expect(run.code).toBe(1);
    expect(report).toEqual([
      {
        line: 2,
        username: 'jo.ember',
        what: 'left-behind',
        member: 'email',
        reason: 'is no e-mail address that mail can be sent to',
      },
      {
        line: 2,
        username: 'jo.ember',
        what: 'left-behind',
        member: 'phone_number',
        reason: 'is not in international form, +36…',
      },
      {
        line: 2,
        username: 'jo.ember',
        what: 'left-behind',
        member: 'password_hash',
        reason: 'yescrypt: no hash of a kind that Kapu verifies',
      },
      {
        line: 3,
        username: 'rövid.kulcs',
        what: 'left-behind',
        member: 'totp.secret',
        reason: 'is shorter than 128 bits (RFC 4226)',
      },
      {
        line: 4,
        username: 'hat.jegy',
        what: 'left-behind',
        member: 'totp.digits',
        reason: expect.any(String),
      },
      {
        line: 5,
        username: 'x',
        what: 'rejected',
        member: 'username',
        reason: expect.stringMatching(/^is no user name here/),
      },
      {
        line: 6,
        username: 'kevert.аnna',
        what: 'noticed',
        member: 'username',
        reason: 'has letters of several alphabets',
      },
      { line: 7, what: 'rejected', reason: 'has another number of values than the header' },
      { line: 8, what: 'rejected', reason: 'has another number of values than the header' },
    ]);
    expect(lines.map(({ username }) => username)).toEqual([
      'jo.ember',
      'rövid.kulcs',
      'hat.jegy',
      'kevert.аnna',
    ]);
  });

  it.each([
    ['keycloak', '{"realm":"minta"}', 'has no list "users"'],
    ['keycloak', '{"users":[{"username":"anna"}', 'ends in the middle'],
    ['django', '{"users":[]}', 'is no list of JSON'],
    ['authelia', 'users: [', 'is no YAML'],
    ['csv', 'username,jelszo\nanna,x', 'columns that are not known: jelszo'],
  ])('is refused whole: %s %s', async (from, text, reason) => {
    const out = join(directory, 'broken.ndjson');
    const file = written('broken', text);
    const run = await runKapu(kapu.config, 'accounts', 'convert', '--from', from, file, '--out', out);
    expect([run.code, run.stdout]).toEqual([1, '']);
    expect([existsSync(out), existsSync(`${out}.part`)]).toEqual([false, false]);
    expect(run.stderr).toContain(reason);
  });
});
