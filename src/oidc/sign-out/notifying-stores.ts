/** The stores that end sessions of citizens: with these, relying parties are notified of it, and what is then due is revoked. */
import type { AccountStore } from '../../accounts/account-store.ts';
import type { ClosingStore } from '../../accounts/closing-store.ts';
import type { DeskChanges } from '../../accounts/desk-changes-store.ts';
import type { RequestStore } from '../../desk/request-store.ts';
import type { AuthenticatorStore } from '../../totp/authenticator-store.ts';
import type { ObjectionStore } from '../../totp/objection-store.ts';
import type { CredentialStore } from '../../wallet/issuing/credential-store.ts';
import type { WalletSubjectStore } from '../../wallet/wallet-subject-store.ts';
import type { SessionEndings } from '../session-endings.ts';

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
