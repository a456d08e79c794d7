import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { profileSchema } from '../../src/accounts/account.ts';
import { type AccountStore, createAccountStore } from '../../src/accounts/account-store.ts';
import {
  createIdentificationStore,
  type IdentificationStore,
} from '../../src/accounts/identification/identification-store.ts';
import type { Identification } from '../../src/assurance/identification.ts';
import { createRecorder } from '../../src/audit/audit-log.ts';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import { accountKey } from '../../src/storage/catalogue/account-keys.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { identifiedPerson, samplePerson } from '../support/sample-profile.ts';

let redis: TestRedis;
let accounts: AccountStore;
let here: IdentificationStore;
let elsewhere: IdentificationStore;
let id: string;
let added = 0;
const start = new Date('2026-01-17T10:00:00Z');

beforeAll(async () => {
  redis = await startTestRedis();
  const { store, otherStore, sealer, secrets } = redis;
  accounts = createAccountStore(store, sealer, secrets);
  here = createIdentificationStore(createRecorder(store, sealer), sealer, secrets);
  elsewhere = createIdentificationStore(createRecorder(otherStore, sealer), sealer, secrets);
});

afterAll(() => redis.stop());

beforeEach(async () => {
  id = await add({ by: 'nobody' });
});

async function add(identification: Identification): Promise<string> {
  added += 1;
  const outcome = await accounts.add(profileSchema.parse(samplePerson(`anna.${added}`)), 'hash', start, {
    identification,
  });
  return outcome.kind === 'added' ? outcome.id : '';
}

const at = start.toISOString();
const declared = (level: 'low' | 'substantial') =>
  ({ by: 'declaration', at, level, declared_by: 'Decree 12/2027' }) as const;
const byWallet = (level: 'low' | 'substantial'): Identification => ({
  by: 'wallet',
  at,
  level,
  source: { hu: 'Minta', en: 'Sample' },
});

function record(store: IdentificationStore, next: Identification, account = id) {
  return store.record(account, next, () => securityEvents.identificationRaised(account, 'substantial'));
}

const known = async () => (await accounts.find(id))?.identification;

it('is raised by a surer proof, renewed by the desk alone, and never taken away by a weaker one', async () => {
  expect([await record(here, byWallet('low')), await known()]).toEqual(['kept', { by: 'nobody' }]);
  expect([await record(here, declared('substantial')), await known()]).toMatchObject([
    'raised',
    { by: 'declaration' },
  ]);
  expect([await record(here, byWallet('substantial')), await record(here, byWallet('low'))]).toEqual([
    'kept',
    'kept',
  ]);
  expect([await record(here, identifiedPerson), await known()]).toEqual(['renewed', identifiedPerson]);
  expect([await record(here, declared('low')), await known()]).toEqual(['kept', identifiedPerson]);
  const later = { ...identifiedPerson, at: '2027-01-05T09:00:00.000Z' } as Identification;
  expect([await record(here, later), await known()]).toEqual(['kept', identifiedPerson]);
  const anew = { ...later, number: '654321AB' } as Identification;
  expect([await record(here, anew), await known()]).toEqual(['renewed', anew]);
  expect(await record(here, identifiedPerson, 'no-such-account')).toBe('gone');
});

it('ends as the surest of what comes at once, from whatever node', async () => {
  for (let round = 0; round < 20; round += 1) {
    id = await add({ by: 'nobody' });
    // As accounts from before are: every proof says more than nothing.
    await redis.store.hdel(accountKey(id), 'identified');
    const proofs = [byWallet('low'), declared('low'), identifiedPerson, byWallet('low')];
    const outcomes = await Promise.all(
      proofs.map((proof, index) => record(index % 2 === 0 ? here : elsewhere, proof)),
    );
    expect(outcomes.filter((outcome) => outcome === 'raised')).toHaveLength(1);
    expect(await known()).toEqual(identifiedPerson);
  }
});

it('is sealed, with the number of the document', async () => {
  await record(here, identifiedPerson);
  expect(JSON.stringify(await redis.store.hgetall(accountKey(id)))).not.toContain('123456AB');
});

it('is declared of those alone of whom nothing was said', async () => {
  const [unsaid, seen] = [await add({ by: 'nobody' }), await add(identifiedPerson)];
  await accounts.prepareNobody();
  await redis.store.hdel(accountKey(unsaid), 'identified');
  await redis.store.hdel(accountKey('nobody'), 'identified');
  expect([
    await here.declareUnsaid(declared('substantial')),
    await here.declareUnsaid(declared('substantial')),
  ]).toEqual([1, 0]);
  const said = await Promise.all([unsaid, seen, id].map((one) => accounts.find(one)));
  expect(said.map((account) => account?.identification?.by)).toEqual(['declaration', 'desk', 'nobody']);
});

it('what turned out wrong is withdrawn, whatever it was, and a weaker proof then counts again', async () => {
  await record(here, declared('substantial'));
  const levels: string[] = [];
  const withdraw = (store: IdentificationStore, account = id) =>
    store.withdraw(account, (level) => {
      levels.push(level);
      return securityEvents.identificationWithdrawn(account, level, 'the file was of somebody else');
    });
  expect(await withdraw(elsewhere)).toBe(true);
  expect([await known(), levels]).toEqual([{ by: 'nobody' }, ['substantial']]);
  expect([await withdraw(here), await withdraw(here, 'nobody-has-this')]).toEqual([false, false]);
  expect(await record(here, byWallet('substantial'))).toBe('raised');
});

it('lists whoever was identified, and unlists whom their own word alone makes a person, also while the index key changes', async () => {
  const { store, sealer, secrets } = redis;
  const person = profileSchema.parse(samplePerson(`anna.${added}`));
  await store.hset(accountKey(id), 'own_word', '1');
  expect(await record(here, identifiedPerson)).toBe('raised');
  expect(await accounts.findByIdentity(person)).toContain(id);
  const newer_index_keys = [{ key: Buffer.alloc(32, 7), since: start }];
  const changed = createIdentificationStore(createRecorder(store, sealer), sealer, {
    ...secrets,
    newer_index_keys,
  });
  expect(await changed.withdraw(id, () => securityEvents.identificationRaised(id, 'low'))).toBe(true);
  const found = createAccountStore(store, sealer, { ...secrets, newer_index_keys });
  expect(await found.findByIdentity(person)).not.toContain(id);
});
