/**
 * Whose account a credential's subject is: by the trust anchor and the personal identifier, never by a name. The account itself says
 * which subjects are its own; a pointer under a keyed hash leads there, and one that leads to an account which says otherwise (or
 * is no more) leads nowhere. So taking a subject away, and erasing an account, needs to know of no pointer.
 */
import { createRecorder, type Recorder, recordedStep } from '../audit/audit-log.ts';
import type { SecurityEvent } from '../audit/security-event.ts';
import type { Secrets } from '../config.ts';
import { accountKey, walletSubjectsKey } from '../storage/account-keys.ts';
import { keyedHash } from '../storage/keyed-hash.ts';
import type { Store } from '../storage/redis.ts';
import type { Sealer } from '../storage/sealed.ts';

export interface WalletSubject {
  /** SHA-256 of the trust anchor's certificate (DER), in lower-case hexadecimal. */
  readonly anchorFingerprint: string;
  /** The personal identifier that this anchor's issuer gives, as it stands in the credential. */
  readonly identifier: string;
}

/** By us, when we issue a credential to the account, which is recorded by itself; or by the citizen, after password and code. */
export type Linking =
  | { readonly origin: 'issued' }
  | { readonly origin: 'linked'; readonly event: SecurityEvent };

/** `known`: the account had it before. `taken`: it is another account's. `refused`: the account is not in use. */
export type LinkOutcome = 'linked' | 'known' | 'taken' | 'refused';

export interface WalletSubjectStore {
  /** The account id; undefined where the subject is nobody's. */
  find(subject: WalletSubject): Promise<string | undefined>;
  link(subject: WalletSubject, accountId: string, linking: Linking, now: Date): Promise<LinkOutcome>;
  /** @returns false when it was not this account's. */
  unlink(subject: WalletSubject, accountId: string): Promise<boolean>;
}

const linkWalletSubject = recordedStep<never, LinkOutcome, 'linked'>(
  import.meta.dirname,
  'link-wallet-subject',
);

export function createWalletSubjectStore(
  store: Store,
  sealer: Sealer,
  secrets: Secrets,
  recorder: Recorder = createRecorder(store, sealer),
): WalletSubjectStore {
  function hashOf({ anchorFingerprint, identifier }: WalletSubject): string {
    return keyedHash(secrets.index_key, 'wallet-subject', `${anchorFingerprint}\0${identifier}`);
  }

  const pointerKey = (hash: string): string => `wallet-subject:{${hash}}`;

  async function isOwnedBy(hash: string, accountId: string): Promise<boolean> {
    return (await store.hexists(walletSubjectsKey(accountId), hash)) === 1;
  }

  return {
    async find(subject) {
      const hash = hashOf(subject);
      const accountId = await store.get(pointerKey(hash));
      return accountId && (await isOwnedBy(hash, accountId)) ? accountId : undefined;
    },

    async link(subject, accountId, linking, now) {
      const hash = hashOf(subject);
      const before = (await store.get(pointerKey(hash))) ?? '';
      const { origin } = linking;
      return linkWalletSubject(
        recorder,
        [
          accountKey(accountId),
          walletSubjectsKey(accountId),
          pointerKey(hash),
          walletSubjectsKey(before || accountId),
        ],
        [hash, JSON.stringify({ origin, at: now.toISOString() }), accountId, before],
        origin === 'linked' ? { linked: linking.event } : {},
      );
    },

    async unlink(subject, accountId) {
      return (await store.hdel(walletSubjectsKey(accountId), hashOf(subject))) === 1;
    },
  };
}
