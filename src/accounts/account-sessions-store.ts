/** Ends the sessions of an account: every session, grant and token from before that second no longer counts. */
import type { Recorder } from '../audit/audit-log.ts';
import type { SecurityEvent } from '../audit/events/security-event.ts';
import { endingStep } from '../endings/ending-step.ts';
import { accountKey } from '../storage/catalogue/account-keys.ts';
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

const endSessionsStep = endingStep<'ended', number>(import.meta.dirname, 'end-sessions-of-account');

export function createAccountSessionsStore(recorder: Recorder): AccountSessionsStore {
  return {
    async endSessions(id, ended) {
      const ending = { act: 'signed-out-everywhere', accountId: id } as const;
      await endSessionsStep(recorder, ending, [accountKey(id)], [''], { ended });
    },

    async endOtherSessions({ id, sessionsEndedAt }, ended) {
      const ending = { act: 'sign-in-objected', accountId: id } as const;
      const endedAt = await endSessionsStep(recorder, ending, [accountKey(id)], [sessionsEndedAt], { ended });
      return endedAt === 0 ? undefined : endedAt;
    },
  };
}
