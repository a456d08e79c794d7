/**
 * Certificates of relying parties (RFC 8705). TLS ends at a proxy, which has seen the proof of the private key and hands the
 * certificate over in a header that nobody else can write. Whether its issuer is one of ours is decided here.
 */
import { X509Certificate } from 'node:crypto';
import type { Context } from 'koa';
import type { Configuration } from 'oidc-provider';
import { isIssuedBy, isValidAt } from '../../certificates.ts';
import type { ClientCertificateSettings } from '../../config.ts';
import { normalForm, normalFormOfSubject } from './distinguished-name.ts';

type Features = NonNullable<Configuration['features']>;

const clientAuthentication = '1.3.6.1.5.5.7.3.2';

export function certificateMethods(
  settings: ClientCertificateSettings | undefined,
): ('self_signed_tls_client_auth' | 'tls_client_auth')[] {
  if (!settings) {
    return [];
  }
  const byAuthority = settings.authorities.length > 0 ? (['tls_client_auth'] as const) : [];
  return [...byAuthority, 'self_signed_tls_client_auth'];
}

export function certificatesOfClients(
  settings: ClientCertificateSettings | undefined,
): NonNullable<Features['mTLS']> {
  if (!settings) {
    return { enabled: false };
  }
  const authorities = settings.authorities.map((pem) => new X509Certificate(pem));
  const certificateOf = (ctx: unknown): X509Certificate | undefined =>
    readCertificate((ctx as Context).get(settings.header));
  return {
    enabled: true,
    certificateBoundAccessTokens: true,
    selfSignedTlsClientAuth: true,
    tlsClientAuth: authorities.length > 0,
    getCertificate: certificateOf as never,
    certificateAuthorized: (ctx) => isAuthorized(certificateOf(ctx), authorities, new Date()),
    certificateSubjectMatches: (ctx, property, expected) => isNamed(certificateOf(ctx), property, expected),
  };
}

/** RFC 9440 (`:<base64>:`), or PEM escaped for a URL as nginx and HAProxy write it; undefined for anything else. */
export function readCertificate(header: string): X509Certificate | undefined {
  try {
    const [, base64] = /^:([A-Za-z0-9+/=]+):$/.exec(header) ?? [];
    return header
      ? new X509Certificate(base64 ? Buffer.from(base64, 'base64') : decodeURIComponent(header))
      : undefined;
  } catch {
    return undefined;
  }
}

function isAuthorized(
  certificate: X509Certificate | undefined,
  authorities: readonly X509Certificate[],
  now: Date,
): boolean {
  if (!certificate || certificate.ca || !isValidAt(certificate, now)) {
    return false;
  }
  const isForClients = certificate.keyUsage?.includes(clientAuthentication) ?? true;
  return (
    isForClients &&
    authorities.some((authority) => mayIssue(authority, now) && isIssuedBy(certificate, authority))
  );
}

function mayIssue(authority: X509Certificate, now: Date): boolean {
  return authority.ca && isValidAt(authority, now);
}

function isNamed(certificate: X509Certificate | undefined, property: string, expected: string): boolean {
  const names = alternativeNames(certificate);
  switch (property) {
    case 'tls_client_auth_san_dns':
      return names.includes(`DNS:${expected}`);
    case 'tls_client_auth_san_uri':
      return names.includes(`URI:${expected}`);
    case 'tls_client_auth_subject_dn':
      return isSubject(certificate, expected);
    default:
      return false;
  }
}

/** Node separates them by commas, and writes a value that has one within, or a quotation mark, as a string of JSON. */
function alternativeNames(certificate: X509Certificate | undefined): string[] {
  const all = (certificate?.subjectAltName ?? '').matchAll(/(?:, )?([^:]+):("(?:\\.|[^"\\])*"|[^,"]*)/gy);
  return [...all].map(
    ([, kind, value = '']) => `${kind}:${value.startsWith('"') ? JSON.parse(value) : value}`,
  );
}

/** One that has its names beside the subject may have none there (RFC 5280 §4.1.2.6), and is nobody. */
function isSubject(certificate: X509Certificate | undefined, expected: string): boolean {
  const subject: string | undefined = certificate?.subject;
  return subject ? normalFormOfSubject(subject) === normalForm(expected) : false;
}
