/** Security events, one typed function each: who, what, whom, outcome; no secrets and no personal data but the account id. */
import type { Logger } from '../observability/logger.ts';

export interface AuditEvents {
  passwordRefused(reason: 'wrong' | 'locked'): void;
  passwordVerified(accountId: string): void;
  codeRefused(accountId: string, reason: string): void;
  signedIn(accountId: string, clientId: string, assurance: string): void;
  enrolmentStarted(accountId: string): void;
  plusActivated(accountId: string): void;
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
}

export function createAuditEvents(logger: Logger): AuditEvents {
  const log = logger.child({ log: 'audit' });
  const record = (event: string, details: object): void => log.info({ event, ...details }, event);
  return {
    passwordRefused: (reason) => record('password.refused', { reason }),
    passwordVerified: (account) => record('password.verified', { account }),
    codeRefused: (account, reason) => record('code.refused', { account, reason }),
    signedIn: (account, client, assurance) => record('signed-in', { account, client, assurance }),
    enrolmentStarted: (account) => record('enrolment.started', { account }),
    plusActivated: (account) => record('plus.activated', { account }),
    plusCancelled: (account, door) => record('plus.cancelled', { account, door }),
    passwordChanged: (account) => record('password.changed', { account }),
    passwordResetAsked: () => record('password-reset.asked', {}),
    passwordResetRefused: (reason) => record('password-reset.refused', { reason }),
    passwordReset: (account, ended_sessions) => record('password.reset', { account, ended_sessions }),
    activationRefused: (reason) => record('activation.refused', { reason }),
    accountActivated: (account) => record('account.activated', { account }),
    authenticatorFrozen: (account) => record('authenticator.frozen', { account }),
    authenticatorForgotten: (account) => record('authenticator.forgotten', { account }),
    cancellationRefused: (account) => record('cancellation.refused', { account }),
  };
}
