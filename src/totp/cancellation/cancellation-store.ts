/**
 * The törlőkód of an Ügyfélkapu+ in Redis: its hash stands in the record of the plus. It cancels the plus, or is only tried out, so that
 * its owner knows that they still have it.
 *
 * In this folder: what a törlőkód is, cancelling by it, trying it out, and the reminder of that once a year.
 */
import type { Recorder } from '../../audit/audit-log.ts';
import type { SecurityEvent } from '../../audit/events/security-event.ts';
import { endingStep } from '../../endings/ending-step.ts';
import { plusKey } from '../../storage/catalogue/account-keys.ts';
import { atomicStep, type Store } from '../../storage/redis.ts';

/** One of them is recorded. */
export interface CancelEvents {
  readonly cancelled: SecurityEvent;
  /** It is not the törlőkód. */
  readonly refused: SecurityEvent;
}

export interface CancellationStore {
  /** Cancels the plus and ends every session and token of the account in one step. @param hashes of what was typed, under each index key */
  cancel(accountId: string, hashes: readonly string[], events: CancelEvents): Promise<boolean>;
  /** False for an Ügyfélkapu+ whose only apps came from another system: the next authenticator brings one. */
  hasCancellationCode(accountId: string): Promise<boolean>;
  /** True when this is the törlőkód; nothing is spent, and another year begins. */
  tryOutCancellationCode(accountId: string, hashes: readonly string[], now: Date): Promise<boolean>;
  /** When the törlőkód was made, as its paper says; undefined where there is none, or one of an older version. */
  cancellationCodeMadeAt(accountId: string): Promise<Date | undefined>;
  /** True when the törlőkód was shown or tried out a year ago or before. */
  isTryOutDue(accountId: string, now: Date): Promise<boolean>;
  /** True for the one who is to remind the citizen of it, once a year. */
  takeTryOutReminder(accountId: string, now: Date): Promise<boolean>;
}

const cancelPlus = endingStep<keyof CancelEvents, number>(import.meta.dirname, 'cancel-plus');
const tryOutCancellationCode = atomicStep<number>(import.meta.dirname, 'try-out-cancellation-code', 1);
const takeTryOutReminder = atomicStep<number>(import.meta.dirname, 'take-try-out-reminder', 1);

export function createCancellationStore(store: Store, recorder: Recorder): CancellationStore {
  return {
    async cancel(accountId, hashes, { cancelled, refused }) {
      const ending = { act: 'plus-cancelled', accountId } as const;
      const events = { cancelled, refused };
      return (await cancelPlus(recorder, ending, [plusKey(accountId)], [hashes.join(' ')], events)) === 1;
    },

    async hasCancellationCode(accountId) {
      return (await store.hexists(plusKey(accountId), 'cancellation')) === 1;
    },

    async tryOutCancellationCode(accountId, hashes, now) {
      const args = [hashes.join(' '), now.toISOString()];
      return (await tryOutCancellationCode(store, [plusKey(accountId)], args)) === 1;
    },

    async cancellationCodeMadeAt(accountId) {
      const madeAt = await store.hget(plusKey(accountId), 'cancellation_made_at');
      return madeAt === null ? undefined : new Date(madeAt);
    },

    async isTryOutDue(accountId, now) {
      const checkedAt = await store.hget(plusKey(accountId), 'cancellation_checked_at');
      return checkedAt !== null && new Date(checkedAt) <= aYearBefore(now);
    },

    async takeTryOutReminder(accountId, now) {
      const args = [now.toISOString(), aYearBefore(now).toISOString()];
      return (await takeTryOutReminder(store, [plusKey(accountId)], args)) === 1;
    },
  };
}

/** Of the fields of a plus: whether somebody is to ask for the reminder. `takeTryOutReminder` decides who is. */
export function mayBeRemindedOfTryOut(plus: Readonly<Record<string, string>>, now: Date): boolean {
  const yearAgo = aYearBefore(now).toISOString();
  const { cancellation, cancellation_checked_at: checkedAt = '', reminded_at: remindedAt = '' } = plus;
  return cancellation !== undefined && checkedAt <= yearAgo && remindedAt <= yearAgo;
}

function aYearBefore(now: Date): Date {
  const before = new Date(now);
  before.setUTCFullYear(before.getUTCFullYear() - 1);
  return before;
}
