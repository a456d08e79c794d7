/** The key that signs credentials and status lists, with the certificate that says whose it is. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { SignJWT } from 'jose';
import { fingerprintOf, isIssuedBy, isP256, isValidAt } from '../../certificates.ts';
import type { WalletIssuerSettings } from '../../configuration/wallet-issuer-settings.ts';
import { ConfigurationError } from '../../errors.ts';

export interface IssuerKey {
  /** SHA-256 of the trust anchor's certificate, in lower-case hexadecimal: names the authority under which persons are numbered. */
  readonly anchorFingerprint: string;
  /** A compact JWS, signed with ES256, with the certificate beside it. The root is not sent along: it is pinned. */
  sign(type: string, payload: Record<string, unknown>): Promise<string>;
}

/** @throws ConfigurationError when certificate, key and trust anchor do not belong together, or the certificate is not valid now */
export function createIssuerKey(
  { certificate: leafPem, privateKey, trustAnchor }: WalletIssuerSettings,
  now: Date,
): IssuerKey {
  const key = readKey(privateKey);
  const leaf = new X509Certificate(leafPem);
  const anchor = new X509Certificate(trustAnchor);
  refuseMismatch(leaf, key, anchor);
  if (!isValidAt(leaf, now)) {
    throw new ConfigurationError('KAPU_CREDENTIAL_CERTIFICATE_FILE: is not valid today');
  }
  const x5c = [leaf.raw.toString('base64')];
  return {
    anchorFingerprint: fingerprintOf(anchor),
    sign: (typ, payload) => new SignJWT(payload).setProtectedHeader({ alg: 'ES256', typ, x5c }).sign(key),
  };
}

function readKey(pem: string): KeyObject {
  const key = createPrivateKey(pem);
  if (!isP256(key)) {
    throw new ConfigurationError('KAPU_CREDENTIAL_KEY_FILE: must be a P-256 key');
  }
  return key;
}

function refuseMismatch(leaf: X509Certificate, key: KeyObject, anchor: X509Certificate): void {
  if (!leaf.checkPrivateKey(key)) {
    throw new ConfigurationError('KAPU_CREDENTIAL_KEY_FILE: is not the key of the certificate');
  }
  const isSelfSigned = leaf.fingerprint256 === anchor.fingerprint256;
  if (isSelfSigned || leaf.ca || !isIssuedBy(leaf, anchor)) {
    throw new ConfigurationError(
      'KAPU_CREDENTIAL_CERTIFICATE_FILE: must be issued by KAPU_CREDENTIAL_TRUST_ANCHOR_FILE',
    );
  }
}
