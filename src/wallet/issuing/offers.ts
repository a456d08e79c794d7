/** Offering a citizen a credential for one of the registered wallets (OpenID4VCI 1.0 §4.1). */
import type { RegisteredWallet } from '../../configuration/wallet-issuer-settings.ts';
import { credentialConfigurationId } from './credential.ts';
import { type KnownOffer, type Offer, transactionCodeLength } from './offer-store.ts';

export interface CredentialOffers {
  /** The account must have an Ügyfélkapu+, and a code must have been given just now. Replaces an offer that is open. */
  make(accountId: string, wallet: RegisteredWallet): Promise<void>;
  find(accountId: string): Promise<KnownOffer | undefined>;
  /** While it is open. @param id as a wallet sends it */
  findById(id: string): Promise<KnownOffer | undefined>;
}

export const preAuthorizedGrant = 'urn:ietf:params:oauth:grant-type:pre-authorized_code';
export const offersAddress = '/credential-offers';

/** What a wallet fetches; which of the grants it takes is its choice. */
export function offerContent(
  issuer: string,
  { id, code }: Pick<Offer, 'id' | 'code'>,
  wallet: Pick<RegisteredWallet, 'offers_authorization_code'> | undefined,
): object {
  return {
    credential_issuer: issuer,
    credential_configuration_ids: [credentialConfigurationId],
    grants: {
      ...(wallet?.offers_authorization_code && { authorization_code: { issuer_state: id } }),
      [preAuthorizedGrant]: {
        'pre-authorized_code': code,
        tx_code: { input_mode: 'numeric', length: transactionCodeLength },
      },
    },
  };
}

/**
 * What a QR code or a link carries: the offer by reference, so that the code has few and large modules for old cameras; at the address
 * of the wallet where it has one.
 */
export function offerAddress(
  issuer: string,
  { offer_uri: address = 'openid-credential-offer://' }: Pick<RegisteredWallet, 'offer_uri'>,
  { id }: Pick<Offer, 'id'>,
): string {
  const separator = address.includes('?') ? '&' : '?';
  return `${address}${separator}credential_offer_uri=${encodeURIComponent(`${issuer}${offersAddress}/${id}`)}`;
}
