/**
 * Accounts by the hundred, a batch in one atomic step: nothing that is killed meanwhile leaves an account without a name, or a
 * name without an account. A batch spans many slots, so this needs one Redis (and its replicas), not a cluster.
 *
 * The id of an account is a keyed hash of its line. So a line that is imported twice finds itself, and the next run knows what an
 * interrupted one had taken in, with nothing to remember in between.
 *
 * In this folder: accounts that come from another system, or leave for one: a line as JSON, and a batch of lines.
 */
import { createRecorder, type Recorder, recordedStep } from '../../audit/audit-log.ts';
import type { SecurityEvent } from '../../audit/events/security-event.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import type { Secrets } from '../../configuration/secrets.ts';
import { bringOver } from '../../storage/bring-over.ts';
import {
  accountKey,
  foreignHashesKey,
  passkeyOwnerKey,
  plusKey,
} from '../../storage/catalogue/account-keys.ts';
import type { StoreKey } from '../../storage/catalogue/entry.ts';
import { indexHashes, underEach } from '../../storage/index-key.ts';
import type { Store } from '../../storage/redis.ts';
import type { Sealer } from '../../storage/sealed.ts';
import { lacksData, type Profile } from '../account.ts';
import { type AccountRecords, createAccountRecords, type NewAccount } from '../account-record.ts';
import type { ForeignHash } from '../password/foreign/foreign-hash.ts';
import type { ImportedApp } from './imported-app.ts';
import type { ImportedPasskey } from './imported-passkey.ts';

/** `ours`: with our pepper, to be stored as it is. `nobodys`: the old system told of none. */
export type ImportedPassword =
  | { readonly kind: 'ours'; readonly stored: string }
  | { readonly kind: 'foreign'; readonly hash: ForeignHash }
  | { readonly kind: 'nobodys' };

export interface ImportedAccount extends Omit<NewAccount, 'passwordHash'> {
  readonly password: ImportedPassword;
  readonly apps: readonly ImportedApp[];
  readonly passkeys: readonly ImportedPasskey[];
  /** What makes the line this line: its data, however they were written. */
  readonly identity: string;
}

/** `unchanged`: the line, or its external id, was imported before. `username-claimed`: somebody is adding that name right now. */
export type ImportOutcome =
  | 'added'
  | 'unchanged'
  | 'username-taken'
  | 'username-claimed'
  | PersonKnown
  | PasskeyKnown;

/** The person has an account already. */
export interface PersonKnown {
  /** The user name of it; undefined where it is just being erased. */
  readonly personKnownAs: string | undefined;
}

/** Another account has one of its passkeys: which, from 0. */
export interface PasskeyKnown {
  readonly passkeyAt: number;
}

export interface ImportStore {
  /** Overwrites nothing; whole or not at all. Some hundreds at once, since Redis does nothing else meanwhile. In their order. */
  importAll(accounts: readonly ImportedAccount[]): Promise<ImportOutcome[]>;
  /** What `importAll` would answer now; writes nothing. */
  foresee(accounts: readonly ImportedAccount[]): Promise<ImportOutcome[]>;
}

/**
 * 1: added; 0: was there; below it: another account has this passkey of it, -1 the first; a string: the id of the other account that has the user
 * name; an array: ids of the person's accounts.
 */
type Answer = number | string | readonly string[];

const takeIn = recordedStep<'imported', Answer[], string>(import.meta.dirname, 'import-accounts', bringOver);

/** What an app or a passkey becomes in the record of an Ügyfélkapu+. */
export interface KeptAuthenticator {
  readonly id: string;
  readonly name: string;
  /** Fields and their values, one after the other. */
  readonly fields: readonly string[];
}

/** Whose it becomes: in which language they read, and since when they have an account. */
export interface OwnerOfKept {
  readonly id: string;
  readonly locale: Profile['locale'];
  readonly createdAt: Date;
}

/** What is made of a line with the means of other rooms. */
export interface ImportMakers {
  /** Makes another system's hash what an account keeps. */
  keepForeignHash(hash: ForeignHash): Promise<string>;
  /** A hash that nobody knows a password of. */
  hashOfUnknown(): Promise<string>;
  keepApp(owner: OwnerOfKept, app: ImportedApp): KeptAuthenticator;
  keepPasskey(owner: OwnerOfKept, passkey: ImportedPasskey): KeptAuthenticator;
  /** As its authenticator's id is known in the store. */
  passkeyIdOf(credentialId: string): string;
}

