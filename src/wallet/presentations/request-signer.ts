/** How we present ourselves to wallets: our certificate, and the name that follows from it (OpenID4VP 1.0 §5.9). */
import { createHash, createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { isP256 } from '../../certificates.ts';
import { ConfigurationError } from '../../errors.ts';

export interface RequestSigner {
  /** With its prefix. */
  readonly clientId: string;
  /** Beside the certificates: some wallets want a key to have a name (IT-Wallet). */
  readonly kid: string;
  /** Base64 of DER, ours first. */
  readonly x5c: readonly string[];
  readonly key: KeyObject;
}

export interface SignerSettings {
  readonly clientIdPrefix: 'x509_hash' | 'x509_san_dns';
  /** PEM, ours first. */
  readonly certificates: readonly string[];
  /** PEM. */
  readonly privateKey: string;
}

/** @throws ConfigurationError where wallets would refuse our requests */
export function createRequestSigner(
  { clientIdPrefix, certificates, privateKey }: SignerSettings,
  issuer: string,
): RequestSigner {
  const chain = certificates.map((pem) => new X509Certificate(pem));
  const [own] = chain;
  const key = readPrivateKey(privateKey);
  if (!own?.checkPrivateKey(key) || !isP256(key)) {
    throw new ConfigurationError('the wallet verifier’s key is not the P-256 key of its first certificate');
  }
  if (chain.some((certificate) => certificate.checkIssued(certificate))) {
    throw new ConfigurationError('the wallet verifier’s certificates must not be self-signed (HAIP 1.0 §5)');
  }
  const host = new URL(issuer).hostname;
  if (clientIdPrefix === 'x509_san_dns' && own.checkHost(host, { subject: 'never' }) !== host) {
    throw new ConfigurationError(`the wallet verifier’s certificate is not for ${host}`);
  }
  const hash = createHash('sha256').update(own.raw).digest('base64url');
  return {
    kid: hash,
    clientId: `${clientIdPrefix}:${clientIdPrefix === 'x509_hash' ? hash : host}`,
    x5c: chain.map(({ raw }) => raw.toString('base64')),
    key,
  };
}

function readPrivateKey(pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    throw new ConfigurationError(
      'the wallet verifier’s private key cannot be read: it must be PEM, and not encrypted',
    );
  }
}
