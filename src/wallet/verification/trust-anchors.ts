/**
 * Whom we believe: an issuer whose certificate was given by a pinned authority, for the type of credential that it was pinned
 * for. `x5c` holds that one certificate: an authority in it would vouch for itself, and a longer chain has constraints that
 * we do not look at; who has one pins the authority that gives the last certificate.
 */
import { type KeyObject, X509Certificate } from 'node:crypto';
import type { TrustSource } from '../../assurance/wallet-assurance.ts';
import { fingerprintOf, isIssuedBy, isP256, isValidAt } from '../../certificates.ts';
import { ConfigurationError } from '../../errors.ts';
import { refuseUnless } from './refusal.ts';

export interface TrustedSource extends TrustSource {
  /** SHA-256 of the authority's certificate, in lower-case hexadecimal. */
  readonly fingerprint: string;
}

export interface Trust {
  readonly sources: readonly TrustedSource[];
  /** @throws PresentationRefused with `untrusted-issuer` */
  findIssuer(x5c: unknown, vct: string, now: Date): { issuer: TrustedSource; key: KeyObject };
  /** The key of another thing that the same authority answers for: a status list. @throws likewise */
  keyUnder(source: TrustedSource, x5c: unknown, now: Date): KeyObject;
}

const longestCertificate = 8 * 1024;
/** Issuers are few; whoever sends others fills no memory. */
const mostRemembered = 200;

interface Pinned {
  readonly source: TrustedSource;
  readonly certificate: X509Certificate;
}

/** @throws ConfigurationError for an anchor that cannot be one */
export function createTrust(sources: readonly TrustSource[]): Trust {
  const pinned = sources.map(pin);
  refuseMixedIdentifiers(pinned);
  /** Authorities that gave a certificate: checked once, for that takes as long as everything else. */
  const givenBy = new Map<string, { leaf: X509Certificate; authorities: Pinned[] }>();

  function leafOf(x5c: unknown): { leaf: X509Certificate; authorities: Pinned[] } {
    refuseUnless(Array.isArray(x5c) && x5c.length === 1, 'untrusted-issuer');
    const [text] = x5c;
    refuseUnless(typeof text === 'string' && text.length <= longestCertificate, 'untrusted-issuer');
    const known = givenBy.get(text);
    if (known) {
      return known;
    }
    const leaf = readCertificate(text);
    const authorities = pinned.filter(({ certificate }) => isIssuedBy(leaf, certificate));
    refuseUnless(authorities.length > 0 && isIssuer(leaf), 'untrusted-issuer');
    if (givenBy.size >= mostRemembered) {
      givenBy.clear();
    }
    givenBy.set(text, { leaf, authorities });
    return { leaf, authorities };
  }

  function find(x5c: unknown, now: Date, fits: (source: TrustedSource) => boolean) {
    const { leaf, authorities } = leafOf(x5c);
    const authority = authorities.find(({ source }) => fits(source));
    refuseUnless(authority !== undefined, 'untrusted-issuer');
    refuseUnless(isValidAt(leaf, now) && isValidAt(authority.certificate, now), 'untrusted-issuer');
    return { issuer: authority.source, key: leaf.publicKey };
  }

  return {
    sources: pinned.map(({ source }) => source),
    findIssuer: (x5c, vct, now) => find(x5c, now, (source) => source.vct === vct),
    keyUnder: (trusted, x5c, now) =>
      find(x5c, now, ({ fingerprint }) => fingerprint === trusted.fingerprint).key,
  };
}

function pin(source: TrustSource): Pinned {
  const certificate = new X509Certificate(source.anchor);
  if (!certificate.ca) {
    throw new ConfigurationError(`the trust anchor of ${source.name.en} is not an authority's certificate`);
  }
  return { source: { ...source, fingerprint: fingerprintOf(certificate) }, certificate };
}

/** Persons are known by anchor and identifier: numbers of two kinds under one anchor would pass for each other. */
function refuseMixedIdentifiers(pinned: readonly Pinned[]): void {
  for (const { fingerprint, name, identifierClaim } of pinned.map(({ source }) => source)) {
    const isMixed = pinned.some(
      ({ source: other }) =>
        other.fingerprint === fingerprint &&
        other.identifierClaim !== undefined &&
        identifierClaim !== undefined &&
        other.identifierClaim !== identifierClaim,
    );
    if (isMixed) {
      throw new ConfigurationError(
        `the trust anchor of ${name.en} is pinned with two identifier_claims; under one anchor persons have one`,
      );
    }
  }
}

function readCertificate(text: string): X509Certificate {
  try {
    const der = Buffer.from(text, 'base64');
    refuseUnless(der.toString('base64') === text, 'untrusted-issuer');
    return new X509Certificate(der);
  } catch {
    refuseUnless(false, 'untrusted-issuer');
  }
}

/** ISO/IEC 18013-5 B.1.7: of those who ask wallets, whom the same authority may certify. */
const readerAuthentication = '1.0.18013.5.1.6';

/** Not an authority (which a self-signed one is), nor one who asks wallets, with a key of the one kind that we verify. */
function isIssuer(leaf: X509Certificate): boolean {
  const isReader = leaf.keyUsage?.includes(readerAuthentication) === true;
  return !leaf.ca && !isReader && !isIssuedBy(leaf, leaf) && isP256(leaf.publicKey);
}
