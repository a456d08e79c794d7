/** How well the key of a card of ours is kept, as it was attested when the card was issued; so much a sign-in with it is worth at most. */
import type { KeyPolicy } from '../../assurance/key-assurance.ts';
import type { Assurance } from '../../assurance/levels.ts';
import type { CredentialStore } from './credential-store.ts';

/** Of a card that was shown: under whose authority, and with which key. */
export interface ShownKey {
  readonly anchorFingerprint: string;
  /** RFC 7638. */
  readonly thumbprint: string;
}

/** @returns undefined for a card of another issuer, whose keys we know nothing of */
export type AssuranceOfKey = (accountId: string, shown: ShownKey) => Promise<Assurance | undefined>;

export function createAssuranceOfKey(
  credentials: Pick<CredentialStore, 'list'>,
  ours: string,
  { unattested }: Pick<KeyPolicy, 'unattested'>,
): AssuranceOfKey {
  return async (accountId, { anchorFingerprint, thumbprint }) => {
    if (anchorFingerprint !== ours) {
      return undefined;
    }
    const { readable } = await credentials.list(accountId);
    // Of one that cannot be read nothing is believed.
    const issuance = readable.find(({ keyThumbprints }) => keyThumbprints.includes(thumbprint));
    return issuance?.keyAssurance ?? unattested;
  };
}
