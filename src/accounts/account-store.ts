/** Accounts in Redis. Everything of one account shares the slot of `{account:<id>}`; a user name is a pointer of its own. */
import { randomUUID } from 'node:crypto';
import { type Identification, unidentified } from '../assurance/identification.ts';
import { createRecorder, type Recorder, recordedStep } from '../audit/audit-log.ts';
import type { SecurityEvent } from '../audit/events/security-event.ts';
import { securityEvents } from '../audit/events/security-events.ts';
import type { Secrets } from '../configuration/secrets.ts';
import { endingStep } from '../endings/ending-step.ts';
import { bringOver } from '../storage/bring-over.ts';
import { accountIdOf, accountKey, everyAccountPattern, plusKey } from '../storage/catalogue/account-keys.ts';
import { readPages } from '../storage/due/each-in-turn.ts';
import { declareStep, readStep, type Store } from '../storage/redis.ts';
import { fieldsIn, read, readTogether } from '../storage/request/read-together.ts';
import { forgetRead, readOnce } from '../storage/request/store-request.ts';
import type { Sealer } from '../storage/sealed.ts';
import type { Account, AccountStatus, Profile } from './account.ts';
import { type AccountRecords, createAccountRecords, type NewAccount, nobody } from './account-record.ts';
import { type AccountSessionsStore, createAccountSessionsStore } from './account-sessions-store.ts';
import type { Identity } from './identity.ts';
import { createPasswordStore, type PasswordStore } from './password/password-store.ts';
import { createPersonalDataStore, type PersonalDataStore } from './personal-data/personal-data-store.ts';

export type AddOutcome =
  | { kind: 'added'; id: string }
  | { kind: 'username-taken' }
  | { kind: 'person-known' };

/** What is so unless it is said otherwise. */
export interface AboutAccount {
  /** Active. */
  readonly status?: AccountStatus;
  /** Nobody found out who it is. */
  readonly identification?: Identification;
  /** An operator adds it. */
  readonly eventOf?: (id: string) => SecurityEvent;
  /** It is whoever has an account with equal birth data. */
  readonly isAnotherPerson?: boolean;
}

export interface AccountStore extends PasswordStore, AccountSessionsStore, PersonalDataStore {
  /** Writes the decoy that is read for names that nobody has: a record like any other, which takes as long to read and open. */
  prepareNobody(): Promise<void>;
  /**
   * @param passwordHash of a password that was judged to stand alone, or that nobody knows
   */
  add(profile: Profile, passwordHash: string, now: Date, about?: AboutAccount): Promise<AddOutcome>;
  find(id: string): Promise<Account | undefined>;
  /** As it was when this request first asked; whoever changes it within the request calls `forgetFound`. */
  findOnce(id: string): Promise<Account | undefined>;
  forgetFound(id: string): void;
  /** The account id behind a user name; read once a request. */
  findId(username: string): Promise<string | undefined>;
  /** The ids of the accounts with these birth data: one, unless an operator said that there are two people, or none. */
  findByIdentity(identity: Identity): Promise<string[]>;
  /**
   * Lists an account from before under its person, unless its owner alone says that they are it.
   * @param account marked as by its owner's word where it is said to be
   * @returns how many accounts the person has; undefined where it is its owner's word alone
   */
  indexIdentity(account: Account): Promise<number | undefined>;
  /** Disabling ends every session and token of the account in the same step. */
  disable(id: string, event: SecurityEvent): Promise<boolean>;
  /** Every account that can be read, in no order. @throws LeftUndone after the last, where others cannot */
  list(): AsyncGenerator<Account>;
}

const addAccount = recordedStep<'added', number>(import.meta.dirname, 'add-account', bringOver);
const disableAccount = endingStep<'disabled', number>(import.meta.dirname, 'disable-account');

const indexIdentity = declareStep<number>(
  'index-identity',
  `${bringOver}${readStep(import.meta.dirname, 'index-identity')}`,
  'any',
);

export function createAccountStore(
  store: Store,
  sealer: Sealer,
  secrets: Secrets,
  recorder: Recorder = createRecorder(store, sealer),
): AccountStore {
  const records = createAccountRecords(sealer, secrets);
  const find = (id: string): Promise<Account | undefined> => findAccount(store, records, id);

  return {
    ...createPasswordStore(store, recorder),
    ...createAccountSessionsStore(recorder),
    ...createPersonalDataStore(recorder, records),

    async prepareNobody() {
      await store.hset(accountKey(nobody), records.fieldsOfNobody());
    },

    async add(profile, passwordHash, now, { eventOf = securityEvents.accountAdded, ...about } = {}) {
      const password = { passwordHash, passwordJudged: 'alone' } as const;
      const rest = { status: 'active', identification: unidentified, externalId: undefined } as const;
      const account: NewAccount = { profile, ...password, createdAt: now, ...rest, ...about };
      return addNewAccount(recorder, records, account, eventOf);
    },

    find,
    findOnce: (id) => readOnce(`account:${id}`, () => find(id)),
    forgetFound: (id) => forgetRead(`account:${id}`),

    async findId(username) {
      const keys = records.usernameKeys(username);
      const ids = await readOnce(keys[0], () => readTogether(store, ...keys.map(read.value)));
      return ids.find((id) => id !== null);
    },

    async findByIdentity(identity) {
      const ids = await Promise.all(records.identityKeys(identity).map((key) => store.hkeys(key)));
      return [...new Set(ids.flat())];
    },

    async indexIdentity({ id, profile, isByOwnWord }) {
      const elders = records.eldersOf(profile);
      const keys = [accountKey(id), records.identityKey(profile), ...elders];
      const nobodys = records.sealIdentification(id, unidentified);
      const args = [id, nobodys, isByOwnWord ? 1 : 0, elders.length / 2];
      const many = await indexIdentity(store, keys, args);
      return many === -1 ? undefined : many;
    },

    async disable(id, disabled) {
      const ending = { act: 'disabled', accountId: id } as const;
      return (await disableAccount(recorder, ending, [accountKey(id)], [], { disabled })) === 1;
    },

    list: () => readPages(pagesOfIds(store), (id) => id, find),
  };
}

async function addNewAccount(
  recorder: Recorder,
  { usernameKey, identityKey, addressKeysOf, eldersOf, fieldsOf }: AccountRecords,
  account: NewAccount,
  eventOf: (id: string) => SecurityEvent,
): Promise<AddOutcome> {
  const id = randomUUID();
  const { profile, isAnotherPerson = false } = account;
  const nameAndPerson = [usernameKey(profile.username), accountKey(id), identityKey(profile)];
  const elders = eldersOf(profile);
  const keys = [...nameAndPerson, ...addressKeysOf(profile), ...elders];
  const fields = Object.entries(fieldsOf(id, account)).flat();
  const args = [id, isAnotherPerson ? 1 : 0, ...fields, elders.length / 2];
  const added = await addAccount(recorder, keys, args, { added: eventOf(id) });
  return added === 1 ? { kind: 'added', id } : { kind: added === 0 ? 'username-taken' : 'person-known' };
}

async function findAccount(
  store: Store,
  { toAccount }: AccountRecords,
  id: string,
): Promise<Account | undefined> {
  const [fields, plusFields] = await readTogether(store, read.all(accountKey(id)), read.names(plusKey(id)));
  return toAccount(id, fieldsIn(fields), plusFields);
}

async function* pagesOfIds(store: Store): AsyncGenerator<string[]> {
  for await (const keys of store.scanStream({ match: everyAccountPattern, type: 'hash', count: 500 })) {
    yield (keys as string[]).map(accountIdOf);
  }
}
