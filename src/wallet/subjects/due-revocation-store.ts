/**
 * What an end leaves to be done. Credentials were issued and wallets linked on the strength of an account's Ügyfélkapu+; whatever ends
 * the one or the other marks the account in its own atomic step (storage/session-end-rule.lua), and everything is unlinked and revoked
 * after it. The mark goes last: whoever finds it, at whatever point somebody else stopped, does the rest, and may do it again. As long
 * as it is there nothing more is issued or linked, and no wallet opens the account.
 */
import { accountKey } from '../../storage/catalogue/account-keys.ts';
import { atomicStep, type Store } from '../../storage/redis.ts';
import type { CredentialStore } from '../issuing/credential-store.ts';
import type { WalletSubjectStore } from './wallet-subject-store.ts';

export interface DueRevocations {
  /** Revokes and unlinks everything of an account where that is due; else nothing. */
  settle(accountId: string, now: Date): Promise<void>;
}

const forgetDueRevocation = atomicStep<number>(import.meta.dirname, 'forget-due-revocation', 1);

export function createDueRevocations(
  store: Store,
  credentials: Pick<CredentialStore, 'revokeAll'>,
  subjects: Pick<WalletSubjectStore, 'unlinkAll'>,
): DueRevocations {
  return {
    async settle(accountId, now) {
      const due = await store.hget(accountKey(accountId), 'revocation_due');
      if (due === null) {
        return;
      }
      await subjects.unlinkAll(accountId);
      await credentials.revokeAll(accountId, now);
      await forgetDueRevocation(store, [accountKey(accountId)], [due]);
    },
  };
}
