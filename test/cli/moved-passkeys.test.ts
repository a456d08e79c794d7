/** Passkeys move with their owners: exported from one installation, taken in by another with the same RP ID, and used there. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { passkeyIdOf } from '../../src/passkeys/passkey.ts';
import { passkeyOwnerKey, plusKey } from '../../src/storage/catalogue/account-keys.ts';
import { codeAt } from '../support/authenticator.ts';
import { Browser, enrolledCitizen, errorsOf, givePassword, titleOf } from '../support/citizen.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { runKapu } from '../support/operator.ts';
import { askedOf, PasskeyDevice } from '../support/passkey-device.ts';

const passkeys = '/fiok/azonositokulcsok';

let old: Installation;
let young: Installation;
let directory: string;

beforeAll(async () => {
  [old, young] = [await startInstallation(), await startInstallation()];
  directory = mkdtempSync(join(tmpdir(), 'kapu-passkeys-'));
});

afterAll(async () => {
  await old.stop();
  await young.stop();
  rmSync(directory, { recursive: true, force: true });
});

interface Line {
  readonly username: string;
  readonly passkeys: readonly Record<string, unknown>[];
  readonly [member: string]: unknown;
}

/** A device at the old host that is at the new one later: only the host counts, and both have the same. */
function deviceFor(kapu: Installation, wishes = {}): PasskeyDevice {
  return new PasskeyDevice({ origin: kapu.issuer, ...wishes });
}

async function withPasskeys(kapu: Installation, ...devices: PasskeyDevice[]) {
  const citizen = await enrolledCitizen(kapu);
  const browser = new Browser(kapu.issuer);
  const codePage = await givePassword(browser, await browser.open(passkeys), citizen);
  let list = await browser.submit(codePage, '/code', { code: codeAt(citizen.secretKey, new Date()) });
  for (const device of devices) {
    list = await browser.submit(list, `${passkeys}/uj`, { credential: device.make(askedOf(list)) });
    expect(list.text).toContain('Beállítottuk az azonosítókulcsot');
  }
  return { citizen, browser };
}

/** What the old installation says of a citizen; without their password, which needs the pepper of that one. */
async function exported(username: string): Promise<Line> {
  const file = join(directory, 'out.ndjson');
  expect((await runKapu(old.config, 'accounts', 'export', '--out', file)).code).toBe(0);
  const lines: Line[] = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((text) => JSON.parse(text));
  const line = lines.find((one) => one.username === username);
  return { ...(line as Line), password_hash: undefined, pepper: undefined };
}

let files = 0;

/** @returns what the command said, and why lines were refused */
async function imported(lines: readonly object[], ...options: string[]) {
  files += 1;
  const file = join(directory, `in-${files}.ndjson`);
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const { stdout, code } = await runKapu(young.config, 'accounts', 'import', file, ...options);
  const rejects =
    code === 0 ? '' : readFileSync(`${file}${options.length ? '.dry-run' : ''}.rejects`, 'utf8');
  const reasons = rejects
    .trimEnd()
    .split('\n')
    .filter(Boolean)
    .map((text) => JSON.parse(text));
  return { stdout, reasons };
}

async function signInAt(kapu: Installation, device: PasskeyDevice, deceit = {}) {
  const browser = new Browser(kapu.issuer);
  const page = await browser.open('/fiok');
  const credential = device.sign(askedOf(page), { origin: kapu.issuer, ...deceit });
  return { browser, page: await browser.submit(page, '/passkey', { credential }) };
}

