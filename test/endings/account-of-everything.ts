/** An account on which everything hangs that the table of endings knows: real where a step looks into it, else a mark. */
import { randomUUID } from 'node:crypto';
import { type Account, profileSchema } from '../../src/accounts/account.ts';
import { type AccountStore, createAccountStore } from '../../src/accounts/account-store.ts';
import { createClosingStore } from '../../src/accounts/closing/closing-store.ts';
import { createContactChangeStore } from '../../src/accounts/contact/contact-change-store.ts';
import { createDeskChanges } from '../../src/accounts/desk/desk-changes-store.ts';
import { createGiveBackAccount } from '../../src/accounts/recovery/give-back-account.ts';
import { createRecorder } from '../../src/audit/audit-log.ts';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import { createRequestStore } from '../../src/desk/dual-authorization/request-store.ts';
import { createRoleStore } from '../../src/desk/staff/role-store.ts';
import { things } from '../../src/endings/endings.ts';
import { grantRecordKey, sessionPointerKey } from '../../src/oidc/records/record-keys.ts';
import { createCitizenRevocations } from '../../src/oidc/sign-out/citizen-revocation-store.ts';
import {
  accountKey,
  passkeyOwnerKey,
  plusKey,
  walletSubjectsKey,
  walletsKey,
} from '../../src/storage/catalogue/account-keys.ts';
import { engineRecordKeys } from '../../src/storage/catalogue/engine-keys.ts';
import type { EntryFacts, StoreKey } from '../../src/storage/catalogue/entry.ts';
import { hashOfIdentifier } from '../../src/storage/keyed-hash.ts';
import type { Store } from '../../src/storage/redis.ts';
import {
  authenticatorPlace,
  createAuthenticatorStore,
} from '../../src/totp/authenticators/authenticator-store.ts';
import { createObjectionStore } from '../../src/totp/authenticators/objection-store.ts';
import { createCredentialStore } from '../../src/wallet/issuing/credential-store.ts';
import { createStatusListStore } from '../../src/wallet/issuing/issued-status-list-store.ts';
import { createDueRevocations } from '../../src/wallet/subjects/due-revocation-store.ts';
import { createWalletSubjectStore } from '../../src/wallet/subjects/wallet-subject-store.ts';
import { plantedKey } from '../support/planted-key.ts';
import type { TestRedis } from '../support/redis.ts';
import { samplePerson } from '../support/sample-profile.ts';

export const now = new Date();
const day = 24 * 60 * 60 * 1000;

/** What one node keeps accounts with. */
export function storesOf({ sealer, secrets }: TestRedis, store: Store) {
  const recorder = createRecorder(store, sealer);
  const places = createStatusListStore(store);
  const credentials = createCredentialStore(store, sealer, places, recorder);
  const subjects = createWalletSubjectStore(store, sealer, secrets, recorder);
  return {
    recorder,
    places,
    credentials,
    subjects,
    accounts: createAccountStore(store, sealer, secrets, recorder),
    closings: createClosingStore(store, sealer, secrets, undefined, recorder),
    authenticators: createAuthenticatorStore(store, sealer, recorder),
    objections: createObjectionStore(recorder),
    changes: createContactChangeStore(store, sealer, secrets, recorder),
    desk: createDeskChanges(recorder, sealer, secrets),
    requests: createRequestStore(recorder, sealer, secrets),
    roles: createRoleStore(recorder, sealer, secrets.index_key),
    giveBack: createGiveBackAccount(recorder, sealer, secrets),
    revocations: createCitizenRevocations(recorder),
    due: createDueRevocations(store, credentials, subjects),
  };
}

export type Stores = ReturnType<typeof storesOf>;

export interface Everything {
  readonly account: Account;
  readonly cards: readonly string[];
  readonly links: readonly string[];
  /** Of one session of the engine, and of a grant that was got in it. */
  readonly session: { readonly uid: string; readonly key: StoreKey; readonly grantId: string };
}

