import { ConfigurationError } from '../../errors.ts';
import type { Environment } from '../environment.ts';
import { readCertificates } from '../files/checked-file.ts';

/** How the proxy at which TLS ends hands over the certificates of relying parties (RFC 8705). */
export interface ClientCertificateSettings {
  /** The header in which it puts the certificate, and from which it strips whatever came from outside. */
  readonly header: string;
  /** PEM of the authorities whose certificates are accepted for `tls_client_auth`; empty where it is not offered. */
  readonly authorities: readonly string[];
}

/** @throws ConfigurationError when certificates would be taken from a header that anybody can write */
export function clientCertificatesOf(env: Environment): ClientCertificateSettings | undefined {
  const header = env.KAPU_CLIENT_CERTIFICATE_HEADER;
  const authoritiesFile = env.KAPU_CLIENT_CERTIFICATE_AUTHORITIES_FILE;
  if (!header) {
    return undefined;
  }
  if (!env.KAPU_TRUST_PROXY) {
    throw new ConfigurationError(
      'KAPU_CLIENT_CERTIFICATE_HEADER needs KAPU_TRUST_PROXY: without a proxy anybody could write that header',
    );
  }
  return { header, authorities: authoritiesFile ? readCertificates(authoritiesFile) : [] };
}
