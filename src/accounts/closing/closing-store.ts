/**
 * Closing an account: it stays in use for thirty days in which its owner may take that back, then everything of it is erased and its
 * name is free. Erasure goes step by step and can be taken up again by any node, whenever the one before stopped.
 *
 * In this folder: closing an account, taking that back, and the task that erases.
 */
import { createRecorder, type Recorder } from '../../audit/audit-log.ts';
import type { SecurityEvent } from '../../audit/events/security-event.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import type { Secrets } from '../../configuration/secrets.ts';
import { endingStep } from '../../endings/ending-step.ts';
import { createMessageQueue, messageQueue } from '../../notifications/message-queue.ts';
import { bringOver } from '../../storage/bring-over.ts';
import {
  accountKey,
  closingAccountsKey,
  grantsKey,
  sessionsKey,
  signInsKey,
} from '../../storage/catalogue/account-keys.ts';
import { doWhatIsDue } from '../../storage/due/due-list.ts';
import { queueingRule } from '../../storage/outbox/outbox.ts';
import { atomicStep, type Store } from '../../storage/redis.ts';
import type { Sealer } from '../../storage/sealed.ts';
import { type Account, recipientOf } from '../account.ts';
import { type AccountRecords, createAccountRecords } from '../account-record.ts';

export interface ClosingRequested {
  readonly closesAt: Date;
  /** The second at which the sessions ended. */
  readonly endedAt: number;
}

export interface ClosingStore {
  /** Ends every session and token of the account in the same step. */
  request(accountId: string, now: Date, event: SecurityEvent): Promise<ClosingRequested>;
  /** @returns false when there is nothing to take back. */
  withdraw(accountId: string, event: SecurityEvent): Promise<boolean>;
  /**
   * Erases the accounts whose time is over. @returns their ids.
   * @throws LeftUndone when some could not be erased; they are tried again later
   */
  eraseDue(now: Date): Promise<string[]>;
  /**
   * Erases an account that nobody asked to close, and queues a message to its owner; nodes go on where this stopped. Which relying
   * parties were let in stays to be read, for whoever tells them. @returns false when there is no such account
   */
  eraseAtOnce(account: Account, now: Date, event: SecurityEvent): Promise<boolean>;
}

const graceInMilliseconds = 30 * 24 * 60 * 60 * 1000;
/** Account ids, scored by the instant of their erasure. */
const closingKey = closingAccountsKey();
/** How long others leave an erasure to whoever began it, and until one that failed is tried again. */
const headStartInMilliseconds = 60_000;

const requestClosing = endingStep<'requested', number>(import.meta.dirname, 'request-closing');
const withdrawClosing = endingStep<'withdrawn', number>(import.meta.dirname, 'withdraw-closing');
const beginErasure = endingStep<'erased', string | null>(import.meta.dirname, 'begin-erasure');
const beginErasureAtOnce = endingStep<'deleted', string | null>(
  import.meta.dirname,
  'begin-erasure-at-once',
  queueingRule,
);
const passOverClosing = atomicStep<number>(import.meta.dirname, 'unlist-closing', 1);
const eraseRecordsStep = endingStep<never, number>(import.meta.dirname, 'erase-records', bringOver);

interface ErasureParts {
  readonly store: Store;
  readonly recorder: Recorder;
  readonly records: AccountRecords;
  readonly afterErasing: (accountId: string) => Promise<void>;
}

/** @param afterErasing is done again for an account whose erasure stopped in between */
export function createClosingStore(
  store: Store,
  sealer: Sealer,
  secrets: Secrets,
  afterErasing: (accountId: string) => Promise<void> = async () => {},
  recorder: Recorder = createRecorder(store, sealer),
): ClosingStore {
  const parts: ErasureParts = {
    store,
    recorder,
    records: createAccountRecords(sealer, secrets),
    afterErasing,
  };

  return {
    async request(accountId, now, requested) {
      const closesAt = now.getTime() + graceInMilliseconds;
      // First, so that an account that is to be closed is never forgotten; whoever is listed in vain is passed over.
      await store.zadd(closingKey, closesAt, accountId);
      const ending = { act: 'closing-requested', accountId } as const;
      const keys = [accountKey(accountId)];
      const endedAt = await requestClosing(recorder, ending, keys, [closesAt], { requested });
      return { closesAt: new Date(closesAt), endedAt };
    },

    async withdraw(accountId, withdrawn) {
      const ending = { act: 'closing-withdrawn', accountId } as const;
      return (await withdrawClosing(recorder, ending, [accountKey(accountId)], [], { withdrawn })) === 1;
    },

    async eraseDue(now) {
      const erased: string[] = [];
      await doWhatIsDue(store, closingKey, now, headStartInMilliseconds, async ({ member, until }) => {
        if (await erase(parts, member, now, until)) {
          erased.push(member);
        }
      });
      return erased;
    },

    async eraseAtOnce(account, now, deleted) {
      const { id } = account;
      const othersFrom = now.getTime() + headStartInMilliseconds;
      await store.zadd(closingKey, othersFrom, id);
      const notice = createMessageQueue(store, sealer).prepare(recipientOf(account), 'account-deleted', now);
      const keys = [accountKey(id), messageQueue.stream];
      const ending = { act: 'erased', accountId: id } as const;
      const args = [now.getTime(), notice];
      const sealedProfile = await beginErasureAtOnce(recorder, ending, keys, args, { deleted });
      if (sealedProfile) {
        await eraseRecords(parts, id, sealedProfile);
        await afterErasing(id);
      }
      await passOverClosing(store, [closingKey], [id, othersFrom]);
      return sealedProfile !== null;
    },
  };
}

/** Goes on where another erasure stopped. @returns false when there was nothing left to erase. */
async function erase(parts: ErasureParts, accountId: string, now: Date, until: number): Promise<boolean> {
  const { store, recorder } = parts;
  const ending = { act: 'erased', accountId } as const;
  const sealedProfile = await beginErasure(recorder, ending, [accountKey(accountId)], [now.getTime()], {
    erased: securityEvents.accountErased(accountId),
  });
  // Of an account that stays nothing goes, although it was listed.
  if (sealedProfile !== null) {
    await eraseWhatIsLeft(parts, accountId, sealedProfile);
  }
  await passOverClosing(store, [closingKey], [accountId, until]);
  return Boolean(sealedProfile);
}

/** @param sealedProfile '' where its records are gone */
async function eraseWhatIsLeft(parts: ErasureParts, accountId: string, sealedProfile: string): Promise<void> {
  if (sealedProfile) {
    await eraseRecords(parts, accountId, sealedProfile);
  }
  await parts.afterErasing(accountId);
  await parts.store.del(signInsKey(accountId));
}

async function eraseRecords(
  { recorder, records }: ErasureParts,
  accountId: string,
  sealedProfile: string,
): Promise<void> {
  const profile = records.openProfile(accountId, sealedProfile);
  const leadsThere = [records.identityKey(profile), ...records.addressKeysOf(profile)];
  const open = [sessionsKey(accountId), grantsKey(accountId)];
  const elders = records.eldersOf(profile);
  const keys = [records.usernameKey(profile.username), ...open, ...leadsThere, ...elders];
  await eraseRecordsStep(recorder, { act: 'erased', accountId }, keys, [accountId, elders.length / 2], {});
}
