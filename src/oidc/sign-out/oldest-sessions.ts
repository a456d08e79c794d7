/** Only so many sessions of one citizen go on in parallel: who begins one more ends the one that was not used for longest. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { securityEvents } from '../../audit/events/security-events.ts';
import type { Logger } from '../../observability/logger.ts';
import type { CitizenAccess } from '../../relying-party/citizen-access.ts';
import type { OwnSessionStore } from '../../relying-party/own-session-store.ts';
import { hashOfIdentifier } from '../../storage/keyed-hash.ts';
import type { CitizenIndex, EndOldestSessions } from '../records/citizen-index-store.ts';

export interface OldestSessionsParts {
  readonly access: Pick<CitizenAccess, 'endSession'>;
  readonly ownSessions: Pick<OwnSessionStore, 'endSessionsOf'>;
  readonly index: Pick<CitizenIndex, 'forgetSessions'>;
  readonly logger: Logger;
}

/** What a node leaves undone when it dies is found again with the next request of any of these sessions. */
export function createEndOldestSessions({
  access,
  ownSessions,
  index,
  logger,
}: OldestSessionsParts): EndOldestSessions {
  // On nobody's account: the request that began the session neither waits for it nor writes it.
  const outsideOfRequests = AsyncLocalStorage.snapshot();

  async function end(accountId: string, uids: readonly string[]): Promise<void> {
    for (const uid of uids) {
      const event = securityEvents.sessionEndedAsTooMany(accountId);
      const ended = await access.endSession(accountId, hashOfIdentifier(uid), event);
      if (ended.kind === 'found' && ended.value.ownSid) {
        await ownSessions.endSessionsOf(ended.value.ownSid);
      }
      // Also where it was gone, or opens for nobody any more: what stays in the index would be ended anew with every request of the account.
      await index.forgetSessions(accountId, [uid]);
    }
  }

  return (accountId, uids) => {
    outsideOfRequests(() => {
      end(accountId, uids).catch((error: Error) => {
        logger.warn({ reason: error.message }, 'sessions that are too many could not be ended');
      });
    });
  };
}
