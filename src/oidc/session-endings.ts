/**
 * Whenever sessions end, in whatever way, the relying parties that were let in within them are to be told; where the account ends or its
 * Ügyfélkapu+, what wallets hold is to be revoked as well. An end is announced before it happens and the announcement is taken back
 * after everything is done: if a node dies in between, another does what is missing, by what the store says has ended.
 * So nothing that ended stays untold or unrevoked; a relying party may be told twice.
 */
import { countsSince } from '../accounts/account.ts';
import type { AccountStore } from '../accounts/account-store.ts';
import type { ClosingStore } from '../accounts/closing-store.ts';
import type { DeskChanges } from '../accounts/desk-changes-store.ts';
import type { RequestStore } from '../desk/request-store.ts';
import type { Logger } from '../observability/logger.ts';
import type { AuthenticatorStore } from '../totp/authenticator-store.ts';
import type { ObjectionStore } from '../totp/objection-store.ts';
import type { DueRevocations } from '../wallet/due-revocation-store.ts';
import type { CredentialStore } from '../wallet/issuing/credential-store.ts';
import type { WalletSubjectStore } from '../wallet/wallet-subject-store.ts';
import type { CitizenIndex, SignIn } from './citizen-index-store.ts';
import type { Announcement, EndingAnnouncements } from './ending-announcements-store.ts';
import type { LogoutQueue } from './logout-queue-store.ts';

export interface SessionEndings {
  /** Does what ends sessions of an account; revokes what is then due, and queues who is to be told, before it resolves. */
  whileEnding<Result>(accountId: string, end: () => Promise<Result>): Promise<Result>;
  /** Queues who is to be told of the end of one session, before it ends. */
  queueForSession(accountId: string, sessionUid: string): Promise<void>;
  /** Queues one relying party. */
  queueFor(accountId: string, clientId: string, sid: string | undefined): Promise<void>;
  /** Queues who is to be told of sessions of an account that count no more. */
  queueEnded(accountId: string): Promise<void>;
  /** Does what nodes that are gone announced. */
  catchUp(): Promise<void>;
}

export interface SessionEndingParts {
  readonly accounts: Pick<AccountStore, 'find'>;
  readonly index: CitizenIndex;
  readonly announcements: EndingAnnouncements;
  readonly logouts: LogoutQueue;
  readonly revocations: DueRevocations;
  /** True when a relying party registered an address to be told at. */
  readonly isTold: (clientId: string) => Promise<boolean>;
  readonly logger: Logger;
}

export function createSessionEndings({
  accounts,
  index,
  announcements,
  logouts,
  revocations,
  isTold,
  logger,
}: SessionEndingParts): SessionEndings {
  async function queueAndForget(accountId: string, ended: readonly SignIn[]): Promise<void> {
    for (const { clientId, sid } of withoutRepetition(ended)) {
      if (await isTold(clientId)) {
        await logouts.add({ accountId, clientId, sid });
      }
    }
    await index.forgetSignIns(accountId, ended);
  }

  async function queueEnded(accountId: string): Promise<void> {
    const [account, signIns] = await Promise.all([accounts.find(accountId), index.signIns(accountId)]);
    const ended = signIns.filter(({ authTime }) => !account || !countsSince(account, authTime));
    await queueAndForget(accountId, ended);
  }

  async function settle(announcement: Announcement): Promise<void> {
    const { accountId } = announcement;
    await Promise.all([revocations.settle(accountId, new Date()), queueEnded(accountId)]);
    await announcements.takeBack(announcement);
  }

  return {
    queueEnded,

    async whileEnding(accountId, end) {
      const announcement = await announcements.announce(accountId);
      const result = await end();
      try {
        await settle(announcement);
      } catch (error) {
        // The sessions have ended, and their owner is told so; the rest is caught up on.
        logger.warn({ reason: (error as Error).message }, 'logouts are queued, and wallets revoked, later');
      }
      return result;
    },

    async queueForSession(accountId, sessionUid) {
      const signIns = await index.signIns(accountId);
      await queueAndForget(
        accountId,
        signIns.filter((signIn) => signIn.sessionUid === sessionUid),
      );
    },

    async queueFor(accountId, clientId, sid) {
      const signIns = await index.signIns(accountId);
      await logouts.add({ accountId, clientId, sid });
      const told = signIns.filter((signIn) => signIn.clientId === clientId && signIn.sid === sid);
      await index.forgetSignIns(accountId, sid === undefined ? [] : told);
    },

    async catchUp() {
      for (;;) {
        const announcement = await announcements.takeOverdue();
        if (!announcement) {
          return;
        }
        await settle(announcement);
      }
    },
  };
}

