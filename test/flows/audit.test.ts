/** The audit log from the front door: what cannot be recorded does not happen, and citizens take proofs home. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { pendingEventsKey } from '../../src/audit/audit-keys.ts';
import { createRecorder } from '../../src/audit/audit-log.ts';
import { keepChain } from '../../src/audit/chain/chain-keeper.ts';
import { createChainStore } from '../../src/audit/chain/chain-store.ts';
import { createCheckpointKeyStore } from '../../src/audit/checkpoints/checkpoint-key-store.ts';
import { deskEvents } from '../../src/audit/events/desk-events.ts';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import { createHistoryStore } from '../../src/audit/history/history-store.ts';
import { createAuditReader } from '../../src/audit/reading/audit-reader.ts';
import { resealMonth } from '../../src/cli/reseal/reseal-month.ts';
import type { LastingConnection } from '../../src/storage/connection/lasting-connection.ts';
import { createSealer } from '../../src/storage/sealed.ts';
import { codeAt } from '../support/authenticator.ts';
import { monthOfRecording, placeOfEntry } from '../support/chain.ts';
import { Browser, enrolledCitizen, givePassword, type Plus } from '../support/citizen.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { runKapu } from '../support/operator.ts';
import { RelyingParty } from '../support/relying-party.ts';

let kapu: Installation;
let portal: RelyingParty;
let store: LastingConnection;
let now = new Date(Date.now() - 60 * 60_000);

beforeAll(async () => {
  kapu = await startInstallation({ now: () => now });
  portal = await RelyingParty.discover(kapu);
  ({ store } = kapu.nodes[0]);
});

afterAll(() => kapu.stop());

async function signIn(browser: Browser, anna: Citizenship & Plus) {
  const request = await portal.request();
  const page = await givePassword(browser, await browser.open(request.address), anna);
  now = new Date(now.getTime() + 60_000);
  return browser.submit(page, '/code', { code: codeAt(anna.secretKey, now) });
}

async function newcomer(): Promise<Citizenship & Plus> {
  return enrolledCitizen(kapu, new Date(now.getTime() - 60_000));
}

function chain(): Promise<number> {
  const policy = { everyEntries: 1, everySeconds: 1 };
  const keys = createCheckpointKeyStore(store, kapu.sealer);
  return keepChain({ chain: createChainStore(store), keys, policy });
}

/** As if the log were broken: nothing can be appended to it. */
async function whileUnwritable<Result>(work: () => Promise<Result>): Promise<Result> {
  await store.rename(pendingEventsKey, 'elsewhere');
  await store.set(pendingEventsKey, 'no stream');
  try {
    return await work();
  } finally {
    await store.rename('elsewhere', pendingEventsKey);
  }
}

it('what cannot be recorded does not happen', async () => {
  const anna = await newcomer();
  const browser = new Browser(kapu.issuer);
  const account = await kapu.accounts.find(anna.id);
  await whileUnwritable(async () => {
    const { address } = await portal.request();
    const answer = await givePassword(browser, await browser.open(address), anna);
    expect(answer.status).toBe(503);
    const chosen = { hash: 'x', judged: 'alone' } as const;
    const change =
      account && kapu.accounts.changePassword(account, chosen, securityEvents.passwordChanged(anna.id));
    await expect(change).rejects.toThrow(/WRONGTYPE/);
    await expect(kapu.accounts.disable(anna.id, securityEvents.accountDisabled(anna.id))).rejects.toThrow(
      /WRONGTYPE/,
    );
  });
  expect(await kapu.accounts.find(anna.id)).toMatchObject({
    passwordHash: account?.passwordHash,
    status: 'active',
    sessionsEndedAt: account?.sessionsEndedAt,
  });
  expect((await createHistoryStore(store, kapu.sealer).list(anna.id, 10)).length).toBe(1);
});

