/** The key that signs credentials and status lists, with the certificate that says whose it is. */
import { createPrivateKey, type KeyObject, sign, X509Certificate } from 'node:crypto';
import { fingerprintOf, isIssuedBy, isP256, isValidAt } from '../../certificates.ts';
import type { WalletIssuerSettings } from '../../configuration/wallet-issuer-settings.ts';
import { ConfigurationError } from '../../errors.ts';
import type { Hsm } from '../../hsm/hsm.ts';

export interface IssuerKey {
  /** SHA-256 of the trust anchor's certificate, in lower-case hexadecimal: names the authority under which persons are numbered. */
  readonly anchorFingerprint: string;
  /** A compact JWS, signed with ES256, with the certificate beside it. The root is not sent along: it is pinned. */
  sign(type: string, payload: Record<string, unknown>): Promise<string>;
}

/** ES256, wherever the key lives. */
type SignBytes = (data: Buffer) => Promise<Buffer>;

/**
 * @param hsm where the key is, when the settings name one in it
 * @throws ConfigurationError when certificate, key and trust anchor do not belong together, or the certificate is not valid now
 */
export async function createIssuerKey(
  { certificate: leafPem, privateKey, trustAnchor }: WalletIssuerSettings,
  now: Date,
  hsm?: Hsm,
): Promise<IssuerKey> {
  const leaf = new X509Certificate(leafPem);
  const anchor = new X509Certificate(trustAnchor);
  const signBytes =
    typeof privateKey === 'string'
      ? signerFromPem(privateKey, leaf)
      : (await (hsm ?? withoutHsm()).key(privateKey, 'ES256', p256KeyOf(leaf))).sign;
  refuseForeign(leaf, anchor);
  if (!isValidAt(leaf, now)) {
    throw new ConfigurationError('KAPU_CREDENTIAL_CERTIFICATE_FILE: is not valid today');
  }
  const x5c = [leaf.raw.toString('base64')];
  return {
    anchorFingerprint: fingerprintOf(anchor),
    sign: (typ, payload) => signCompactly(signBytes, { alg: 'ES256', typ, x5c }, payload),
  };
}

/** RFC 7515 §7.1. */
async function signCompactly(signBytes: SignBytes, header: object, payload: object): Promise<string> {
  const said = [header, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${said}.${(await signBytes(Buffer.from(said))).toString('base64url')}`;
}

function signerFromPem(pem: string, leaf: X509Certificate): SignBytes {
  const key = readKey(pem);
  if (!leaf.checkPrivateKey(key)) {
    throw new ConfigurationError('KAPU_CREDENTIAL_KEY_FILE: is not the key of the certificate');
  }
  return async (data) => sign('sha256', data, { key, dsaEncoding: 'ieee-p1363' });
}

function readKey(pem: string): KeyObject {
  const key = createPrivateKey(pem);
  if (!isP256(key)) {
    throw new ConfigurationError('KAPU_CREDENTIAL_KEY_FILE: must be a P-256 key');
  }
  return key;
}

function p256KeyOf({ publicKey }: X509Certificate): KeyObject {
  if (!isP256(publicKey)) {
    throw new ConfigurationError('KAPU_CREDENTIAL_CERTIFICATE_FILE: must be of a P-256 key');
  }
  return publicKey;
}

function withoutHsm(): never {
  throw new ConfigurationError(
    'KAPU_CREDENTIAL_KEY_FILE: names a key in a hardware security module that is not there',
  );
}

function refuseForeign(leaf: X509Certificate, anchor: X509Certificate): void {
  const isSelfSigned = leaf.fingerprint256 === anchor.fingerprint256;
  if (isSelfSigned || leaf.ca || !isIssuedBy(leaf, anchor)) {
    throw new ConfigurationError(
      'KAPU_CREDENTIAL_CERTIFICATE_FILE: must be issued by KAPU_CREDENTIAL_TRUST_ANCHOR_FILE',
    );
  }
}
