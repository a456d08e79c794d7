/** Makes a new signing key. */
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import type { SigningAlgorithm } from './signing-key.ts';

/** A private key as a JWK (RFC 7517) with its algorithm and id. */
export interface PrivateKey extends JWK {
  readonly alg: SigningAlgorithm;
  readonly kid: string;
  /** By which a hardware security module knows the key; then its private part is there alone, and this is the public one. */
  readonly hsm?: string;
}

/** As strong as AES-128, as P-256 and Ed25519 are (NIST SP 800-57 part 1, table 2). */
const rsaModulusLength = 3072;

export type MakeSigningKey = (alg: SigningAlgorithm) => Promise<PrivateKey>;

export async function makeSigningKey(alg: SigningAlgorithm): Promise<PrivateKey> {
  const { privateKey } = await generateKeyPair(alg, { modulusLength: rsaModulusLength, extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, alg, use: 'sig', kid: await calculateJwkThumbprint(jwk) };
}
