/** Keys that credentials are bound to, as wallets write them. */
import { createPublicKey, type JsonWebKey, type KeyObject, X509Certificate } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import { isP256, isValidAt } from '../../certificates.ts';
import type { HolderKey } from '../issuing/credential.ts';
import { isObject } from '../verification/compact-jws.ts';
import { refuseProofUnless } from './proof-refused.ts';

/** A key in the one way that it is written: padding, leading zeros and the bits to spare of a last letter would make one key look like many. */
export interface NamedKey {
  readonly jwk: HolderKey;
  /** RFC 7638. */
  readonly thumbprint: string;
  readonly publicKey: KeyObject;
}

const longestCertificate = 8192;

/** @param where it stands, for the sentence. @throws ProofRefused */
export async function readHolderKey(jwk: unknown, where: string): Promise<NamedKey> {
  refuseProofUnless(isObject(jwk), `${where} must be a JWK`);
  refuseProofUnless(!('d' in jwk) && !('k' in jwk), `${where} must be a public key`);
  const { kty, crv, x, y } = jwk;
  refuseProofUnless(kty === 'EC' && crv === 'P-256', `${where} must be a key of the curve P-256`);
  return nameKey(publicKeyOf({ kty, crv, x, y } as JsonWebKey, where));
}

/** The certificate says whose key it is to others; to us it says which key. @throws ProofRefused */
export async function holderKeyOfCertificate(x5c: unknown, now: Date): Promise<NamedKey> {
  const certificate = readFirst(x5c);
  refuseProofUnless(
    certificate !== undefined && isP256(certificate.publicKey),
    'x5c of the jwt proof must begin with the certificate of a key of the curve P-256',
  );
  refuseProofUnless(isValidAt(certificate, now), 'the certificate in x5c of the jwt proof is not valid now');
  return nameKey(certificate.publicKey);
}

function readFirst(x5c: unknown): X509Certificate | undefined {
  const first = Array.isArray(x5c) ? x5c[0] : undefined;
  if (typeof first !== 'string' || first.length > longestCertificate) {
    return undefined;
  }
  try {
    return new X509Certificate(Buffer.from(first, 'base64'));
  } catch {
    return undefined;
  }
}

function publicKeyOf(key: JsonWebKey, where: string): KeyObject {
  try {
    return createPublicKey({ key, format: 'jwk' });
  } catch {
    refuseProofUnless(false, `${where} must be written as RFC 7518 has it`);
  }
}

async function nameKey(publicKey: KeyObject): Promise<NamedKey> {
  const { kty, crv, x, y } = publicKey.export({ format: 'jwk' }) as HolderKey & JsonWebKey;
  const jwk = { kty, crv, x, y };
  return { jwk, thumbprint: await calculateJwkThumbprint({ ...jwk }), publicKey };
}
