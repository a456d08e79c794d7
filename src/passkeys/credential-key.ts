/** The public key of a passkey, as it is kept (COSE_Key, RFC 9052, RFC 9053): whether it is one that was asked for, and as Node verifies with it. */
import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { cose, decodeCredentialPublicKey } from '@simplewebauthn/server/helpers';
import { algorithms } from './passkey.ts';

/** @returns undefined for what is no key of one of our algorithms */
export function credentialKeyIn(bytes: Uint8Array<ArrayBuffer>): KeyObject | undefined {
  try {
    const key = decodeCredentialPublicKey(bytes);
    const jwk = algorithms.some((known) => known === key.get(cose.COSEKEYS.alg)) ? jwkOf(key) : undefined;
    return jwk && createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    return undefined;
  }
}

/** What is no point of its curve Node refuses. */
function jwkOf(key: cose.COSEPublicKey): JsonWebKey | undefined {
  const alg = key.get(cose.COSEKEYS.alg);
  if (cose.isCOSEPublicKeyEC2(key) && alg === cose.COSEALG.ES256) {
    const [x, y] = [key.get(cose.COSEKEYS.x), key.get(cose.COSEKEYS.y)].map(textOf);
    return key.get(cose.COSEKEYS.crv) === cose.COSECRV.P256 ? { kty: 'EC', crv: 'P-256', x, y } : undefined;
  }
  if (cose.isCOSEPublicKeyOKP(key) && alg === cose.COSEALG.EdDSA) {
    const x = textOf(key.get(cose.COSEKEYS.x));
    return key.get(cose.COSEKEYS.crv) === cose.COSECRV.ED25519
      ? { kty: 'OKP', crv: 'Ed25519', x }
      : undefined;
  }
  if (cose.isCOSEPublicKeyRSA(key) && alg === cose.COSEALG.RS256) {
    return { kty: 'RSA', n: textOf(key.get(cose.COSEKEYS.n)), e: textOf(key.get(cose.COSEKEYS.e)) };
  }
  return undefined;
}

function textOf(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString('base64url');
}
