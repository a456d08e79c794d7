/** The key that wallets encrypt credential requests to: derived from a secret that every node has, so that it is kept nowhere. */
import { createECDH, createPrivateKey, hkdfSync, type KeyObject } from 'node:crypto';
import { compactDecrypt, decodeProtectedHeader } from 'jose';
import { contentEncryptions, keyManagement } from './recipient.ts';

export interface RequestKey {
  readonly publicJwk: Readonly<Record<'kty' | 'crv' | 'x' | 'y' | 'kid' | 'use' | 'alg', string>>;
  /** @returns undefined for what is not encrypted to this key */
  decrypt(jwe: string): Promise<Uint8Array | undefined>;
}

/** Of P-256. */
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
/** Sixteen more than a key has, so that no key is likelier than another (FIPS 186-5 A.2.1). */
const seedInBytes = 48;
const kid = 'credential-requests';

export function createRequestKey(secret: Buffer): RequestKey {
  const seed = Buffer.from(hkdfSync('sha256', secret, '', 'credential-request-encryption', seedInBytes));
  const scalar = (BigInt(`0x${seed.toString('hex')}`) % (order - 1n)) + 1n;
  const d = Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex');
  const exchange = createECDH('prime256v1');
  exchange.setPrivateKey(d);
  const point = exchange.getPublicKey();
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  };
  const key = createPrivateKey({ key: { ...jwk, d: d.toString('base64url') }, format: 'jwk' });
  return {
    publicJwk: { ...jwk, kid, use: 'enc', alg: keyManagement },
    decrypt: (jwe) => decryptWith(key, jwe),
  };
}

async function decryptWith(key: KeyObject, jwe: string): Promise<Uint8Array | undefined> {
  try {
    const header = decodeProtectedHeader(jwe);
    // Compressed, a small request could become a large one.
    if (header.kid !== kid || header.zip !== undefined) {
      return undefined;
    }
    const { plaintext } = await compactDecrypt(jwe, key, {
      keyManagementAlgorithms: [keyManagement],
      contentEncryptionAlgorithms: [...contentEncryptions],
    });
    return plaintext;
  } catch {
    return undefined;
  }
}
