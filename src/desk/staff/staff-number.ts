/**
 * The number by which a person with a role is known in the audit log, in histories and in proofs that citizens take home. It follows
 * from the account and a secret of ours, and is kept when a role is given first: it stays the same whatever role they hold and whatever
 * the secret is later, and leads nobody but us to the account.
 */
import { keyedHash } from '../../storage/keyed-hash.ts';

const digits = 10;

/** @returns for example `04821-37055`. */
export function staffNumberOf(indexKey: Buffer, accountId: string): string {
  const hash = Buffer.from(keyedHash(indexKey, 'staff-number', accountId), 'base64url');
  const number = String(hash.readUIntBE(0, 6) % 10 ** digits).padStart(digits, '0');
  return `${number.slice(0, digits / 2)}-${number.slice(digits / 2)}`;
}

export const staffNumberPattern = /^\d{5}-\d{5}$/;