describe('a passkey that was exported', () => {
  it('signs its owner in where it was taken in, is shown and downloaded, and its count goes on', async () => {
    const device = deviceFor(old, {
      isSynced: false,
      counts: true,
      aaguid: 'ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4',
    });
    const { citizen } = await withPasskeys(old, device);
    expect(titleOf((await signInAt(old, device)).page)).toBe('Fiókom');
    const line = await exported(citizen.username);
    expect(line.passkeys).toEqual([
      {
        credential_id: device.held[0]?.id,
        public_key: expect.any(String),
        user_handle: Buffer.from(citizen.id).toString('base64url'),
        rp_id: new URL(old.issuer).hostname,
        sign_count: 2,
        transports: ['internal', 'hybrid'],
        aaguid: 'ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4',
        backup_eligible: false,
        backup_state: false,
        name: 'Google',
        created_at: expect.any(String),
      },
    ]);
    expect(JSON.stringify(line)).not.toContain(citizen.secretKey);

    const { stdout } = await imported([line]);
    expect(stdout).toContain('1 added, 0 unchanged, 0 rejected');
    expect(stdout).toContain('1 of those added bring a passkey, and go on with it');
    const id = (await young.accounts.findId(citizen.username)) ?? '';
    expect(id).not.toBe(citizen.id);
    const { browser, page } = await signInAt(young, device);
    expect(titleOf(page)).toBe('Fiókom');
    expect(page.text).toContain(citizen.username);
    const list = await browser.open(passkeys);
    expect(list.text).toContain('>Google<');
    // Its authenticator knows the account by the old name, and is told of what is left by that.
    expect(list.text).toContain(Buffer.from(citizen.id).toString('base64url'));
    expect((await browser.open('/fiok/naplo')).text).toContain(
      'A korábbi rendszerből átvett hitelesítő eszköz: Google',
    );
    const file = await browser.submit(await browser.open('/fiok/adataim'), '/kapu-adataim.json');
    expect(JSON.parse(file.text).passkeys).toEqual([
      expect.objectContaining({ user_handle: line.passkeys[0]?.user_handle, sign_count: 3 }),
    ]);
    const back = await signInAt(young, device, { counter: 3 });
    expect([back.page.status, errorsOf(back.page)[0]]).toEqual([
      422,
      expect.stringContaining('lemásolhatták'),
    ]);
  });

  it('takes nobody in by the handle of another passkey, or by none', async () => {
    const [device, other] = [deviceFor(old), deviceFor(old)];
    const { citizen } = await withPasskeys(old, device);
    const { citizen: bela } = await withPasskeys(old, other);
    await imported([await exported(citizen.username), await exported(bela.username)]);
    const here = (await young.accounts.findId(citizen.username)) ?? '';
    for (const userHandle of [
      other.held[0]?.userHandle,
      Buffer.from(here).toString('base64url'),
      Buffer.from('nobody').toString('base64url'),
      null,
    ]) {
      const { page } = await signInAt(young, device, { userHandle });
      expect([page.status, errorsOf(page)[0]]).toEqual([422, expect.stringContaining('nem ismerjük')]);
    }
    expect(titleOf((await signInAt(young, device)).page)).toBe('Fiókom');
  });

  it('is not in it where its owner blocked it', async () => {
    const [device, other] = [deviceFor(old), deviceFor(old)];
    const { citizen } = await withPasskeys(old, device, other);
    const blocked = passkeyIdOf(device.held[0]?.id ?? '');
    await old.nodes[0].store.hset(plusKey(citizen.id), `frozen:${blocked}`, new Date().toISOString());
    const { passkeys: left } = await exported(citizen.username);
    expect(left.map(({ credential_id }) => credential_id)).toEqual([other.held[0]?.id]);
  });

  it('is unchanged when its line comes again, also after it was used meanwhile', async () => {
    const device = deviceFor(old, { counts: true, isSynced: false });
    const { citizen } = await withPasskeys(old, device);
    const line = await exported(citizen.username);
    await imported([line]);
    await signInAt(old, device);
    const later = await exported(citizen.username);
    expect(later.passkeys[0]?.sign_count).toBe(2);
    expect((await imported([line, later])).stdout).toContain('0 added, 2 unchanged, 0 rejected');
  });
});

