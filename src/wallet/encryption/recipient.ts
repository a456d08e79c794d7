/**
 * Whom a message is encrypted to: a key that a wallet sent, of the one kind that HAIP 1.0 has every wallet know (P-256, ECDH-ES).
 *
 * In this folder: what wallets and we encrypt to one another, beside TLS.
 */
import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { CompactEncrypt, type CompactJWEHeaderParameters } from 'jose';
import { isObject } from '../verification/compact-jws.ts';

export const keyManagement = 'ECDH-ES';
export const contentEncryptions = ['A128GCM', 'A256GCM'] as const;

export type ContentEncryption = (typeof contentEncryptions)[number];

export interface Recipient {
  readonly key: KeyObject;
  /** Told back, so that the wallet finds its key. */
  readonly kid: string | undefined;
  readonly enc: ContentEncryption;
}

const longestKid = 200;

/** @param jwk and enc as sent, hostile. @returns undefined for what cannot be encrypted to */
export function readRecipient(jwk: unknown, enc: unknown): Recipient | undefined {
  const chosen = contentEncryptions.find((known) => known === enc);
  if (!chosen || !isObject(jwk) || 'd' in jwk || jwk.alg !== keyManagement || !isForEncryption(jwk)) {
    return undefined;
  }
  const { kty, crv, x, y, kid } = jwk;
  const hasKid = typeof kid === 'string' && kid.length <= longestKid;
  if (kty !== 'EC' || crv !== 'P-256' || !(kid === undefined || hasKid)) {
    return undefined;
  }
  const key = readKey({ kty, crv, x, y } as JsonWebKey);
  return key && { key, kid: hasKid ? kid : undefined, enc: chosen };
}

export function encryptTo(
  { key, kid, enc }: Recipient,
  text: string,
  header: Partial<CompactJWEHeaderParameters> = {},
): Promise<string> {
  return new CompactEncrypt(Buffer.from(text))
    .setProtectedHeader({ alg: keyManagement, enc, ...(kid !== undefined && { kid }), ...header })
    .encrypt(key);
}

function isForEncryption({ use }: Readonly<Record<string, unknown>>): boolean {
  return use === undefined || use === 'enc';
}

function readKey(key: JsonWebKey): KeyObject | undefined {
  try {
    return createPublicKey({ key, format: 'jwk' });
  } catch {
    // Not a point of the curve.
    return undefined;
  }
}