/** Of the one passkey, which each account has in its turn. */
export const passkeyId = hashOfIdentifier('passkey');

let added = 0;

export async function accountOfEverything({ store, sealer }: TestRedis, stores: Stores): Promise<Everything> {
  const id = await add(stores.accounts);
  for (const { keys } of Object.values(things)) {
    for (const keyOf of keys) {
      await plant(store, keyOf(id), keyOf);
    }
  }
  await store.del(plusKey(id), walletsKey(id), walletSubjectsKey(id));
  const sealed = (one: string) => sealer.seal('{}', authenticatorPlace(id, one));
  const authenticators = [
    'authenticator:one',
    sealed('one'),
    'authenticator:two',
    sealed('two'),
    `passkey:${passkeyId}`,
    sealed(passkeyId),
    `count:${passkeyId}`,
    '1',
  ];
  await store.hset(plusKey(id), ...authenticators, 'cancellation', 'right');
  await store.set(passkeyOwnerKey(passkeyId), id);
  return {
    account: (await stores.accounts.find(id)) as Account,
    cards: [await issueCard(stores, id), await issueCard(stores, id)],
    links: [await linkWallet(stores, id), await linkWallet(stores, id)],
    session: await beginSession(store),
  };
}

async function add(accounts: AccountStore): Promise<string> {
  added += 1;
  const person = { ...samplePerson(`anna.${added}`), email: `anna.${added}@minta.example` };
  const outcome = await accounts.add(profileSchema.parse(person), 'hash', now);
  if (outcome.kind !== 'added') {
    throw new Error(outcome.kind);
  }
  return outcome.id;
}

async function plant(store: Store, key: StoreKey, { type, lives }: EntryFacts): Promise<void> {
  if (type === 'zset') {
    await store.zadd(key, 1, 'mark');
  } else if (type === 'string') {
    await store.set(key, 'mark');
  } else if (type === 'stream') {
    // Before whatever is recorded from now on: two of one instant have the same id.
    await store.xadd(key, '1-1', 'mark', '1');
  } else {
    await store.hset(key, 'mark', '1');
  }
  if (lives.kind === 'at-most') {
    await store.expire(key, lives.seconds);
  }
}

async function issueCard({ credentials, places }: Stores, accountId: string): Promise<string> {
  const issuance = {
    walletId: 'wallet',
    isAttested: false,
    keyThumbprints: ['thumbprint'],
    places: await places.allocate(1),
    issuedAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + 30 * day).toISOString(),
  };
  const event = (id: string) => securityEvents.walletIssued(accountId, 'wallet', id);
  const issued = await credentials.keep(accountId, issuance, Math.floor(now.getTime() / 1000), now, event);
  if (issued === undefined) {
    throw new Error('no card was issued');
  }
  return issued;
}

async function linkWallet({ subjects }: Stores, accountId: string): Promise<string> {
  const id = randomUUID();
  const subject = { anchorFingerprint: 'anchor', identifier: id };
  const source = { hu: 'Tárca', en: 'Wallet' };
  const event = securityEvents.walletLinked(accountId, 'Tárca', id);
  const outcome = await subjects.link(subject, accountId, { origin: 'linked', id, source, event }, now);
  if (outcome !== 'linked') {
    throw new Error(outcome);
  }
  return id;
}

async function beginSession(store: Store): Promise<Everything['session']> {
  const [uid, grantId] = [randomUUID(), randomUUID()];
  const key = plantedKey(engineRecordKeys.Session(randomUUID().replaceAll('-', '').padEnd(43, '0')));
  await store.hset(key, 'payload', 'sealed', 'uid', uid);
  await store.set(plantedKey(sessionPointerKey(uid)), key, 'EX', 60);
  await store.hset(grantRecordKey(grantId), 'payload', 'sealed');
  await store.expire(grantRecordKey(grantId), 60);
  return { uid, key, grantId };
}

export async function fieldOf(store: Store, { id }: Account, field: string): Promise<string | null> {
  return store.hget(accountKey(id), field);
}