/** A relying party is told once of a session, however often it was let in within it. */
function withoutRepetition(signIns: readonly SignIn[]): SignIn[] {
  const byName = new Map(signIns.map((signIn) => [`${signIn.clientId} ${signIn.sid ?? ''}`, signIn]));
  return [...byName.values()];
}

/** The stores that end sessions, telling of it. */
export function accountsThatTell(accounts: AccountStore, endings: SessionEndings): AccountStore {
  return {
    ...accounts,
    disable: (id, event) => endings.whileEnding(id, () => accounts.disable(id, event)),
    endSessions: (id, event) => endings.whileEnding(id, () => accounts.endSessions(id, event)),
    endOtherSessions: (account, event) =>
      endings.whileEnding(account.id, () => accounts.endOtherSessions(account, event)),
    changePassword: (account, hash, event) =>
      endings.whileEnding(account.id, () => accounts.changePassword(account, hash, event)),
    resetPassword: (account, hash, endsSessions, event) =>
      endings.whileEnding(account.id, () => accounts.resetPassword(account, hash, endsSessions, event)),
  };
}

export function authenticatorsThatTell(
  authenticators: AuthenticatorStore,
  endings: SessionEndings,
): AuthenticatorStore {
  return {
    ...authenticators,
    cancel: (accountId, hash, events) =>
      endings.whileEnding(accountId, () => authenticators.cancel(accountId, hash, events)),
  };
}

export function objectionsThatTell(objections: ObjectionStore, endings: SessionEndings): ObjectionStore {
  return {
    ...objections,
    freeze: (objection, now, event) =>
      endings.whileEnding(objection.accountId, () => objections.freeze(objection, now, event)),
    freezeInSession: (account, authenticatorId, now, events) =>
      endings.whileEnding(account.id, () =>
        objections.freezeInSession(account, authenticatorId, now, events),
      ),
  };
}

export function closingsThatTell(closings: ClosingStore, endings: SessionEndings): ClosingStore {
  return {
    ...closings,
    request: (accountId, now, event) =>
      endings.whileEnding(accountId, () => closings.request(accountId, now, event)),
  };
}

export function deskChangesThatTell(changes: DeskChanges, endings: SessionEndings): DeskChanges {
  return {
    ...changes,
    suspend: (account, now, event) =>
      endings.whileEnding(account.id, () => changes.suspend(account, now, event)),
  };
}

export function requestsThatTell(requests: RequestStore, endings: SessionEndings): RequestStore {
  return {
    ...requests,
    takeEffect: (stored, now, event) =>
      endings.whileEnding(stored.accountId, () => requests.takeEffect(stored, now, event)),
  };
}

export function credentialsThatTell(credentials: CredentialStore, endings: SessionEndings): CredentialStore {
  return {
    ...credentials,
    revoke: (account, issuanceId, now, eventsOf) =>
      endings.whileEnding(account.id, () => credentials.revoke(account, issuanceId, now, eventsOf)),
  };
}

export function walletSubjectsThatTell(
  subjects: WalletSubjectStore,
  endings: SessionEndings,
): WalletSubjectStore {
  return {
    ...subjects,
    unlink: (account, linkId, eventsOf) =>
      endings.whileEnding(account.id, () => subjects.unlink(account, linkId, eventsOf)),
  };
}
