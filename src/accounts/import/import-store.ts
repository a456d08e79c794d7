/**
 * Accounts by the hundred, a batch in one atomic step: nothing that is killed meanwhile leaves an account without a name, or a
 * name without an account. A batch spans many slots, so this needs one Redis (and its replicas), not a cluster.
 *
 * The id of an account is a keyed hash of its line. So a line that is imported twice finds itself, and the next run knows what an
 * interrupted one had taken in, with nothing to remember in between.
 *
 * In this folder: accounts that come from another system, or leave for one: a line as JSON, what a batch of lines becomes
 * (prepared-batch.ts), and here what is done with it.
 */
import { createRecorder, type Recorder, recordedStep } from '../../audit/audit-log.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import type { Secrets } from '../../configuration/secrets.ts';
import { bringOver } from '../../storage/bring-over.ts';
import { accountKey } from '../../storage/catalogue/account-keys.ts';
import type { Store } from '../../storage/redis.ts';
import type { Sealer } from '../../storage/sealed.ts';
import { type AccountRecords, createAccountRecords } from '../account-record.ts';
import type { ImportedAccount } from './imported-account.ts';
import {
  type AreThere,
  createBatchPreparer,
  type ImportMakers,
  idsOf,
  isOfPerson,
  mayStandBeside,
  ownerKeysOf,
  type PrepareBatch,
  type PreparedBatch,
} from './prepared-batch.ts';

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
  readonly areThere: AreThere;
  /** Reads at most; what it makes is written by `takeIn`. */
  readonly prepare: PrepareBatch;
  /**
   * Overwrites nothing; whole or not at all. Some hundreds at once, since Redis does nothing else meanwhile. In their order, and after what
   * was given before: it need not be answered.
   */
  takeIn(batch: PreparedBatch): Promise<ImportOutcome[]>;
  /** What would be answered now of each; writes nothing. */
  foresee(accounts: readonly ImportedAccount[]): Promise<ImportOutcome[]>;
}

/**
 * 1: added; 0: was there; below it: another account has this passkey of it, -1 the first; a string: the id of the other account that has the user
 * name; an array: ids of the person's accounts.
 */
type Answer = number | string | readonly string[];

const takeIn = recordedStep<'imported', Answer[], string>(import.meta.dirname, 'import-accounts', bringOver);

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
  const areThere: AreThere = (ids) => Promise.all(ids.map((id) => isThere(store, id)));
  return {
    areThere,
    prepare: createBatchPreparer(sealer, secrets, makers, areThere),
    takeIn: (batch) => takeBatchIn(parts, recorder, batch),
    foresee: async (accounts) => {
      const ids = await idsOf(secrets, accounts, areThere);
      return Promise.all(accounts.map((account, index) => foresee(parts, account, ids[index] as string)));
    },
  };
}

/** Nothing is awaited before the step is sent: the order of the calls is the order of the batches. */
async function takeBatchIn(
  parts: ImportParts,
  recorder: Recorder,
  { keys, args, takenOver, externalIds }: PreparedBatch,
): Promise<ImportOutcome[]> {
  if (externalIds.length === 0) {
    return [];
  }
  const imported = securityEvents.accountsImported(externalIds.length);
  const answers = await takeIn(recorder, keys, args, { imported, ...takenOver });
  return Promise.all(externalIds.map((externalId, index) => outcomeOf(parts, answers[index], externalId)));
}

async function foresee(parts: ImportParts, account: ImportedAccount, id: string): Promise<ImportOutcome> {
  const { store, records, makers } = parts;
  const { profile } = account;
  const holders = await Promise.all(records.usernameKeys(profile.username).map((key) => store.get(key)));
  const holder = holders.find((one) => one !== null);
  if (holder !== undefined && holder !== id) {
    return outcomeBeside(parts, holder, account.externalId);
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

async function isThere(store: Store, id: string): Promise<boolean> {
  return (await store.exists(accountKey(id))) === 1;
}

function outcomeOf(
  parts: ImportParts,
  answer: Answer | undefined,
  externalId: string | undefined,
): ImportOutcome | Promise<ImportOutcome> {
  if (typeof answer === 'string') {
    return outcomeBeside(parts, answer, externalId);
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
  ownExternalId: string | undefined,
): Promise<ImportOutcome> {
  const [createdAt, sealedExternalId] = await store.hmget(accountKey(holder), 'created_at', 'external_id');
  if (!createdAt) {
    return 'username-claimed';
  }
  const externalId = sealedExternalId ? records.openExternalId(holder, sealedExternalId) : undefined;
  return externalId !== undefined && externalId === ownExternalId ? 'unchanged' : 'username-taken';
}