interface ImportParts {
  readonly makers: ImportMakers;
  readonly store: Store;
  readonly secrets: Secrets;
  readonly records: AccountRecords;
}

export function createImportStore(
  store: Store,
  sealer: Sealer,
  secrets: Secrets,
  makers: ImportMakers,
): ImportStore {
  const recorder = createRecorder(store, sealer);
  const parts: ImportParts = { store, secrets, records: createAccountRecords(sealer, secrets), makers };
  return {
    importAll: (accounts) => importAll(parts, recorder, accounts),
    foresee: (accounts) => inOrder(accounts, (account) => foresee(parts, account)),
  };
}

async function importAll(
  parts: ImportParts,
  recorder: Recorder,
  accounts: readonly ImportedAccount[],
): Promise<ImportOutcome[]> {
  if (accounts.length === 0) {
    return [];
  }
  const ids = await Promise.all(accounts.map((account) => idOf(parts, account)));
  const batch = batchOf(parts, accounts, ids, await passwordsOf(parts, accounts, ids));
  const imported = securityEvents.accountsImported(accounts.length);
  const answers = await takeIn(recorder, batch.keys, batch.args, { imported, ...batch.takenOver });
  return inOrder(accounts, (account, index) => outcomeOf(parts, answers[index], account));
}

/** Opens to nothing; written only where an account is erased in the moment in which its line is imported again. */
const noHash = '*';

/** Of each account what is to be stored. To wrap a hash takes a hundred times as long as all else: those that are there are left alone. */
async function passwordsOf(
  { store, makers }: ImportParts,
  accounts: readonly ImportedAccount[],
  ids: readonly string[],
): Promise<string[]> {
  return Promise.all(
    accounts.map(async ({ password }, index) => {
      switch (password.kind) {
        case 'ours':
          return password.stored;
        case 'nobodys':
          return makers.hashOfUnknown();
        case 'foreign':
          return password.hash.isSlow || !(await isThere(store, ids[index] as string))
            ? makers.keepForeignHash(password.hash)
            : noHash;
      }
    }),
  );
}

interface Batch {
  readonly keys: StoreKey[];
  readonly args: (string | number)[];
  /** For the owner to read: each app and passkey, by its place in the batch. */
  readonly takenOver: Record<string, SecurityEvent>;
}

/** As `import-accounts.lua` takes it. */
function batchOf(
  parts: ImportParts,
  accounts: readonly ImportedAccount[],
  ids: readonly string[],
  passwords: readonly string[],
): Batch {
  const { records, makers } = parts;
  const elders = accounts.flatMap(({ profile }) => records.eldersOf(profile));
  const isAnyForeign = accounts.some(({ password }) => password.kind !== 'ours');
  const keys: StoreKey[] = [foreignHashesKey()];
  const described: unknown[] = [];
  const takenOver: Record<string, SecurityEvent> = {};
  for (const [index, account] of accounts.entries()) {
    const { profile, apps, passkeys, createdAt } = account;
    const id = ids[index] as string;
    const passwordHash = passwords[index] as string;
    const fields = flat(records.fieldsOf(id, { ...account, passwordHash }));
    const owner = { id, locale: profile.locale, createdAt };
    const kept = [
      ...apps.map((app) => makers.keepApp(owner, app)),
      ...passkeys.map((passkey) => makers.keepPasskey(owner, passkey)),
    ];
    const plusFields = kept.flatMap(({ fields: ofOne }) => ofOne);
    const owners = ownerKeysOf(makers, account);
    const persons = isOfPerson(account) ? [records.identityKey(profile)] : [];
    const addresses = records.addressKeysOf(profile);
    const plus = kept.length > 0 ? [plusKey(id)] : [];
    const hangingOn = [...persons, ...addresses, ...plus, ...owners];
    keys.push(records.usernameKey(profile.username), accountKey(id), ...hangingOn);
    const counts = [persons.length, addresses.length, owners.length, kept.length];
    described.push([id, mayStandBeside(account), ...counts, fields, plusFields]);
    for (const [at, { id: authenticatorId, name }] of kept.entries()) {
      takenOver[`authenticator:${index + 1}:${at + 1}`] = securityEvents.plusImported(
        id,
        authenticatorId,
        name,
      );
    }
  }
  const args = [isAnyForeign ? 1 : 0, JSON.stringify(described), elders.length / 2];
  return { keys: [...keys, ...elders], args, takenOver };
}

