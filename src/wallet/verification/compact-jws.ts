/** A JWS in compact form with one algorithm, ES256 (RFC 7515, RFC 7518 §3.4), read strictly: there is one way to write each. */
import { type KeyObject, verify } from 'node:crypto';
import { refuseUnless } from './refusal.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export interface CompactJws {
  readonly header: JsonObject;
  readonly payload: JsonObject;
  readonly signedText: string;
  readonly signature: Buffer;
}

const pattern = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** The header and payload are not to be believed before `isSignedBy` said so. @throws PresentationRefused */
export function readCompactJws(text: string): CompactJws {
  refuseUnless(pattern.test(text), 'malformed');
  const [header = '', payload = '', signature = ''] = text.split('.');
  return {
    header: readObject(header),
    payload: readObject(payload),
    signedText: `${header}.${payload}`,
    signature: decodeStrictly(signature),
  };
}

/** Refuses what says that it was signed otherwise, or that asks for extensions which we do not know. */
export function checkHeader({ header }: CompactJws, type: string): void {
  refuseUnless(header.alg === 'ES256', 'algorithm');
  refuseUnless(header.typ === type, 'type');
  refuseUnless(!('crit' in header) && !('b64' in header), 'malformed');
}

export function isSignedBy({ signedText, signature }: CompactJws, key: KeyObject): boolean {
  const isWhole = signature.length === 64;
  return isWhole && verify('sha256', Buffer.from(signedText), { key, dsaEncoding: 'ieee-p1363' }, signature);
}

/** Base64url without padding, and with no bits left over that another text could differ in. */
export function decodeStrictly(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64url');
  refuseUnless(bytes.toString('base64url') === text, 'malformed');
  return bytes;
}

export function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    refuseUnless(false, 'malformed');
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readObject(encoded: string): JsonObject {
  const value = parseJson(decodeStrictly(encoded));
  refuseUnless(isObject(value), 'malformed');
  return value;
}
