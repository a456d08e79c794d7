/** An issuer or verifier that the wallet believes. */
import type { Certificate } from './certificate.ts';

export interface Party {
  /** Where its offers and requests are. */
  readonly address: string;
  /** As it knows this wallet. */
  readonly clientId: string;
  readonly anchor: Certificate;
}

/** Whose address it is; undefined for one of nobody whom we know. */
export function partyAt<Known extends Pick<Party, 'address'>>(
  parties: readonly Known[],
  address: string,
): Known | undefined {
  return parties.find((party) => address === party.address || address.startsWith(`${party.address}/`));
}
