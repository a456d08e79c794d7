/**
 * The sector within which a citizen is known by one pairwise subject: the host component of the redirect addresses, or of what stands
 * for them (OpenID Connect Core §8.1), whatever the port. Decision 45.
 */
import { isLoopback } from '../configuration/addresses/loopback.ts';

/** Metadata as far as they tell a sector. */
export interface SectorMetadata {
  readonly sector_identifier_uri?: string | undefined;
  readonly redirect_uris?: readonly string[] | undefined;
  readonly jwks_uri?: string | undefined;
  readonly application_type?: string | undefined;
}

/**
 * Addresses of the machine itself, and schemes of a program's own, are nobody's host: whoever is behind them is a sector of its own,
 * as every native program is. No host can be written like such a sector.
 * @param withPort the sector of a client that was registered while the port counted; its citizens keep their subjects while it stays
 * at that host
 */
export function sectorOf(clientId: string, metadata: SectorMetadata, withPort: string | null): string {
  const hostname = addressOfSector(metadata)?.hostname ?? '';
  if (withPort !== null && URL.parse(`https://${withPort}`)?.hostname === hostname) {
    return withPort;
  }
  const isNobodys = hostname === '' || isLoopback(hostname) || metadata.application_type === 'native';
  const isNamed = metadata.sector_identifier_uri !== undefined;
  return isNobodys && !isNamed ? `client ${clientId}` : hostname;
}

/** As it was until decision 45; null where it is the same now. */
export function sectorWithPort(metadata: SectorMetadata): string | null {
  const address = addressOfSector(metadata);
  const isOther = address !== null && (address.port !== '' || isLoopback(address.hostname));
  return isOther ? address.host : null;
}

function addressOfSector({ sector_identifier_uri, redirect_uris, jwks_uri }: SectorMetadata): URL | null {
  return URL.parse(sector_identifier_uri ?? redirect_uris?.[0] ?? jwks_uri ?? '');
}
