/**
 * Whenever sessions end, in whatever way, the relying parties that were let in within them are to be told; where the account ends or its
 * Ügyfélkapu+, what wallets hold is to be revoked as well. An end is announced before it happens and the announcement is taken back
 * after everything is done: if a node dies in between, another does what is missing, by what the store says has ended.
 * So nothing that ended stays untold or unrevoked; a relying party may be told twice.
 *
 * In this folder: sessions of citizens that end, and what has to follow; `back-channel-logout/` delivers the logout tokens.
 */
import { countsSince } from '../../accounts/account.ts';
import type { AccountStore } from '../../accounts/account-store.ts';
import type { Logger } from '../../observability/logger.ts';
import { eachInTurn } from '../../storage/due/each-in-turn.ts';
import type { DueRevocations } from '../../wallet/subjects/due-revocation-store.ts';
import type { LogoutQueue } from '../back-channel-logout/logout-queue-store.ts';
import type { CitizenIndex, SignIn } from '../records/citizen-index-store.ts';
import type { Announcement, SessionEndAnnouncements } from './session-end-announcements-store.ts';

export interface LogoutNotices {
  /** Does what ends sessions of an account; revokes what is then due, and queues who is to be told, before it resolves. */
  whileEnding<Result>(accountId: string, end: () => Promise<Result>): Promise<Result>;
  /** Queues who is to be told of the end of one session, before it ends. */
  queueForSession(accountId: string, sessionUid: string): Promise<void>;
  /** Queues one relying party. */
  queueFor(accountId: string, clientId: string, sid: string | undefined): Promise<void>;
  /** Queues who is to be told of sessions of an account that count no more. */
  queueEnded(accountId: string): Promise<void>;
  /** Does what nodes that are gone announced. @throws LeftUndone when some of it could not be done; it is tried again later */
  catchUp(): Promise<void>;
}

export interface LogoutNoticeParts {
  readonly accounts: Pick<AccountStore, 'find'>;
  readonly index: CitizenIndex;
  readonly announcements: SessionEndAnnouncements;
  readonly logouts: LogoutQueue;
  readonly revocations: DueRevocations;
  /** True when a relying party registered an address for logout tokens. */
  readonly receivesLogouts: (clientId: string) => Promise<boolean>;
  readonly logger: Logger;
}

export function createLogoutNotices(parts: LogoutNoticeParts): LogoutNotices {
  const { index, announcements, logouts } = parts;
  return {
    queueEnded: (accountId) => queueEnded(parts, accountId),
    whileEnding: (accountId, end) => whileEnding(parts, accountId, end),

    async queueForSession(accountId, sessionUid) {
      const signIns = await index.signIns(accountId);
      await queueAndForget(
        parts,
        accountId,
        signIns.filter((signIn) => signIn.sessionUid === sessionUid),
      );
    },

    async queueFor(accountId, clientId, sid) {
      const signIns = await index.signIns(accountId);
      await logouts.add({ accountId, clientId, sid });
      const queued = signIns.filter((signIn) => signIn.clientId === clientId && signIn.sid === sid);
      await index.forgetSignIns(accountId, sid === undefined ? [] : queued);
    },

    catchUp: () => announcements.eachOverdue((announcement) => settle(parts, announcement)),
  };
}

async function whileEnding<Result>(
  parts: LogoutNoticeParts,
  accountId: string,
  end: () => Promise<Result>,
): Promise<Result> {
  const announcement = await parts.announcements.announce(accountId);
  const result = await end();
  try {
    await settle(parts, announcement);
  } catch (error) {
    // The sessions have ended, and their owner is told so; the rest is caught up on.
    const reason = (error as Error).message;
    parts.logger.warn({ reason }, 'logouts are queued, and wallets revoked, later');
  }
  return result;
}

async function settle(parts: LogoutNoticeParts, announcement: Announcement): Promise<void> {
  const { accountId } = announcement;
  await Promise.all([parts.revocations.settle(accountId, new Date()), queueEnded(parts, accountId)]);
  await parts.announcements.takeBack(announcement);
}

async function queueEnded(parts: LogoutNoticeParts, accountId: string): Promise<void> {
  const { accounts, index } = parts;
  const [account, signIns] = await Promise.all([accounts.find(accountId), index.signIns(accountId)]);
  const ended = signIns.filter(({ authTime }) => !account || !countsSince(account, authTime));
  await queueAndForget(parts, accountId, ended);
}

async function queueAndForget(
  { logouts, index, receivesLogouts }: LogoutNoticeParts,
  accountId: string,
  ended: readonly SignIn[],
): Promise<void> {
  const queued = new Set<string>();
  try {
    // A relying party that cannot be read at the moment keeps its own sign-ins, and nobody else's.
    await eachInTurn(
      withoutRepetition(ended),
      ({ clientId }) => clientId,
      async (signIn) => {
        if (await receivesLogouts(signIn.clientId)) {
          await logouts.add({ accountId, clientId: signIn.clientId, sid: signIn.sid });
        }
        queued.add(nameOf(signIn));
      },
    );
  } finally {
    await index.forgetSignIns(
      accountId,
      ended.filter((signIn) => queued.has(nameOf(signIn))),
    );
  }
}

/** A relying party is told once of a session, however often it was let in within it. */
function withoutRepetition(signIns: readonly SignIn[]): SignIn[] {
  return [...new Map(signIns.map((signIn) => [nameOf(signIn), signIn])).values()];
}

function nameOf({ clientId, sid }: SignIn): string {
  return `${clientId} ${sid ?? ''}`;
}