/** By the million: twice as quick as entries that are flattened. */
function flat(fields: Readonly<Record<string, string>>): string[] {
  const strings: string[] = [];
  for (const name in fields) {
    strings.push(name, fields[name] as string);
  }
  return strings;
}

async function foresee(parts: ImportParts, account: ImportedAccount): Promise<ImportOutcome> {
  const { store, records, makers } = parts;
  const { profile } = account;
  const id = await idOf(parts, account);
  const holders = await Promise.all(records.usernameKeys(profile.username).map((key) => store.get(key)));
  const holder = holders.find((one) => one !== null);
  if (holder !== undefined && holder !== id) {
    return outcomeBeside(parts, holder, account);
  }
  if (holder === id && (await isThere(store, id))) {
    return 'unchanged';
  }
  const persons = isOfPerson(account) ? records.identityKeys(profile) : [];
  const known = (await Promise.all(persons.map((key) => store.hkeys(key)))).flat();
  if (known.length > 0 && !known.includes(id) && !mayStandBeside(account)) {
    return outcomeOfKnown(parts, known);
  }
  const owners = await Promise.all(ownerKeysOf(makers, account).map((key) => store.get(key)));
  const passkeyAt = owners.findIndex((owner) => owner !== null && owner !== id);
  if (passkeyAt >= 0) {
    return { passkeyAt };
  }
  return 'added';
}

/** Where it stands whose each passkey is, in their order. */
function ownerKeysOf(makers: ImportMakers, { passkeys }: ImportedAccount): StoreKey[] {
  return passkeys.map(({ credential_id }) => passkeyOwnerKey(makers.passkeyIdOf(credential_id)));
}

/** All is known of the person, and not by the owner's word alone. */
function isOfPerson({ profile, isByOwnWord, identification }: ImportedAccount): boolean {
  return !lacksData(profile) && (!isByOwnWord || identification.by !== 'nobody');
}

/** Whoever exported or wrote the line knows that there is an account with equal birth data. */
function mayStandBeside({ isAnotherPerson, isSecondAccount }: ImportedAccount): boolean {
  return isAnotherPerson === true || isSecondAccount === true;
}

/** While the index key changes, a line that was imported under an older one keeps the id that it had. */
async function idOf({ store, secrets }: ImportParts, { identity }: ImportedAccount): Promise<string> {
  const [counts, ...others] = underEach(indexHashes(secrets, 'imported-account', identity), uuidOf);
  for (const id of others) {
    if (await isThere(store, id)) {
      return id;
    }
  }
  return counts;
}

async function isThere(store: Store, id: string): Promise<boolean> {
  return (await store.exists(accountKey(id))) === 1;
}

function outcomeOf(
  parts: ImportParts,
  answer: Answer | undefined,
  account: ImportedAccount,
): ImportOutcome | Promise<ImportOutcome> {
  if (typeof answer === 'string') {
    return outcomeBeside(parts, answer, account);
  }
  if (typeof answer === 'object') {
    return outcomeOfKnown(parts, answer);
  }
  return answer === undefined || answer === 0
    ? 'unchanged'
    : answer === 1
      ? 'added'
      : { passkeyAt: -answer - 1 };
}

async function outcomeOfKnown(
  { store, records }: ImportParts,
  [known = '']: readonly string[],
): Promise<PersonKnown> {
  const sealed = await store.hget(accountKey(known), 'profile');
  return { personKnownAs: sealed ? records.openProfile(known, sealed).username : undefined };
}

/** Another account has the user name; it may be the same person's. */
async function outcomeBeside(
  { store, records }: ImportParts,
  holder: string,
  account: ImportedAccount,
): Promise<ImportOutcome> {
  const [createdAt, sealedExternalId] = await store.hmget(accountKey(holder), 'created_at', 'external_id');
  if (!createdAt) {
    return 'username-claimed';
  }
  const externalId = sealedExternalId ? records.openExternalId(holder, sealedExternalId) : undefined;
  return externalId !== undefined && externalId === account.externalId ? 'unchanged' : 'username-taken';
}

function inOrder(
  accounts: readonly ImportedAccount[],
  outcomeOf: (account: ImportedAccount, index: number) => ImportOutcome | Promise<ImportOutcome>,
): Promise<ImportOutcome[]> {
  return Promise.all(accounts.map(outcomeOf));
}

/** RFC 9562 §5.8: version 8, whose bits mean what we say. */
function uuidOf(hash: string): string {
  const bytes = Buffer.from(hash, 'base64url').subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
