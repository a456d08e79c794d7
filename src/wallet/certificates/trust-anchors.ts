/** Whom we believe: an issuer whose certificate leads to a pinned authority, for the types of credential that it was pinned for. */
import { type KeyObject, X509Certificate } from 'node:crypto';
import type { TrustSource } from '../../assurance/wallet-assurance.ts';
import { fingerprintOf, isP256 } from '../../certificates.ts';
import { ConfigurationError } from '../../errors.ts';
import { refuseUnless } from '../verification/refusal.ts';
import { isPathValidAt, type Path, pathsIn } from './certificate-path.ts';

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

/** Issuers are few; whoever sends others fills no memory. */
const mostRemembered = 100;

interface Pinned {
  readonly source: TrustedSource;
  readonly certificate: X509Certificate;
}

/** The type that was pinned, or one of its family: `*` stands for one part of a name, e.g. of a country. */
export function isOfType({ vct, family }: Pick<TrustSource, 'vct' | 'family'>, given: string): boolean {
  return [vct, ...(family ?? [])].some((type) => {
    const parts = type.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${parts.join('[^:/*]{1,64}')}$`).test(given);
  });
}

/** @throws ConfigurationError for an anchor that cannot be one */
export function createTrust(sources: readonly TrustSource[]): Trust {
  const pinned = sources.map(pin);
  refuseMixedIdentifiers(pinned);
  /** Ways that were found: looked for once, for that takes as long as everything else. */
  const known = new Map<string, readonly Path<Pinned>[]>();

  function pathsOf(x5c: unknown): readonly Path<Pinned>[] {
    const text = JSON.stringify(x5c) ?? '';
    const remembered = known.get(text);
    if (remembered) {
      return remembered;
    }
    const paths = pathsIn(x5c, pinned).filter(({ certificates: [leaf] }) => isIssuer(leaf));
    refuseUnless(paths.length > 0, 'untrusted-issuer');
    if (known.size >= mostRemembered) {
      known.clear();
    }
    known.set(text, paths);
    return paths;
  }

  function find(x5c: unknown, now: Date, fits: (source: TrustedSource) => boolean) {
    const fitting = pathsOf(x5c).filter(({ anchor }) => fits(anchor.source));
    const path = fitting.find((one) => isPathValidAt(one, now));
    refuseUnless(path !== undefined, 'untrusted-issuer');
    return { issuer: path.anchor.source, key: path.certificates[0].publicKey };
  }

  return {
    sources: pinned.map(({ source }) => source),
    findIssuer(x5c, vct, now) {
      const isOwnType = (source: TrustedSource): boolean => source.vct === vct;
      const isPinnedByName = pathsOf(x5c).some(({ anchor }) => isOwnType(anchor.source));
      return find(x5c, now, isPinnedByName ? isOwnType : (source) => isOfType(source, vct));
    },
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

/** ISO/IEC 18013-5 B.1.7: of those who ask wallets, whom the same authority may certify. */
const readerAuthentication = '1.0.18013.5.1.6';

/** Not one who asks wallets, and with a key of the one kind that we verify. */
function isIssuer({ keyUsage: purposes, publicKey }: X509Certificate): boolean {
  return purposes?.includes(readerAuthentication) !== true && isP256(publicKey);
}
