/**
 * TLS at the node itself: for its proxy, so that the way between them is encrypted; or for everybody, where the profile allows that. Else it
 * ends at the proxy, whose word on the protocol is taken.
 */
import { createSecureContext } from 'node:tls';
import { ConfigurationError } from '../../errors.ts';
import type { DeploymentProfile } from '../deployment-profile.ts';
import { readPrivateText, readText } from '../files/checked-file.ts';

/** PEM; the certificate may be followed by its chain. */
export interface OwnTls {
  readonly certificate: string;
  readonly key: string;
}

export interface TlsEnvironment {
  readonly KAPU_ISSUER: string;
  readonly KAPU_TRUST_PROXY: boolean;
  readonly KAPU_TLS_CERTIFICATE_FILE?: string | undefined;
  readonly KAPU_TLS_KEY_FILE?: string | undefined;
}

/** @throws ConfigurationError for an https issuer at a node that speaks plain HTTP with nobody in front of it */
export function ownTlsOf(
  environment: TlsEnvironment,
  { own_tls: isAllowed }: DeploymentProfile,
): OwnTls | undefined {
  const { KAPU_TLS_CERTIFICATE_FILE: certificateFile, KAPU_TLS_KEY_FILE: keyFile } = environment;
  const isSecure = environment.KAPU_ISSUER.startsWith('https:');
  if (!certificateFile && !keyFile) {
    if (isSecure && !environment.KAPU_TRUST_PROXY) {
      fail('KAPU_TRUST_PROXY must be true where KAPU_ISSUER is https: TLS ends at a proxy');
    }
    return undefined;
  }
  if (!isAllowed && !environment.KAPU_TRUST_PROXY) {
    fail(
      'KAPU_TLS_CERTIFICATE_FILE alone is not for this profile: the TLS of citizens ends at a proxy (KAPU_TRUST_PROXY)',
    );
  }
  if (!certificateFile || !keyFile) {
    return fail('KAPU_TLS_CERTIFICATE_FILE and KAPU_TLS_KEY_FILE are given together, or not at all');
  }
  if (!isSecure) {
    fail('KAPU_ISSUER must be https where the node has a certificate');
  }
  return readPair(certificateFile, keyFile);
}

/** @throws ConfigurationError when they do not belong together */
function readPair(certificateFile: string, keyFile: string): OwnTls {
  const [certificate, key] = [readText(certificateFile), readPrivateText(keyFile)];
  try {
    createSecureContext({ cert: certificate, key });
  } catch {
    throw new ConfigurationError(
      `${certificateFile} and ${keyFile}: are not a certificate and its key in PEM`,
    );
  }
  return { certificate, key };
}

function fail(sentence: string): never {
  throw new ConfigurationError(sentence);
}
