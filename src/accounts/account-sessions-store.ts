/** Ends the sessions of an account: every session, grant and token from before that second no longer counts. */
import { type Recorder, recordedStep } from '../audit/audit-log.ts';
import type { SecurityEvent } from '../audit/security-event.ts';
import { endingSessions } from '../storage/account-endings.ts';
import { accountKey } from '../storage/account-keys.ts';
import type { Account } from './account.ts';

export interface AccountSessionsStore {
  /** Ends every session and token. */
  endSessions(id: string, event: SecurityEvent): Promise<void>;
  /**
   * The same for one who stays in. @param account as it was when their own session was looked at.
   * @returns the second at which the others ended; undefined when somebody else ended all in the meantime: theirs too.
   */
  endOtherSessions(account: Account, event: SecurityEvent): Promise<number | undefined>;
}

const endSessionsStep = recordedStep<'ended', number>(import.meta.dirname, 'end-sessions', endingSessions);
const endOtherSessionsStep = recordedStep<'ended', number>(
  import.meta.dirname,
  'end-other-sessions',
  endingSessions,
);

export function createAccountSessionsStore(recorder: Recorder): AccountSessionsStore {
  return {
    async endSessions(id, ended) {
      await endSessionsStep(recorder, [accountKey(id)], [], { ended });
    },

    async endOtherSessions({ id, sessionsEndedAt }, ended) {
      const endedAt = await endOtherSessionsStep(recorder, [accountKey(id)], [sessionsEndedAt], { ended });
      return endedAt === 0 ? undefined : endedAt;
    },
  };
}
