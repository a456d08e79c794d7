/** Whatever ends an account, or the Ügyfélkapu+ on whose strength credentials were issued and wallets linked, revokes and unlinks them. */
import type { AccountStore } from '../accounts/account-store.ts';
import type { ClosingStore } from '../accounts/closing-store.ts';
import type { DeskChanges } from '../accounts/desk-changes-store.ts';
import type { RequestStore } from '../desk/request-store.ts';
import type { AuthenticatorStore } from '../totp/authenticator-store.ts';
import type { ObjectionStore } from '../totp/objection-store.ts';
import type { CredentialStore } from '../wallet/issuing/credential-store.ts';
import type { WalletSubjectStore } from '../wallet/wallet-subject-store.ts';
import type { SessionEndings } from './session-endings.ts';

/** The end comes first: after it nothing more is issued, so that nothing is missed. What did not happen revokes nothing. */
async function thenRevoking<Result>(
  credentials: CredentialStore,
  accountId: string,
  end: () => Promise<Result>,
): Promise<Result> {
  const result = await end();
  const hasHappened =
    typeof result === 'string' ? result === 'frozen' : result !== false && result !== undefined;
  if (hasHappened) {
    await credentials.revokeAll(accountId, new Date());
  }
  return result;
}

export function accountsThatRevoke(accounts: AccountStore, credentials: CredentialStore): AccountStore {
  return {
    ...accounts,
    disable: (id, event) => thenRevoking(credentials, id, () => accounts.disable(id, event)),
  };
}

export function authenticatorsThatRevoke(
  authenticators: AuthenticatorStore,
  credentials: CredentialStore,
): AuthenticatorStore {
  return {
    ...authenticators,
    cancel: (id, hash, events) =>
      thenRevoking(credentials, id, () => authenticators.cancel(id, hash, events)),
  };
}

/** A thief's authenticator is blocked together with the credentials that the thief may have got with it. */
export function objectionsThatRevoke(
  objections: ObjectionStore,
  credentials: CredentialStore,
): ObjectionStore {
  return {
    ...objections,
    freeze: (objection, now, event) =>
      thenRevoking(credentials, objection.accountId, () => objections.freeze(objection, now, event)),
    freezeUnlessLast: (objection, now, event) =>
      thenRevoking(credentials, objection.accountId, () =>
        objections.freezeUnlessLast(objection, now, event),
      ),
  };
}

export function closingsThatRevoke(closings: ClosingStore, credentials: CredentialStore): ClosingStore {
  return {
    ...closings,
    request: (id, now, event) => thenRevoking(credentials, id, () => closings.request(id, now, event)),
  };
}

export function deskChangesThatRevoke(changes: DeskChanges, credentials: CredentialStore): DeskChanges {
  return {
    ...changes,
    suspend: (account, now, event) =>
      thenRevoking(credentials, account.id, () => changes.suspend(account, now, event)),
  };
}

/** What two people agreed on at the desk ends the Ügyfélkapu+. */
export function requestsThatRevoke(requests: RequestStore, credentials: CredentialStore): RequestStore {
  return {
    ...requests,
    takeEffect: (stored, now, event) =>
      thenRevoking(credentials, stored.accountId, () => requests.takeEffect(stored, now, event)),
  };
}

/** Whatever revokes all that was issued to wallets also unlinks those of other issuers: no wallet opens the account then. */
export function credentialsThatUnlink(
  credentials: CredentialStore,
  subjects: WalletSubjectStore,
): CredentialStore {
  return {
    ...credentials,
    async revokeAll(accountId, now) {
      await subjects.unlinkAll(accountId);
      await credentials.revokeAll(accountId, now);
    },
  };
}

/** Revoking ends sessions: who is to be told of that, is told. */
export function credentialsThatTell(credentials: CredentialStore, endings: SessionEndings): CredentialStore {
  return {
    ...credentials,
    revoke: (account, issuanceId, now, eventsOf) =>
      endings.whileEnding(account.id, () => credentials.revoke(account, issuanceId, now, eventsOf)),
  };
}

/** So does unlinking. */
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
