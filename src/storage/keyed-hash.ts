/**
 * Keyed hashes under which names, tokens and törlőkódok are stored: keys in Redis consist of these alone, so that
 * braces or line breaks in a name move no slot, and a dump lists nobody.
 */
import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';

/** Node prepares a key given as bytes at every use, which takes six times as long as the hash. */
const preparedKeys = new WeakMap<Buffer, KeyObject>();

/** HMAC-SHA-256 in base64url (43 characters). `purpose` keeps the hashes of different things apart. */
export function keyedHash(key: Buffer, purpose: string, value: string): string {
  return createHmac('sha256', prepared(key)).update(`${purpose}\0${value}`).digest('base64url');
}

function prepared(key: Buffer): KeyObject {
  const known = preparedKeys.get(key) ?? createSecretKey(key);
  preparedKeys.set(key, known);
  return known;
}

/** SHA-256 in base64url, for values that are already unguessable (token and session ids). */
export function hashOfIdentifier(identifier: string): string {
  // In one call: making an object first takes ten times as long.
  return hash('sha256', identifier, 'base64url');
}
