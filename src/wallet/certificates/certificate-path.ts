/**
 * The way from a certificate to an authority that is pinned (RFC 5280 §6): whoever sends `x5c` sends the authorities between them along,
 * and may send the pinned one, or one above it.
 *
 * In this folder: certificates of issuers, wallets' makers and others, and whom of them we believe.
 */
import { X509Certificate } from 'node:crypto';
import { isIssuedBy, isValidAt } from '../../certificates.ts';
import { type CertificateLimits, isWithin, limitsOf } from './certificate-limits.ts';

const longestCertificate = 8 * 1024;
const mostCertificates = 5;

export interface Path<Anchor extends PinnedAuthority> {
  /** From the leaf to the one that the pinned authority issued. */
  readonly certificates: readonly [X509Certificate, ...X509Certificate[]];
  readonly anchor: Anchor;
}

export interface PinnedAuthority {
  readonly certificate: X509Certificate;
}

/**
 * @param x5c hostile: leaf first, then whoever issued it, and so on. @returns one way for each pinned authority that it leads to; whether
 * its certificates are valid at a time is asked of each way by itself (`isPathValidAt`)
 */
export function pathsIn<Anchor extends PinnedAuthority>(
  x5c: unknown,
  anchors: readonly Anchor[],
): Path<Anchor>[] {
  const chain = readChain(x5c);
  const [leaf] = chain;
  if (!leaf || leaf.ca || isIssuedBy(leaf, leaf)) {
    return [];
  }
  const isConnected = chain.every((certificate, position) => {
    const above = chain[position + 1];
    return above === undefined || (above.ca && isIssuedBy(certificate, above));
  });
  if (!isConnected) {
    return [];
  }
  return chain.flatMap((last, position) =>
    anchors
      .filter((anchor) => isIssuedBy(last, anchor.certificate))
      .map((anchor) => ({ certificates: [leaf, ...chain.slice(1, position + 1)] as const, anchor }))
      .filter(isAllowed),
  );
}

export function isPathValidAt<Anchor extends PinnedAuthority>(
  { certificates, anchor }: Path<Anchor>,
  now: Date,
): boolean {
  return [...certificates, anchor.certificate].every((certificate) => isValidAt(certificate, now));
}

/** What each says that it is for, and what each authority says of those below it. */
function isAllowed<Anchor extends PinnedAuthority>({ certificates, anchor }: Path<Anchor>): boolean {
  try {
    const [leaf, ...authorities] = [...certificates, anchor.certificate].map(limitsOf) as [
      CertificateLimits,
      ...CertificateLimits[],
    ];
    const below = [leaf, ...authorities];
    return (
      leaf.isUnderstood &&
      leaf.keyUsage?.signs !== false &&
      authorities.every(
        (authority, between) =>
          authority.isUnderstood &&
          authority.keyUsage?.certifies !== false &&
          between <= authority.pathLength &&
          below.slice(0, between + 1).every(({ names }) => isWithin(authority.constraints, names)),
      )
    );
  } catch {
    return false;
  }
}

function readChain(x5c: unknown): X509Certificate[] {
  const isList = Array.isArray(x5c) && x5c.length > 0 && x5c.length <= mostCertificates;
  if (!isList || !x5c.every((item) => typeof item === 'string' && item.length <= longestCertificate)) {
    return [];
  }
  try {
    return x5c.map(readCertificate);
  } catch {
    return [];
  }
}

/** Written in one way: what is remembered of a certificate is remembered under its text. */
function readCertificate(text: string): X509Certificate {
  const der = Buffer.from(text, 'base64');
  if (der.toString('base64') !== text) {
    throw new Error('a certificate in x5c is not written in Base64');
  }
  return new X509Certificate(der);
}
