/**
 * Which key names a citizen to relying parties (OpenID Connect Core §8.1), and numbers them on cards: the one of when their account was
 * made. So a newer key renames nobody, and there is no day on which everybody changes (decision 61).
 */
import type { Account } from '../../accounts/account.ts';
import { keyAt, type Secrets } from '../../configuration/secrets.ts';
import type { ReadAccount } from './token-accounts.ts';

type SubjectKeys = Pick<Secrets, 'subject_key' | 'newer_subject_keys'>;

export function subjectKeyOf(
  { subject_key: eldest, newer_subject_keys: newer }: SubjectKeys,
  { createdAt }: Pick<Account, 'createdAt'>,
): Buffer {
  return keyAt(eldest, newer, createdAt);
}

/** Where there is one key, nobody is looked up. An account that is gone is named to nobody any more. */
export function createSubjectKeyOf(keys: SubjectKeys, read: ReadAccount): (id: string) => Promise<Buffer> {
  return async (id) => {
    const account = keys.newer_subject_keys.length > 0 ? await read(id) : undefined;
    return account ? subjectKeyOf(keys, account) : keys.subject_key;
  };
}
