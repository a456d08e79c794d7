/**
 * Whose account a credential's subject is: by the trust anchor and the personal identifier, never by a name. The account itself says
 * which subjects are its own; a pointer under a keyed hash leads there, and one that leads to an account which says otherwise (or
 * is no more) leads nowhere. So taking a subject away, and erasing an account, is one step in the account's own slot.
 */
import type { Secrets } from '../config.ts';
import { accountKey, walletSubjectsKey } from '../storage/account-keys.ts';
import { keyedHash } from '../storage/keyed-hash.ts';
import { atomicStep, type Store } from '../storage/redis.ts';

export interface WalletSubject {
  /** SHA-256 of the trust anchor's certificate (DER), in lower-case hexadecimal. */
  readonly anchorFingerprint: string;
  /** The personal identifier that this anchor's issuer gives, as it stands in the credential. */
  readonly identifier: string;
}

/** By us, when we issued the credential to the account; or by the citizen, after password and code. */
export type LinkOrigin = 'issued' | 'linked';

/** `known`: the account had it before. `taken`: it is another account's. `refused`: the account is not in use. */
export type LinkOutcome = 'linked' | 'known' | 'taken' | 'refused';

export interface WalletSubjectStore {
  /** The account id; undefined where the subject is nobody's. */
  find(subject: WalletSubject): Promise<string | undefined>;
  link(subject: WalletSubject, accountId: string, origin: LinkOrigin, now: Date): Promise<LinkOutcome>;
  /** @returns false when it was not this account's. */
  unlink(subject: WalletSubject, accountId: string): Promise<boolean>;
}

const pointAtAccount = atomicStep<number>(import.meta.dirname, 'point-at-account', 1);
const keepWalletSubject = atomicStep<number>(import.meta.dirname, 'keep-wallet-subject', 2);

const outcomeOfKeeping: Record<number, LinkOutcome> = { 0: 'refused', 1: 'linked', 2: 'known' };

export function createWalletSubjectStore(store: Store, secrets: Secrets): WalletSubjectStore {
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

    async link(subject, accountId, origin, now) {
      const hash = hashOf(subject);
      const before = await store.get(pointerKey(hash));
      if (before && before !== accountId && (await isOwnedBy(hash, before))) {
        return 'taken';
      }
      // The account first: a pointer that leads to an account which does not know the subject could be taken over by another.
      const kept = await keepWalletSubject(
        store,
        [accountKey(accountId), walletSubjectsKey(accountId)],
        [hash, JSON.stringify({ origin, at: now.toISOString() })],
      );
      if (kept === 0) {
        return 'refused';
      }
      const points = await pointAtAccount(store, [pointerKey(hash)], [accountId, before ?? '']);
      if (points === 0) {
        await store.hdel(walletSubjectsKey(accountId), hash);
        return 'taken';
      }
      return outcomeOfKeeping[kept] ?? 'refused';
    },

    async unlink(subject, accountId) {
      return (await store.hdel(walletSubjectsKey(accountId), hashOf(subject))) === 1;
    },
  };
}
