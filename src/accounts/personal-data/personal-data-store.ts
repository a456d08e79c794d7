/**
 * The data of a person of whom another system did not know all: its owner says them, once. Nobody is identified by that, and the account is
 * not listed under its person: whoever makes people up would keep others from registering, and learn who has an account. It is listed when
 * somebody identifies its owner (identification/).
 */
import { type Recorder, recordedStep } from '../../audit/audit-log.ts';
import type { SecurityEvent } from '../../audit/events/security-event.ts';
import { accountKey } from '../../storage/catalogue/account-keys.ts';
import { type Account, missingDataOf, type PersonalData } from '../account.ts';
import type { AccountRecords } from '../account-record.ts';

export type SaidData = Partial<Record<PersonalData, string>>;

export interface PersonalDataStore {
  /**
   * Only what was missing is taken, if the account is as it was: in use, and no session of it ended since.
   * @param completed tells who said it. @returns false where it is not, or where something is missing still
   */
  completePersonalData(
    account: Pick<Account, 'id' | 'sessionsEndedAt'>,
    said: SaidData,
    completed: SecurityEvent,
  ): Promise<boolean>;
}

const completePersonalData = recordedStep<'completed', number>(import.meta.dirname, 'complete-personal-data');

export function createPersonalDataStore(recorder: Recorder, records: AccountRecords): PersonalDataStore {
  return {
    async completePersonalData({ id: accountId, sessionsEndedAt }, said, event) {
      const seen = await recorder.store.hget(accountKey(accountId), 'profile');
      if (seen === null) {
        return false;
      }
      const profile = records.openProfile(accountId, seen);
      const added = Object.fromEntries(missingDataOf(profile).map((member) => [member, said[member] ?? '']));
      const completed = { ...profile, ...added };
      if (missingDataOf(completed).length > 0) {
        return false;
      }
      const args = [seen, records.sealProfile(accountId, completed), sessionsEndedAt];
      return (
        (await completePersonalData(recorder, [accountKey(accountId)], args, { completed: event })) === 1
      );
    },
  };
}
