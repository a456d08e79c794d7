/** The stores that end sessions of citizens: with these, relying parties are notified of it, and what is then due is revoked. */
import type { AccountStore } from '../../accounts/account-store.ts';
import type { ClosingStore } from '../../accounts/closing/closing-store.ts';
import type { DeskChanges } from '../../accounts/desk/desk-changes-store.ts';
import type { RequestStore } from '../../desk/dual-authorization/request-store.ts';
import type { AuthenticatorStore } from '../../totp/authenticators/authenticator-store.ts';
import type { ObjectionStore } from '../../totp/authenticators/objection-store.ts';
import type { CredentialStore } from '../../wallet/issuing/credential-store.ts';
import type { WalletSubjectStore } from '../../wallet/subjects/wallet-subject-store.ts';
import type { LogoutNotices } from './logout-notices.ts';

export function accountsThatNotify(accounts: AccountStore, endings: LogoutNotices): AccountStore {
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

export function authenticatorsThatNotify(
  authenticators: AuthenticatorStore,
  endings: LogoutNotices,
): AuthenticatorStore {
  return {
    ...authenticators,
    cancel: (accountId, hash, events) =>
      endings.whileEnding(accountId, () => authenticators.cancel(accountId, hash, events)),
    forget: (account, ...given) =>
      endings.whileEnding(account.id, () => authenticators.forget(account, ...given)),
  };
}

export function objectionsThatNotify(objections: ObjectionStore, endings: LogoutNotices): ObjectionStore {
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

export function closingsThatNotify(closings: ClosingStore, endings: LogoutNotices): ClosingStore {
  return {
    ...closings,
    request: (accountId, now, event) =>
      endings.whileEnding(accountId, () => closings.request(accountId, now, event)),
    eraseAtOnce: (account, now, event) =>
      endings.whileEnding(account.id, () => closings.eraseAtOnce(account, now, event)),
  };
}

export function deskChangesThatNotify(changes: DeskChanges, endings: LogoutNotices): DeskChanges {
  return {
    ...changes,
    suspend: (account, now, event) =>
      endings.whileEnding(account.id, () => changes.suspend(account, now, event)),
  };
}

export function requestsThatNotify(requests: RequestStore, endings: LogoutNotices): RequestStore {
  return {
    ...requests,
    takeEffect: (stored, identity, now, event) =>
      endings.whileEnding(stored.accountId, () => requests.takeEffect(stored, identity, now, event)),
  };
}

export function credentialsThatNotify(credentials: CredentialStore, endings: LogoutNotices): CredentialStore {
  return {
    ...credentials,
    revoke: (account, issuanceId, now, eventsOf) =>
      endings.whileEnding(account.id, () => credentials.revoke(account, issuanceId, now, eventsOf)),
  };
}

export function walletSubjectsThatNotify(
  subjects: WalletSubjectStore,
  endings: LogoutNotices,
): WalletSubjectStore {
  return {
    ...subjects,
    unlink: (account, linkId, eventsOf) =>
      endings.whileEnding(account.id, () => subjects.unlink(account, linkId, eventsOf)),
  };
}
