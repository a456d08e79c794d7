/** Accounts in Redis. Everything of one account shares the slot of `{account:<id>}`; a user name is a pointer of its own. */
import { randomUUID } from 'node:crypto';
import { createRecorder, type Recorder, recordedStep } from '../audit/audit-log.ts';
import type { SecurityEvent } from '../audit/security-event.ts';
import { securityEvents } from '../audit/security-events.ts';
import type { Secrets } from '../configuration/secrets.ts';
import { endingSessions } from '../storage/account-endings.ts';
import {
  accountIdOf,
  accountKey,
  everyAccountPattern,
  foreignHashesKey,
  plusKey,
} from '../storage/account-keys.ts';
import { atomicStep, type Store } from '../storage/redis.ts';
import type { Sealer } from '../storage/sealed.ts';
import type { Account, AccountStatus, Profile } from './account.ts';
import { createAccountRecords, nobody } from './account-record.ts';

export type AddOutcome = { kind: 'added'; id: string } | { kind: 'username-taken' };

export interface AccountStore {
  /** Writes what is read for names that nobody has: it travels and is opened like any other record. */
  prepareNobody(): Promise<void>;
  /** @param status active unless said otherwise. @param eventOf who adds it: an operator unless said otherwise. */
  add(
    profile: Profile,
    passwordHash: string,
    now: Date,
    status?: AccountStatus,
    eventOf?: (id: string) => SecurityEvent,
  ): Promise<AddOutcome>;
  find(id: string): Promise<Account | undefined>;
  /** The account id behind a user name. */
  findId(username: string): Promise<string | undefined>;
  /** Disabling ends every session and token of the account in the same step. */
  disable(id: string, event: SecurityEvent): Promise<boolean>;
  rehashPassword(account: Account, passwordHash: string): Promise<void>;
  /**
   * A new password, if the account still has the one that was verified; ends every session and token in the same step.
   * @returns the second at which they ended.
   */
  changePassword(account: Account, passwordHash: string, event: SecurityEvent): Promise<number | undefined>;
  /** Ends every session and token. */
  endSessions(id: string, event: SecurityEvent): Promise<void>;
  /**
   * The same for one who stays in. @param account as it was when their own session was looked at.
   * @returns the second at which the others ended; undefined when somebody else ended all in the meantime: theirs too.
   */
  endOtherSessions(account: Account, event: SecurityEvent): Promise<number | undefined>;
  /**
   * A new password for who proved to own the account without the old one: only if the account still has the password that it had
   * then, and is in use. Ends every session and token in the same step if asked to.
   */
  resetPassword(
    account: Account,
    passwordHash: string,
    endsSessions: boolean,
    event: SecurityEvent,
  ): Promise<boolean>;
  /** True once hashes of another system were imported, which take other times than ours. */
  mayHaveForeignHashes(): Promise<boolean>;
  /** Every account, in no order. */
  list(): AsyncGenerator<Account>;
}

const addAccount = recordedStep<'added', number>(import.meta.dirname, 'add-account');
const disableAccount = recordedStep<'disabled', number>(
  import.meta.dirname,
  'disable-account',
  endingSessions,
);
const changePasswordStep = recordedStep<'changed', number>(
  import.meta.dirname,
  'change-password',
  endingSessions,
);
const replaceField = atomicStep<number>(import.meta.dirname, 'replace-field', 1);
const endSessionsStep = recordedStep<'ended', number>(import.meta.dirname, 'end-sessions', endingSessions);
const endOtherSessionsStep = recordedStep<'ended', number>(
  import.meta.dirname,
  'end-other-sessions',
  endingSessions,
);
const resetPasswordStep = recordedStep<'reset', number>(
  import.meta.dirname,
  'reset-password',
  endingSessions,
);

export function createAccountStore(
  store: Store,
  sealer: Sealer,
  secrets: Secrets,
  recorder: Recorder = createRecorder(store, sealer),
): AccountStore {
  const { usernameKey, fieldsOf, fieldsOfNobody, toAccount } = createAccountRecords(sealer, secrets);

  async function prepareNobody(): Promise<void> {
    await store.hset(accountKey(nobody), fieldsOfNobody());
  }

  async function add(
    profile: Profile,
    passwordHash: string,
    now: Date,
    status: AccountStatus = 'active',
    eventOf: (id: string) => SecurityEvent = securityEvents.accountAdded,
  ): Promise<AddOutcome> {
    const id = randomUUID();
    const fields = Object.entries(
      fieldsOf(id, { profile, passwordHash, status, createdAt: now, externalId: undefined }),
    );
    const keys = [usernameKey(profile.username), accountKey(id)];
    const added = await addAccount(recorder, keys, [id, ...fields.flat()], { added: eventOf(id) });
    return added === 1 ? { kind: 'added', id } : { kind: 'username-taken' };
  }

  async function find(id: string): Promise<Account | undefined> {
    const [fields, plusFields] = await Promise.all([store.hgetall(accountKey(id)), store.hkeys(plusKey(id))]);
    return toAccount(id, fields, plusFields);
  }

  async function findId(username: string): Promise<string | undefined> {
    return (await store.get(usernameKey(username))) ?? undefined;
  }

  async function disable(id: string, disabled: SecurityEvent): Promise<boolean> {
    return (await disableAccount(recorder, [accountKey(id)], [], { disabled })) === 1;
  }

  async function rehashPassword(account: Account, passwordHash: string): Promise<void> {
    await replaceField(store, [accountKey(account.id)], ['password', account.passwordHash, passwordHash]);
  }

  async function changePassword(
    account: Account,
    passwordHash: string,
    changed: SecurityEvent,
  ): Promise<number | undefined> {
    const endedAt = await changePasswordStep(
      recorder,
      [accountKey(account.id)],
      [account.passwordHash, passwordHash],
      { changed },
    );
    return endedAt === 0 ? undefined : endedAt;
  }

  async function resetPassword(
    account: Account,
    passwordHash: string,
    endsSessions: boolean,
    reset: SecurityEvent,
  ): Promise<boolean> {
    const args = [account.passwordHash, passwordHash, endsSessions ? 'end' : 'keep'];
    return (await resetPasswordStep(recorder, [accountKey(account.id)], args, { reset })) === 1;
  }

  async function* list(): AsyncGenerator<Account> {
    for await (const keys of store.scanStream({ match: everyAccountPattern, type: 'hash', count: 500 })) {
      const accounts = await Promise.all((keys as string[]).map((key) => find(accountIdOf(key))));
      yield* accounts.filter((account) => account !== undefined);
    }
  }

  async function endSessions(id: string, ended: SecurityEvent): Promise<void> {
    await endSessionsStep(recorder, [accountKey(id)], [], { ended });
  }

  async function endOtherSessions(
    { id, sessionsEndedAt }: Account,
    ended: SecurityEvent,
  ): Promise<number | undefined> {
    const endedAt = await endOtherSessionsStep(recorder, [accountKey(id)], [sessionsEndedAt], { ended });
    return endedAt === 0 ? undefined : endedAt;
  }

  async function mayHaveForeignHashes(): Promise<boolean> {
    return (await store.exists(foreignHashesKey())) === 1;
  }

  return {
    mayHaveForeignHashes,
    prepareNobody,
    add,
    find,
    findId,
    disable,
    rehashPassword,
    changePassword,
    resetPassword,
    endSessions,
    endOtherSessions,
    list,
  };
}
