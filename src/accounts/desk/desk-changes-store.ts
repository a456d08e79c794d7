/**
 * What one person at the desk changes of an account: each in one step with its record.
 *
 * In this folder: that alone. Who may do it, and how two people decide on it, is in the room of the desk.
 */
import { randomUUID } from 'node:crypto';
import type { Identification } from '../../assurance/identification.ts';
import { type Recorder, recordedStep } from '../../audit/audit-log.ts';
import type { SecurityEvent } from '../../audit/events/security-event.ts';
import type { Secrets } from '../../configuration/secrets.ts';
import { endingStep } from '../../endings/ending-step.ts';
import { createMessageQueue, messageQueue } from '../../notifications/message-queue.ts';
import { drawPaperCode } from '../../one-time-codes/paper-code.ts';
import { bringOver } from '../../storage/bring-over.ts';
import {
  accountKey,
  codeAttemptsKey,
  wrongCodesKey,
  wrongPasswordsKey,
} from '../../storage/catalogue/account-keys.ts';
import type { StoreKey } from '../../storage/catalogue/entry.ts';
import { queueingRule } from '../../storage/outbox/outbox.ts';
import type { Store } from '../../storage/redis.ts';
import type { Sealer } from '../../storage/sealed.ts';
import { type Account, type Profile, recipientOf } from '../account.ts';
import { createAccountRecords } from '../account-record.ts';
import { keysOfSecondAccount } from '../identity.ts';
import { passwordAttemptsKey } from '../password/password-attempts.ts';
import {
  activationCodeHash,
  codeLifeInMilliseconds,
  groupsOfCode,
  type IssuedCode,
} from '../recovery/activation-store.ts';

export type NameBorne = Pick<Profile, 'family_name' | 'given_name'>;

/**
 * A clerk stands in the account that they made, by the id of their own. Only an operator may say that somebody is not who has an account
 * with equal birth data.
 */
export type Registrar = ({ readonly clerkId: string } | { readonly isAnotherPerson: boolean }) & {
  readonly identification: Identification;
};

const nobodysWord = { clerkId: '', isAnotherPerson: false };

export type RegisterOutcome =
  | { readonly kind: 'registered'; readonly issued: IssuedCode }
  | { readonly kind: 'username-taken' | 'person-known' };

export interface DeskChanges {
  /**
   * Somebody new, whose account awaits its activation code; or once more somebody for whom two people agreed to a second account.
   * @param passwordHash of a password that nobody knows
   * @param second what its owner reads in the first account
   */
  register(
    profile: Profile,
    passwordHash: string,
    registrar: Registrar,
    now: Date,
    event: (accountId: string) => SecurityEvent,
    second?: (firstAccountId: string) => SecurityEvent,
  ): Promise<RegisterOutcome>;
  /** Ends every session and token, and queues a message to the owner, in the same step. @returns false when the account was not in use. */
  suspend(account: Account, now: Date, event: SecurityEvent): Promise<boolean>;
  /** The account stays what it is; the owner is told in the same step. @returns false when its data changed meanwhile. */
  rename(account: Account, name: NameBorne, now: Date, event: SecurityEvent): Promise<boolean>;
  /** Forgets the wrong passwords and codes of strangers. */
  unlock(account: Account, event: SecurityEvent): Promise<void>;
}

const registerStep = recordedStep<'registered', number, 'second'>(
  import.meta.dirname,
  'register-account',
  bringOver,
);
const suspendStep = endingStep<'suspended', number>(import.meta.dirname, 'suspend-account', queueingRule);
const renameStep = recordedStep<'renamed', number>(import.meta.dirname, 'rename-account', queueingRule);
const unlockStep = recordedStep<'unlocked', number>(import.meta.dirname, 'unlock-account');

export function createDeskChanges(recorder: Recorder, sealer: Sealer, secrets: Secrets): DeskChanges {
  const messages = createMessageQueue(recorder.store, sealer);
  const records = createAccountRecords(sealer, secrets);
  const { openProfile, sealProfile, fieldsOf, usernameKey, identityKey, addressKeysOf, eldersOf } = records;

  return {
    async register(profile, passwordHash, registrar, now, event, second) {
      const id = randomUUID();
      const { clerkId, isAnotherPerson, identification } = { ...nobodysWord, ...registrar };
      const code = drawPaperCode(groupsOfCode);
      const password = { passwordHash, passwordJudged: 'never' } as const;
      const person = { profile, identification, isAnotherPerson, externalId: undefined };
      const account = { ...person, ...password, createdAt: now, status: 'awaiting-activation' } as const;
      const fields = Object.entries(fieldsOf(id, account));
      const leaves = keysOfSecondAccount(secrets, profile);
      const own = [usernameKey(profile.username), accountKey(id), identityKey(profile), leaves[0]];
      const elders = eldersOf(profile);
      const keys = [...own, ...addressKeysOf(profile), ...elders];
      const first = second && (await firstKept(recorder.store, leaves));
      const hash = activationCodeHash(secrets, id, code);
      const args = [id, codeLifeInMilliseconds, hash, clerkId, isAnotherPerson ? 1 : 0];
      const events = { registered: event(id), ...(first && { second: second(first) }) };
      const endsAt = await registerStep(
        recorder,
        keys,
        [...args, ...fields.flat(), elders.length / 2],
        events,
      );
      return endsAt > 0
        ? { kind: 'registered', issued: { code, endsAt: new Date(endsAt) } }
        : { kind: endsAt === 0 ? 'username-taken' : 'person-known' };
    },

    async suspend(account, now, event) {
      const keys = [accountKey(account.id), messageQueue.stream];
      const notice = messages.prepare(recipientOf(account), 'account-suspended', now);
      const ending = { act: 'suspended', accountId: account.id } as const;
      return (await suspendStep(recorder, ending, keys, [notice], { suspended: event })) === 1;
    },

    async rename(account, name, now, event) {
      const { id } = account;
      const sealed = (await recorder.store.hget(accountKey(id), 'profile')) ?? '';
      const profile = { ...openProfile(id, sealed), ...name };
      const notice = messages.prepare(recipientOf(account), 'name-changed', now);
      const keys = [accountKey(id), messageQueue.stream];
      const args = [sealed, sealProfile(id, profile), notice];
      return (await renameStep(recorder, keys, args, { renamed: event })) === 1;
    },

    async unlock({ id, profile }, event) {
      const keys = [
        codeAttemptsKey(id),
        passwordAttemptsKey(secrets, profile.username),
        wrongCodesKey(id),
        wrongPasswordsKey(id),
      ];
      await unlockStep(recorder, keys, [], { unlocked: event });
    },
  };
}

async function firstKept(store: Store, keys: readonly StoreKey[]): Promise<string | undefined> {
  const values = await Promise.all(keys.map((key) => store.get(key)));
  return values.find((value) => value !== null);
}
