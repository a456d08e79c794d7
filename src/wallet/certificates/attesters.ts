/** Whether somebody whom we trust vouches for a wallet (HAIP 1.0 §4.4) or for its keys: the certificate in an attestation leads to a pinned attester. */
import type { X509Certificate } from 'node:crypto';
import { isPathValidAt, pathsIn } from './certificate-path.ts';

/**
 * @param x5c the header of the attestation, hostile
 * @returns the leaf, whose key must have signed the attestation; undefined when nobody vouches
 */
export function attesterOf(
  x5c: unknown,
  attesters: readonly X509Certificate[],
  now: Date,
): X509Certificate | undefined {
  const anchors = attesters.map((certificate) => ({ certificate }));
  return pathsIn(x5c, anchors).find((path) => isPathValidAt(path, now))?.certificates[0];
}
