/** A batch of an import is taken in whole, with its record, or not at all. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createAccountStore } from '../../src/accounts/account-store.ts';
import { createIdentificationStore } from '../../src/accounts/identification/identification-store.ts';
import { readAccountLine } from '../../src/accounts/import/account-line.ts';
import { createImportStore, type ImportStore } from '../../src/accounts/import/import-store.ts';
import type { ImportedAccount } from '../../src/accounts/import/imported-account.ts';
import { pendingEventsKey } from '../../src/audit/audit-keys.ts';
import { createRecorder } from '../../src/audit/audit-log.ts';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import { createImportMakers } from '../../src/cli/import/import-makers.ts';
import { accountKey, historyKey } from '../../src/storage/catalogue/account-keys.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { takeIn } from '../support/take-in.ts';

let redis: TestRedis;
let imports: ImportStore;

beforeAll(async () => {
  redis = await startTestRedis();
  const makers = await createImportMakers(redis.sealer, redis.secrets);
  imports = createImportStore(redis.store, redis.sealer, redis.secrets, makers);
});

afterAll(() => redis.stop());

/** A person of their own with an app, in a line. */
function lineOf(username: string, more: object = {}): ImportedAccount {
  const person = {
    username,
    family_name: 'Minta',
    given_name: 'Anna',
    birth_family_name: 'Próba',
    birth_given_name: 'Anna',
    mothers_birth_name: 'Példa Mária',
    place_of_birth: `Budapest ${username}`,
    birthdate: '1956-03-14',
    totp: [{ secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' }],
    ...more,
  };
  const read = readAccountLine(Buffer.from(JSON.stringify(person)), redis.secrets, new Date());
  if (read.kind !== 'account') {
    throw new Error(read.reason);
  }
  return read.account;
}

it('an app that cannot be recorded leaves no account of its batch behind, and no record of one', async () => {
  const [one, other] = [
    lineOf(`minta.${randomUUID().slice(0, 8)}`),
    lineOf(`minta.${randomUUID().slice(0, 8)}`),
  ];
  expect(await takeIn(imports, [other])).toEqual(['added']);
  const [account = ''] = (await redis.store.keys('{account:*}:history')).map((key) => key.slice(9, 45));
  await redis.store.flushall();
  await redis.store.set(historyKey(account), 'no stream');

  await expect(takeIn(imports, [one, other])).rejects.toThrow('WRONGTYPE');
  expect(await redis.store.keys('*')).toEqual(
    expect.not.arrayContaining([expect.stringMatching(/^(username|identity|\{account:[\w-]+\}$)/)]),
  );
  expect(await redis.store.xlen(pendingEventsKey)).toBe(0);
  expect(await redis.store.exists(accountKey(account))).toBe(0);

  await redis.store.del(historyKey(account));
  expect(await takeIn(imports, [one, other])).toEqual(['added', 'added']);
  expect(await redis.store.xlen(pendingEventsKey)).toBe(3);
});

it('lines of one batch are taken in one after the other: what an earlier one took is taken', async () => {
  const [anna, mari] = [
    lineOf(`minta.${randomUUID().slice(0, 8)}`),
    lineOf(`minta.${randomUUID().slice(0, 8)}`),
  ];
  const samePerson = {
    ...mari,
    profile: { ...anna.profile, username: mari.profile.username },
    identity: 'again',
  };
  const twin = { ...samePerson, isAnotherPerson: true, identity: 'twin' };
  const sameName = {
    ...mari,
    profile: { ...mari.profile, username: anna.profile.username },
    identity: 'name',
  };
  expect(await takeIn(imports, [anna, anna, samePerson, sameName, twin, anna])).toEqual([
    'added',
    'unchanged',
    { personKnownAs: anna.profile.username },
    'username-taken',
    'added',
    'unchanged',
  ]);
});

it('an account that is there is left as it is by its line, whatever became of it since', async () => {
  const identified = {
    by: 'declaration',
    level: 'low',
    at: '2026-01-16T08:00:00.000Z',
    declared_by: '1/2026',
  };
  const anna = lineOf(`minta.${randomUUID().slice(0, 8)}`, { own_word: true, identified });
  const { profile } = anna;
  const accounts = createAccountStore(redis.store, redis.sealer, redis.secrets);
  expect(await takeIn(imports, [anna])).toEqual(['added']);
  const id = (await accounts.findId(profile.username)) ?? '';
  expect(await accounts.findByIdentity(profile)).toEqual([id]);

  const recorder = createRecorder(redis.store, redis.sealer);
  const identifications = createIdentificationStore(recorder, redis.sealer, redis.secrets);
  await identifications.withdraw(id, (level) => securityEvents.identificationRaised(id, level));
  expect(await takeIn(imports, [anna])).toEqual(['unchanged']);
  expect(await accounts.findByIdentity(profile)).toEqual([]);

  const other = { ...profile, username: `minta.${randomUUID().slice(0, 8)}` };
  expect(await accounts.add(other, 'hash', new Date())).toMatchObject({ kind: 'added' });
  expect([await imports.foresee([anna]), await takeIn(imports, [anna])]).toEqual([
    ['unchanged'],
    ['unchanged'],
  ]);
});
