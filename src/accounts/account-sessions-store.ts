/** Ends the sessions of an account: every session, grant and token from before that second no longer counts. */
import { type Recorder, recordedStep } from '../audit/audit-log.ts';
import type { SecurityEvent } from '../audit/events/security-event.ts';
import { accountKey } from '../storage/catalogue/account-keys.ts';
import { sessionEndRule } from '../storage/session-end-rule.ts';
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

const endAllSessionsStep = recordedStep<'ended', number>(
  import.meta.dirname,
  'end-all-sessions-of-account',
  sessionEndRule,
);
const endOtherSessionsStep = recordedStep<'ended', number>(
  import.meta.dirname,
  'end-other-sessions-of-account',
  sessionEndRule,
);

export function createAccountSessionsStore(recorder: Recorder): AccountSessionsStore {
  return {
    async endSessions(id, ended) {
      await endAllSessionsStep(recorder, [accountKey(id)], [], { ended });
    },

    async endOtherSessions({ id, sessionsEndedAt }, ended) {
      const endedAt = await endOtherSessionsStep(recorder, [accountKey(id)], [sessionsEndedAt], { ended });
      return endedAt === 0 ? undefined : endedAt;
    },
  };
}
