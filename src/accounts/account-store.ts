/**
 * Accounts in Redis. Everything of one account shares the slot of `{account:<id>}`; a user name is a pointer of its own,
 * claimed with a life of a minute and made lasting once the account is there, so that a crash in between frees the name.
 */
import { randomUUID } from 'node:crypto';
import type { Secrets } from '../config.ts';
import { accountIdOf, accountKey, everyAccountPattern, plusKey } from '../storage/account-keys.ts';
import { keyedHash } from '../storage/keyed-hash.ts';
import { atomicStep, type Store } from '../storage/redis.ts';
import type { Sealer } from '../storage/sealed.ts';
import { type Account, type Profile, profileSchema } from './account.ts';

export type AddOutcome = { kind: 'added'; id: string } | { kind: 'username-taken' };

export interface AccountStore {
  add(profile: Profile, passwordHash: string, now: Date): Promise<AddOutcome>;
  find(id: string): Promise<Account | undefined>;
  /** The account id behind a user name. */
  findId(username: string): Promise<string | undefined>;
  /** Disabling ends every session and token of the account in the same step. */
  disable(id: string): Promise<boolean>;
  rehashPassword(account: Account, passwordHash: string): Promise<void>;
  /** Every account, in no order. */
  list(): AsyncGenerator<Account>;
}

const nobody = 'nobody';
const sampleOfNobody: Profile = {
  username: 'nobody',
  family_name: 'Nobody',
  given_name: 'Nobody',
  birth_family_name: 'Nobody',
  birth_given_name: 'Nobody',
  mothers_birth_name: 'Nobody At All',
  place_of_birth: 'Nowhere',
  birthdate: '2000-01-01',
  email: 'nobody@nowhere.example',
  email_verified: false,
  phone_number_verified: false,
  locale: 'hu',
};

const claimInMilliseconds = 60_000;
const keepUsername = atomicStep<number>(import.meta.dirname, 'keep-username', 1);
const disableAccount = atomicStep<number>(import.meta.dirname, 'disable-account', 1);
const replacePasswordHash = atomicStep<number>(import.meta.dirname, 'replace-password-hash', 1);

export function createAccountStore(store: Store, sealer: Sealer, secrets: Secrets): AccountStore {
  const usernameKey = (username: string): string =>
    `username:${keyedHash(secrets.index_key, 'username', username)}`;
  const profilePlace = (id: string): string => `account:${id}:profile`;
  const openProfile = (id: string, sealed: string): Profile =>
    profileSchema.parse(JSON.parse(sealer.open(sealed, profilePlace(id))));
  const profileOfNobody = sealer.seal(JSON.stringify(sampleOfNobody), profilePlace(nobody));

  async function add(profile: Profile, passwordHash: string, now: Date): Promise<AddOutcome> {
    const id = randomUUID();
    const claimed = await store.set(usernameKey(profile.username), id, 'PX', claimInMilliseconds, 'NX');
    if (claimed === null) {
      return { kind: 'username-taken' };
    }
    await store.hset(accountKey(id), {
      profile: sealer.seal(JSON.stringify(profile), profilePlace(id)),
      password: passwordHash,
      status: 'active',
      created_at: now.toISOString(),
    });
    const kept = await keepUsername(store, [usernameKey(profile.username)], [id]);
    if (kept === 1) {
      return { kind: 'added', id };
    }
    await store.del(accountKey(id));
    return { kind: 'username-taken' };
  }

  async function find(id: string): Promise<Account | undefined> {
    const [fields, plusFields] = await Promise.all([store.hgetall(accountKey(id)), store.hkeys(plusKey(id))]);
    return toAccount(id, fields, hasAuthenticatorInUse(plusFields));
  }

  function toAccount(id: string, fields: Record<string, string>, hasPlus: boolean): Account | undefined {
    if (!fields.profile || !fields.password || !fields.created_at) {
      // As much work as for somebody, so that the time tells nobody who has an account.
      openProfile(nobody, profileOfNobody);
      return undefined;
    }
    return {
      id,
      profile: openProfile(id, fields.profile),
      passwordHash: fields.password,
      status: fields.status === 'active' ? 'active' : 'disabled',
      createdAt: new Date(fields.created_at),
      sessionsEndedAt: Number(fields.sessions_ended_at ?? 0),
      hasPlus,
    };
  }

  async function findId(username: string): Promise<string | undefined> {
    return (await store.get(usernameKey(username))) ?? undefined;
  }

  async function disable(id: string): Promise<boolean> {
    return (await disableAccount(store, [accountKey(id)], [])) === 1;
  }

  async function rehashPassword(account: Account, passwordHash: string): Promise<void> {
    await replacePasswordHash(store, [accountKey(account.id)], [account.passwordHash, passwordHash]);
  }

  async function* list(): AsyncGenerator<Account> {
    for await (const keys of store.scanStream({ match: everyAccountPattern, type: 'hash', count: 500 })) {
      for (const key of keys as string[]) {
        const account = await find(accountIdOf(key));
        if (account) {
          yield account;
        }
      }
    }
  }

  return { add, find, findId, disable, rehashPassword, list };
}

/** Of the fields of a plus: at least one authenticator that its owner did not disown. */
function hasAuthenticatorInUse(fields: readonly string[]): boolean {
  const ids = fields
    .filter((field) => field.startsWith('authenticator:'))
    .map((field) => field.slice('authenticator:'.length));
  return ids.some((id) => !fields.includes(`frozen:${id}`));
}
