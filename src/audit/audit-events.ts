/**
 * Security events, one typed function each: who, what, whom, outcome; no secrets and no personal data but the account id. What
 * concerns one account is also written to its history, before the answer leaves.
 */
import type { Logger } from '../observability/logger.ts';
import { writeBeforeAnswer } from '../storage/store-request.ts';
import type { HistoryEvent, HistoryStore } from './history-store.ts';

export interface AuditEvents {
  passwordRefused(reason: 'wrong' | 'locked'): void;
  passwordVerified(accountId: string): void;
  codeRefused(accountId: string, reason: string): void;
  oneTimeCodeSent(accountId: string, channel: 'email' | 'sms'): void;
  signedIn(accountId: string, clientId: string, assurance: string): void;
  /** What a wallet left was not believed, or what came back to the browser did not fit. */
  presentationRefused(reason: string): void;
  /** Undefined: of nobody whom we know. */
  presentationVerified(accountId: string | undefined): void;
  walletLinked(accountId: string, source: string): void;
  enrolmentStarted(accountId: string): void;
  plusActivated(accountId: string, authenticatorId: string, device: string): void;
  plusCancelled(accountId: string, door: 'public' | 'self-service'): void;
  passwordChanged(accountId: string): void;
  /** Whether the name is anybody's is not said. */
  passwordResetAsked(): void;
  passwordResetRefused(reason: 'wrong-code' | 'moved'): void;
  passwordReset(accountId: string, endedSessions: boolean): void;
  activationRefused(reason: 'wrong' | 'expired' | 'locked' | 'moved'): void;
  accountActivated(accountId: string): void;
  authenticatorFrozen(accountId: string): void;
  authenticatorForgotten(accountId: string): void;
  cancellationRefused(accountId: string): void;
  contactChanged(accountId: string, contact: 'email' | 'sms'): void;
  /** Everywhere, by the citizen; with the entry of the history that made them do it, if any. */
  sessionsEnded(accountId: string, because: 'asked' | 'objection'): void;
  sessionEnded(accountId: string): void;
  accessRevoked(accountId: string, clientId: string): void;
  dataDownloaded(accountId: string): void;
  closingRequested(accountId: string): void;
  closingWithdrawn(accountId: string): void;
  accountErased(accountId: string): void;
}

export function createAuditEvents(logger: Logger, history: HistoryStore): AuditEvents {
  const log = logger.child({ log: 'audit' });
  const record = (event: string, details: object): void => log.info({ event, ...details }, event);

  /** For the log and for the account's own history. */
  function tell(accountId: string, event: HistoryEvent, details: Record<string, string> = {}): void {
    record(event, { account: accountId, ...details });
    void writeBeforeAnswer(history.add(accountId, event, details));
  }

  return {
    passwordRefused: (reason) => record('password.refused', { reason }),
    passwordVerified: (account) => record('password.verified', { account }),
    codeRefused(account, reason) {
      if (reason === 'wrong') {
        tell(account, 'code.refused', { reason });
      } else {
        record('code.refused', { account, reason });
      }
    },
    signedIn: (account, client, assurance) => tell(account, 'signed-in', { client, assurance }),
    oneTimeCodeSent: (account, channel) => record('one-time-code.sent', { account, channel }),
    presentationRefused: (reason) => record('presentation.refused', { reason }),
    presentationVerified: (account) => record('presentation.verified', { account }),
    walletLinked: (account, name) => tell(account, 'wallet.linked', { name }),
    enrolmentStarted: (account) => record('enrolment.started', { account }),
    plusActivated: (account, authenticator, name) => tell(account, 'plus.activated', { authenticator, name }),
    plusCancelled: (account, door) => tell(account, 'plus.cancelled', { door }),
    passwordChanged: (account) => tell(account, 'password.changed'),
    authenticatorFrozen: (account) => tell(account, 'authenticator.frozen'),
    authenticatorForgotten: (account) => tell(account, 'authenticator.forgotten'),
    passwordResetAsked: () => record('password-reset.asked', {}),
    passwordResetRefused: (reason) => record('password-reset.refused', { reason }),
    passwordReset: (account, endedSessions) =>
      tell(account, 'password.reset', { sessions: endedSessions ? 'ended' : 'kept' }),
    activationRefused: (reason) => record('activation.refused', { reason }),
    accountActivated: (account) => tell(account, 'account.activated'),
    cancellationRefused: (account) => record('cancellation.refused', { account }),
    contactChanged: (account, contact) => tell(account, 'contact.changed', { contact }),
    sessionsEnded: (account, because) => tell(account, 'sessions.ended', { because }),
    sessionEnded: (account) => tell(account, 'session.ended'),
    accessRevoked: (account, client) => tell(account, 'access.revoked', { client }),
    dataDownloaded: (account) => tell(account, 'data.downloaded'),
    closingRequested: (account) => tell(account, 'closing.requested'),
    closingWithdrawn: (account) => tell(account, 'closing.withdrawn'),
    accountErased: (account) => record('account.erased', { account }),
  };
}
