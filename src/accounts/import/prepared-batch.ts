/**
 * What a batch becomes before it is taken in: ids, keys and sealed records. That is nearly all of the work of an import, it writes nothing,
 * and any thread may do it; import-store.ts takes in what came of it.
 */
import type { SecurityEvent } from '../../audit/events/security-event.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import type { Secrets } from '../../configuration/secrets.ts';
import {
  accountKey,
  foreignHashesKey,
  passkeyOwnerKey,
  plusKey,
} from '../../storage/catalogue/account-keys.ts';
import type { StoreKey } from '../../storage/catalogue/entry.ts';
import { indexHashes, underEach } from '../../storage/index-key.ts';
import type { Sealer } from '../../storage/sealed.ts';
import { lacksData, type Profile } from '../account.ts';
import { type AccountRecords, createAccountRecords } from '../account-record.ts';
import type { ForeignHash } from '../password/foreign/foreign-hash.ts';
import type { ImportedAccount } from './imported-account.ts';
import type { ImportedApp } from './imported-app.ts';
import type { ImportedPasskey } from './imported-passkey.ts';

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

/** Whether there is an account of each of these ids, in their order. */
export type AreThere = (ids: readonly string[]) => Promise<boolean[]>;

/** As `import-accounts.lua` takes it, and what its answers are read with. Strings and numbers alone: it goes from thread to thread. */
export interface PreparedBatch {
  readonly keys: readonly StoreKey[];
  readonly args: readonly (string | number)[];
  /** For the owner to read: each app and passkey, by its place in the batch. */
  readonly takenOver: Readonly<Record<string, SecurityEvent>>;
  /** Of each account, where it has one. */
  readonly externalIds: readonly (string | undefined)[];
}

export type PrepareBatch = (accounts: readonly ImportedAccount[]) => Promise<PreparedBatch>;

interface PreparingParts {
  readonly records: AccountRecords;
  readonly makers: ImportMakers;
}

/** @param areThere asked only where the index key changes, and of lines whose hash is quick to guess */
export function createBatchPreparer(
  sealer: Sealer,
  secrets: Secrets,
  makers: ImportMakers,
  areThere: AreThere,
): PrepareBatch {
  const parts = { records: createAccountRecords(sealer, secrets), makers };
  return async (accounts) => {
    const ids = await idsOf(secrets, accounts, areThere);
    return batchOf(parts, accounts, ids, await passwordsOf(makers, accounts, ids, areThere));
  };
}

/** While the index key changes, a line that was imported under an older one keeps the id that it had. */
export async function idsOf(
  secrets: Secrets,
  accounts: readonly ImportedAccount[],
  areThere: AreThere,
): Promise<string[]> {
  const candidates = accounts.map(({ identity }) =>
    underEach(indexHashes(secrets, 'imported-account', identity), uuidOf),
  );
  const known = await thereAmong(
    candidates.flatMap(([, ...others]) => others),
    areThere,
  );
  return candidates.map(([counts, ...others]) => others.find((id) => known.has(id)) ?? counts);
}

async function thereAmong(ids: readonly string[], areThere: AreThere): Promise<ReadonlySet<string>> {
  const there = ids.length === 0 ? [] : await areThere(ids);
  return new Set(ids.filter((_, index) => there[index]));
}

/** Opens to nothing; written only where an account is erased in the moment in which its line is imported again. */
const noHash = '*';

/** Of each account what is to be stored. To wrap a hash takes a hundred times as long as all else: those that are there are left alone. */
async function passwordsOf(
  makers: ImportMakers,
  accounts: readonly ImportedAccount[],
  ids: readonly string[],
  areThere: AreThere,
): Promise<string[]> {
  const toWrap = ids.filter((_, index) => isToWrap(accounts[index]));
  const known = await thereAmong(toWrap, areThere);
  return Promise.all(
    accounts.map(async ({ password }, index) => {
      switch (password.kind) {
        case 'ours':
          return password.stored;
        case 'nobodys':
          return makers.hashOfUnknown();
        case 'foreign':
          return known.has(ids[index] as string) ? noHash : makers.keepForeignHash(password.hash);
      }
    }),
  );
}

function isToWrap(account: ImportedAccount | undefined): boolean {
  return account?.password.kind === 'foreign' && !account.password.hash.isSlow;
}

function batchOf(
  { records, makers }: PreparingParts,
  accounts: readonly ImportedAccount[],
  ids: readonly string[],
  passwords: readonly string[],
): PreparedBatch {
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
  const externalIds = accounts.map(({ externalId }) => externalId);
  return { keys: [...keys, ...elders], args, takenOver, externalIds };
}

/** By the million: twice as quick as entries that are flattened. */
function flat(fields: Readonly<Record<string, string>>): string[] {
  const strings: string[] = [];
  for (const name in fields) {
    strings.push(name, fields[name] as string);
  }
  return strings;
}

/** Where it stands whose each passkey is, in their order. */
export function ownerKeysOf(makers: ImportMakers, { passkeys }: ImportedAccount): StoreKey[] {
  return passkeys.map(({ credential_id }) => passkeyOwnerKey(makers.passkeyIdOf(credential_id)));
}

/** All is known of the person, and not by the owner's word alone. */
export function isOfPerson({ profile, isByOwnWord, identification }: ImportedAccount): boolean {
  return !lacksData(profile) && (!isByOwnWord || identification.by !== 'nobody');
}

/** Whoever exported or wrote the line knows that there is an account with equal birth data. */
export function mayStandBeside({ isAnotherPerson, isSecondAccount }: ImportedAccount): boolean {
  return isAnotherPerson === true || isSecondAccount === true;
}

/** RFC 9562 §5.8: version 8, whose bits mean what we say. */
function uuidOf(hash: string): string {
  const bytes = Buffer.from(hash, 'base64url').subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
