/** X.509 certificates of others, read one at a time: chains are judged where it is known what they are for. */
import type { KeyObject, X509Certificate } from 'node:crypto';

/** SHA-256 in lower-case hexadecimal. */
export function fingerprintOf({ fingerprint256 }: X509Certificate): string {
  return fingerprint256.replaceAll(':', '').toLowerCase();
}

export function isValidAt({ validFromDate, validToDate }: X509Certificate, instant: Date): boolean {
  return validFromDate <= instant && instant <= validToDate;
}

/** By name and by signature. */
export function isIssuedBy(certificate: X509Certificate, authority: X509Certificate): boolean {
  return certificate.checkIssued(authority) && certificate.verify(authority.publicKey);
}

export function isP256({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean {
  return asymmetricKeyType === 'ec' && asymmetricKeyDetails?.namedCurve === 'prime256v1';
}
