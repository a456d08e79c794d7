/** Whether somebody whom we trust vouches for a wallet (HAIP 1.0 §4.4): the certificate in its attestation leads to a pinned attester. */
import { X509Certificate } from 'node:crypto';
import { isIssuedBy, isValidAt } from '../../certificates.ts';

const longestChain = 3;
const longestCertificate = 8192;

/**
 * @param x5c the header of the attestation, hostile: leaf first, the pinned authority not among them
 * @returns the leaf, whose key must have signed the attestation; undefined when nobody vouches
 */
export function attesterOf(
  x5c: unknown,
  attesters: readonly X509Certificate[],
  now: Date,
): X509Certificate | undefined {
  const chain = readChain(x5c);
  const [leaf] = chain;
  if (!leaf || leaf.ca || chain.some((certificate) => !isValidAt(certificate, now))) {
    return undefined;
  }
  const isConnected = chain.every((certificate, position) => {
    const above = chain[position + 1];
    return above === undefined || (above.ca && isIssuedBy(certificate, above));
  });
  const last = chain.at(-1) as X509Certificate;
  const isPinned = attesters.some((root) => isValidAt(root, now) && isIssuedBy(last, root));
  return isConnected && isPinned && !isAmong(chain, attesters) ? leaf : undefined;
}

function readChain(x5c: unknown): X509Certificate[] {
  if (!Array.isArray(x5c) || x5c.length === 0 || x5c.length > longestChain) {
    return [];
  }
  const isText = x5c.every((item) => typeof item === 'string' && item.length <= longestCertificate);
  if (!isText) {
    return [];
  }
  try {
    return x5c.map((item: string) => new X509Certificate(Buffer.from(item, 'base64')));
  } catch {
    return [];
  }
}

function isAmong(chain: readonly X509Certificate[], roots: readonly X509Certificate[]): boolean {
  return chain.some((certificate) =>
    roots.some((root) => root.fingerprint256 === certificate.fingerprint256),
  );
}