it('a citizen downloads a proof of an entry and anybody checks it; the log holds no secret and no address', async () => {
  const anna = await newcomer();
  const bela = await newcomer();
  const browser = new Browser(kapu.issuer);
  await signIn(browser, anna);
  await browser.open('/fiok');
  const clerk = { accountId: 'clerk', staffNumber: 'clerk-1', office: 'office-1' };
  await createRecorder(store, kapu.sealer).record(
    deskEvents.dataViewed(clerk, anna.id, 'other', 'elveszett telefon'),
  );
  expect((await browser.open('/fiok/naplo')).text).not.toContain('Igazolás letöltése');
  await chain();
  const page = await browser.open('/fiok/naplo');
  expect(page.text).toContain('Ügyintéző megnézte az adatait, ok: Egyéb – elveszett telefon');
  const [, address = ''] = /href="([^"]+\/igazolas)"/.exec(page.text) ?? [];
  const proof = await browser.get(address);
  expect(proof.status).toBe(200);
  expect(proof.headers['content-disposition']).toContain('attachment; filename="kapu-igazolas-');

  const keys = await browser.get('/.well-known/kapu-audit-keys.json');
  const directory = join(kapu.config.dataDirectory, 'proof');
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'proof.json'), proof.text);
  writeFileSync(join(directory, 'keys.json'), keys.text);
  const checked = await runKapu(
    kapu.config,
    'audit',
    'verify-proof',
    join(directory, 'proof.json'),
    '--keys',
    join(directory, 'keys.json'),
  );
  expect(checked).toMatchObject({ code: 0 });
  expect(checked.stdout).toContain('is in the chain');

  const others = new Browser(kapu.issuer);
  await signIn(others, bela);
  await others.open('/fiok');
  expect((await others.get(address)).status).toBe(404);
  expect((await browser.get('/fiok/naplo/1-1/igazolas')).status).toBe(404);

  await chain();
  const verified = await runKapu(kapu.config, 'audit', 'verify');
  expect(verified).toMatchObject({ code: 0 });
  expect(verified.stdout).toContain('all is as it was written');
  const exported = await runKapu(kapu.config, 'audit', 'export');
  writeFileSync(join(directory, 'export.jsonl'), exported.stdout);
  for (const secret of [
    anna.password,
    anna.secretKey,
    anna.cancellationCode,
    anna.username,
    '127.0.0.1',
    '$argon2id',
  ]) {
    expect(exported.stdout).not.toContain(secret);
  }
  const keysFile = join(directory, 'keys.json');
  const file = join(directory, 'export.jsonl');
  const rechecked = await runKapu(kapu.config, 'audit', 'verify-export', file, '--keys', keysFile);
  expect(rechecked).toMatchObject({ code: 0 });

  // Whoever changes a file need not leave it as an export is.
  const lines = exported.stdout.split('\n');
  for (const second of [lines[1]?.replace('"outcome":"done"', '"outcome":"gone"'), '{', 'null']) {
    writeFileSync(file, lines.with(1, String(second)).join('\n'));
    expect(await runKapu(kapu.config, 'audit', 'verify-export', file, '--keys', keysFile)).toEqual({
      code: 2,
      stdout: 'changed: number 2: line 2 of the file is none that an export writes\n',
      stderr: '',
    });
  }
  expect(await runKapu(kapu.config, 'audit', 'verify-export', file, '--keys', file)).toEqual({
    code: 1,
    stdout: '',
    stderr: `kapu: ${file}: is not JSON\n`,
  });

  const { month, id } = await placeOfEntry(store, 2);
  await store.xdel(`audit:${month}`, id);
  const bad = await runKapu(kapu.config, 'audit', 'verify');
  expect(bad).toMatchObject({ code: 2, stdout: `missing: ${month}, number 2: found number 3\n` });
});

it('a month is sealed anew, page by page, and is whole', async () => {
  const month = await monthOfRecording();
  await store.flushall();
  const recorder = createRecorder(store, kapu.sealer);
  await Promise.all(
    Array.from({ length: 1200 }, () =>
      recorder.recordFirst(securityEvents.passwordResetAsked({ name_hash: 'x' })),
    ),
  );
  while (await chain()) {
    // Until nothing is left.
  }
  const [old] = kapu.config.secrets.sealing_keys;
  const sealer = createSealer([{ kid: 't2', key: Buffer.alloc(32, 7) }, ...(old ? [old] : [])]);
  const arriving = recorder.recordFirst(securityEvents.passwordResetAsked({ name_hash: 'x' })).then(chain);
  const [outcome] = await Promise.all([resealMonth({ store, sealer, to: 't2' }, month), arriving]);
  expect(outcome.resealed).toBeGreaterThan(1199);
  expect(await resealMonth({ store, sealer, to: 't2' }, month)).toMatchObject({ left: [] });
  const verdict = await createAuditReader(store, sealer).verify();
  expect(verdict).toMatchObject({ kind: 'whole', entries: 1201 });
  const anew = createSealer([{ kid: 't2', key: Buffer.alloc(32, 7) }]);
  const [first] = await store.xrange(`audit:${month}`, '-', '+', 'COUNT', 1);
  expect(anew.open(first?.[1][7] ?? '', 'audit')).toContain('password-reset.asked');
});
