/**
 * Keyed hashes under which names, tokens and törlőkódok are stored: keys in Redis consist of these alone, so that
 * braces or line breaks in a name move no slot, and a dump lists nobody.
 */
import { createHash, createHmac } from 'node:crypto';

/** HMAC-SHA-256 in base64url (43 characters). `purpose` keeps the hashes of different things apart. */
export function keyedHash(key: Buffer, purpose: string, value: string): string {
  return createHmac('sha256', key).update(`${purpose}\0${value}`).digest('base64url');
}

/** SHA-256 in base64url, for values that are already unguessable (token and session ids). */
export function hashOfIdentifier(identifier: string): string {
  return createHash('sha256').update(identifier).digest('base64url');
}
