/** The password hash of an account in Redis: it is replaced only as it was verified, in one step with what ends by that. */
import type { Recorder } from '../../audit/audit-log.ts';
import type { SecurityEvent } from '../../audit/events/security-event.ts';
import { endingStep } from '../../endings/ending-step.ts';
import { accountKey, foreignHashesKey } from '../../storage/catalogue/account-keys.ts';
import { atomicStep, type Store } from '../../storage/redis.ts';
import type { Account, PasswordJudgement } from '../account.ts';

/** A password that was chosen and taken. */
export interface NewPassword {
  readonly hash: string;
  readonly judged: PasswordJudgement;
}

export interface PasswordStore {
  /** The same password under today's parameters; no session ends. */
  rehashPassword(account: Account, passwordHash: string): Promise<void>;
  /**
   * A new password, if the account still has the one that was verified; ends every session and token in the same step.
   * @returns the second at which they ended.
   */
  changePassword(account: Account, chosen: NewPassword, event: SecurityEvent): Promise<number | undefined>;
  /**
   * A new password for who proved to own the account without the old one: only if the account still has the password that it had
   * then, and is in use. Ends every session and token in the same step if asked to.
   */
  resetPassword(
    account: Account,
    chosen: NewPassword,
    endsSessions: boolean,
    event: SecurityEvent,
  ): Promise<boolean>;
  /** True once hashes of another system were imported, which take other times than ours. */
  mayHaveForeignHashes(): Promise<boolean>;
}

const replaceField = atomicStep<number>(import.meta.dirname, 'replace-password-hash', 1);
const changePasswordStep = endingStep<'changed', number>(import.meta.dirname, 'change-password');
const resetPasswordStep = endingStep<'reset', number>(import.meta.dirname, 'reset-password');

export function createPasswordStore(store: Store, recorder: Recorder): PasswordStore {
  return {
    async rehashPassword({ id, passwordHash: before }, passwordHash) {
      await replaceField(store, [accountKey(id)], ['password', before, passwordHash]);
    },

    async changePassword({ id, passwordHash: before }, { hash, judged }, changed) {
      const ending = { act: 'password-changed', accountId: id } as const;
      const args = [before, hash, judged];
      const endedAt = await changePasswordStep(recorder, ending, [accountKey(id)], args, { changed });
      return endedAt === 0 ? undefined : endedAt;
    },

    async resetPassword({ id, passwordHash: before }, { hash, judged }, endsSessions, reset) {
      const act = endsSessions ? 'password-reset' : 'password-reset-kept';
      const args = [before, hash, judged];
      const done = await resetPasswordStep(recorder, { act, accountId: id }, [accountKey(id)], args, {
        reset,
      });
      return done === 1;
    },

    async mayHaveForeignHashes() {
      return (await store.exists(foreignHashesKey())) === 1;
    },
  };
}