describe('a line whose passkey somebody else has', () => {
  it('is refused by its place and leaves nothing, whoever it is: in the store, in the file, made here', async () => {
    const [mine, native] = [deviceFor(old), deviceFor(young)];
    const { citizen } = await withPasskeys(old, mine);
    const line = await exported(citizen.username);
    const { citizen: here } = await withPasskeys(young, native);
    const thief = (username: string, credential_id: unknown) => ({
      ...line,
      username,
      birthdate: '1970-01-01',
      passkeys: [
        { ...line.passkeys[0], credential_id: 'A'.repeat(43) + username.length.toString(36) },
        { ...line.passkeys[0], credential_id },
      ],
    });
    const inFile = thief('lopott.fajl', line.passkeys[0]?.credential_id);
    const ofHere = thief('lopott.itteni', native.held[0]?.id);
    const first = await imported([line, inFile, ofHere]);
    expect(first.stdout).toContain('1 added, 0 unchanged, 2 rejected');
    const reason = 'passkeys.1.credential_id: is a passkey of another account';
    expect(first.reasons).toEqual([
      { line: 2, username: 'lopott.fajl', reason },
      { line: 3, username: 'lopott.itteni', reason },
    ]);
    const dryRun = await imported([inFile, ofHere], '--dry-run');
    expect(dryRun.reasons.map(({ reason: why }) => why)).toEqual([reason, reason]);
    for (const username of ['lopott.fajl', 'lopott.itteni']) {
      expect(await young.accounts.findId(username)).toBeUndefined();
    }
    const { store } = young.nodes[0];
    const untaken = inFile.passkeys[0]?.credential_id as string;
    expect(await store.get(passkeyOwnerKey(passkeyIdOf(untaken)))).toBeNull();
    expect(await store.get(passkeyOwnerKey(passkeyIdOf(native.held[0]?.id ?? '')))).toBe(here.id);
    expect(titleOf((await signInAt(young, native)).page)).toBe('Fiókom');
  });

  it('is taken in once the other has removed it', async () => {
    const device = deviceFor(old);
    const { citizen } = await withPasskeys(old, device);
    const line = await exported(citizen.username);
    await imported([line]);
    const again = { ...line, username: 'masodik.fiok', second_account: true };
    expect((await imported([again])).reasons).toHaveLength(1);
    const id = (await young.accounts.findId(citizen.username)) ?? '';
    expect(
      (await runKapu(young.config, 'accounts', 'delete', citizen.username, '--yes', '--reason', 'x')).code,
    ).toBe(0);
    expect(await young.accounts.find(id)).toBeUndefined();
    expect((await imported([again])).stdout).toContain('1 added');
    expect((await signInAt(young, device)).page.text).toContain('masodik.fiok');
  });
});

it('what fits no passkey of this installation is refused by its name', async () => {
  const device = deviceFor(old);
  const { citizen } = await withPasskeys(old, device);
  const line = await exported(citizen.username);
  const [passkey = {}] = line.passkeys;
  const es512 = Buffer.from('a3010203382301022002'.padEnd(60, '0'), 'hex').toString('base64url');
  const wrong: [object, RegExp][] = [
    [{ rp_id: 'evil.example' }, /^passkeys\.0\.rp_id: is not localhost, which passkeys are bound to here$/],
    [{ public_key: 'AAAA' }, /^passkeys\.0\.public_key: is no COSE key of ES256, EdDSA or RS256$/],
    [{ public_key: es512 }, /^passkeys\.0\.public_key: /],
    [{ credential_id: 'AAAA' }, /^passkeys\.0\.credential_id: /],
    [{ credential_id: `${passkey.credential_id}=` }, /^passkeys\.0\.credential_id: /],
    [{ user_handle: 'A'.repeat(88) }, /^passkeys\.0\.user_handle: /],
    [{ user_handle: undefined }, /^passkeys\.0\.user_handle: /],
    [{ sign_count: -1 }, /^passkeys\.0\.sign_count: /],
    [{ sign_count: 2 ** 32 }, /^passkeys\.0\.sign_count: /],
    [{ name: 'a\u202eb' }, /^passkeys: has control characters or marks that nobody sees$/],
    [{ private_key: 'x' }, /^unknown field private_key$/],
  ];
  const lines = [
    ...wrong.map(([fields]) => ({ ...line, passkeys: [{ ...passkey, ...fields }] })),
    { ...line, passkeys: [passkey, passkey] },
    { ...line, passkeys: Array.from({ length: 11 }, () => passkey) },
  ];
  const { reasons } = await imported(lines);
  expect(reasons.map(({ reason }) => reason)).toEqual([
    ...wrong.map(([, reason]) => expect.stringMatching(reason)),
    'passkeys: has a credential id twice',
    expect.stringMatching(/^passkeys: /),
  ]);
  expect(await young.accounts.findId(citizen.username)).toBeUndefined();
});
