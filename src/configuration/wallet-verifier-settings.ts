/** What an operator decides about accepting wallets: `config/wallet-verifier.json`, and certificates that it names nowhere. */
import { dirname, resolve } from 'node:path';
import { type TrustSource, walletVerifierSchema } from '../assurance/wallet-assurance.ts';
import { ConfigurationError } from '../errors.ts';
import {
  check,
  isGiven,
  readCertificates,
  readJson,
  readPrivateText,
  resolveReferences,
} from './files/checked-file.ts';

/** How we ask wallets, and whom we believe. */
export interface WalletVerifierSettings {
  /** A scheme such as `openid4vp://`, or the https address of a wallet on the web. */
  readonly walletAddress: string;
  readonly clientIdPrefix: 'x509_hash' | 'x509_san_dns';
  /** PEM, ours first; the authority that wallets know is not among them. */
  readonly certificates: readonly string[];
  /** PEM, secret. */
  readonly privateKey: string;
  readonly crossDevice: 'low' | 'substantial' | 'off';
  readonly sources: readonly TrustSource[];
}

/** Paths of PEM files, as the environment gives them. */
export interface VerifierFiles {
  readonly KAPU_WALLET_CERTIFICATES_FILE?: string | undefined;
  readonly KAPU_WALLET_KEY_FILE?: string | undefined;
}

/** Without the file, or where it says so, wallets are off. Trust anchors may be named by `${NAME}`, an environment variable. */
export function loadWalletVerifier(
  path: string,
  { KAPU_WALLET_CERTIFICATES_FILE: certificatesFile, KAPU_WALLET_KEY_FILE: keyFile }: VerifierFiles,
  environment: NodeJS.ProcessEnv,
): WalletVerifierSettings | undefined {
  const written = isGiven(path) ? readJson(path) : {};
  if ((written as { enabled?: unknown } | null)?.enabled !== true) {
    check(walletVerifierSchema, written, path);
    return undefined;
  }
  const settings = check(walletVerifierSchema, resolveReferences(written, path, environment), path);
  if (!certificatesFile || !keyFile) {
    throw new ConfigurationError(
      `${path}: wallets are asked with a signature, KAPU_WALLET_CERTIFICATES_FILE and KAPU_WALLET_KEY_FILE`,
    );
  }
  if (settings.trust_sources.length === 0) {
    throw new ConfigurationError(`${path}: wallets need a trust source, whose credentials are believed`);
  }
  return {
    walletAddress: settings.wallet_address,
    clientIdPrefix: settings.client_id_prefix,
    certificates: readCertificates(certificatesFile),
    privateKey: readPrivateText(keyFile),
    crossDevice: settings.cross_device,
    sources: settings.trust_sources.map((source) => ({
      name: source.name,
      anchor: readOneCertificate(resolve(dirname(path), source.anchor_file)),
      vct: source.vct,
      family: source.vct_family,
      identifierClaim: source.identifier_claim,
      otherIdentifierClaims: source.other_identifier_claims,
      status: source.status,
      assurance: source.assurance,
    })),
  };
}

function readOneCertificate(path: string): string {
  const [certificate, ...others] = readCertificates(path);
  if (!certificate || others.length > 0) {
    throw new ConfigurationError(`${path}: must hold one certificate, the trust anchor`);
  }
  return certificate;
}
