/**
 * Accounts by the hundred: the same claim, record and lasting pointer as `account-store.ts` makes one by one, each step for a
 * whole batch. Commands of one step go out together (the connection pipelines them); a step begins when the last is answered,
 * so that a name never points to an account that is not there for longer than a claim lives.
 *
 * The id of an account is a keyed hash of its line. So a line that is imported twice finds itself, and one that a crash left
 * half done is finished by the next run, with nothing to remember in between.
 */
import type { Secrets } from '../config.ts';
import { accountKey } from '../storage/account-keys.ts';
import { keyedHash } from '../storage/keyed-hash.ts';
import type { Store } from '../storage/redis.ts';
import type { Sealer } from '../storage/sealed.ts';
import { createAccountRecords, type NewAccount } from './account-record.ts';
import { claimInMilliseconds, keepUsername } from './account-store.ts';

export interface ImportedAccount extends NewAccount {
  /** What makes the line this line: its data, however they were written. */
  readonly identity: string;
}

/** `unchanged`: the line, or its external id, was imported before. `username-claimed`: somebody is adding that name right now. */
export type ImportOutcome = 'added' | 'unchanged' | 'username-taken' | 'username-claimed';

export interface ImportStore {
  /** Overwrites nothing. One batch at a time, each of some hundreds. Outcomes in the order of the accounts. */
  importAll(accounts: readonly ImportedAccount[]): Promise<ImportOutcome[]>;
  /** What `importAll` would answer now; writes nothing. */
  foresee(accounts: readonly ImportedAccount[]): Promise<ImportOutcome[]>;
}

/** An account on its way in: its own id, and the one that its user name points to. */
interface Arrival {
  readonly account: ImportedAccount;
  readonly id: string;
  readonly holder: string;
  outcome: ImportOutcome;
}

export function createImportStore(store: Store, sealer: Sealer, secrets: Secrets): ImportStore {
  const { usernameKey, fieldsOf, openExternalId } = createAccountRecords(sealer, secrets);

  function idOf({ identity }: ImportedAccount): string {
    return uuidOf(keyedHash(secrets.index_key, 'imported-account', identity));
  }

  async function importAll(accounts: readonly ImportedAccount[]): Promise<ImportOutcome[]> {
    const arrivals = await Promise.all(accounts.map(claim));
    markRepeated(arrivals);
    await Promise.all(arrivals.map(create));
    await Promise.all(arrivals.map(keep));
    await Promise.all(arrivals.map(lookAgain));
    return arrivals.map(({ outcome }) => outcome);
  }

  async function claim(account: ImportedAccount): Promise<Arrival> {
    const id = idOf(account);
    const key = usernameKey(account.profile.username);
    const holder = await store.set(key, id, 'PX', claimInMilliseconds, 'NX', 'GET');
    return arrivalOf(account, id, holder);
  }

  async function foresee(accounts: readonly ImportedAccount[]): Promise<ImportOutcome[]> {
    const arrivals = await Promise.all(
      accounts.map(async (account) => {
        const holder = await store.get(usernameKey(account.profile.username));
        return arrivalOf(account, idOf(account), holder);
      }),
    );
    return arrivals.map(({ outcome }) => outcome);
  }

  async function arrivalOf(account: ImportedAccount, id: string, holder: string | null): Promise<Arrival> {
    if (holder === null) {
      return { account, id, holder: id, outcome: 'added' };
    }
    const [createdAt, sealedExternalId] = await store.hmget(accountKey(holder), 'created_at', 'external_id');
    const externalId = sealedExternalId ? openExternalId(holder, sealedExternalId) : undefined;
    const isSamePerson = externalId !== undefined && externalId === account.externalId;
    return { account, id, holder, outcome: outcomeFor(id === holder, Boolean(createdAt), isSamePerson) };
  }

  async function create({ account, id, outcome }: Arrival): Promise<void> {
    if (outcome === 'added') {
      await store.hset(accountKey(id), fieldsOf(id, account));
    }
  }

  /** Also for the unchanged: a crash may have come between the account and the lasting of its name. */
  async function keep(arrival: Arrival): Promise<void> {
    if (arrival.outcome !== 'added' && arrival.outcome !== 'unchanged') {
      return;
    }
    const key = usernameKey(arrival.account.profile.username);
    const kept = await keepUsername(store, [key], [arrival.holder]);
    if (kept === 1) {
      return;
    }
    if (arrival.outcome === 'added') {
      await store.del(accountKey(arrival.id));
    }
    arrival.outcome = 'username-claimed';
  }

  /** The holder of a claim may be an account of this very batch, which is there by now. */
  async function lookAgain(arrival: Arrival): Promise<void> {
    if (arrival.outcome === 'username-claimed') {
      const { outcome } = await arrivalOf(arrival.account, arrival.id, arrival.holder);
      arrival.outcome = outcome === 'added' ? 'username-claimed' : outcome;
    }
  }

  return { importAll, foresee };
}

/** The same line twice in a batch is one account. */
function markRepeated(arrivals: readonly Arrival[]): void {
  const seen = new Set<string>();
  for (const arrival of arrivals) {
    if (arrival.outcome === 'added' && seen.has(arrival.id)) {
      arrival.outcome = 'unchanged';
    }
    seen.add(arrival.id);
  }
}

function outcomeFor(isOwnClaim: boolean, exists: boolean, isSamePerson: boolean): ImportOutcome {
  if (isOwnClaim) {
    return exists ? 'unchanged' : 'added';
  }
  if (!exists) {
    return 'username-claimed';
  }
  return isSamePerson ? 'unchanged' : 'username-taken';
}

/** RFC 9562 §5.8: version 8, whose bits mean what we say. */
function uuidOf(hash: string): string {
  const bytes = Buffer.from(hash, 'base64url').subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
