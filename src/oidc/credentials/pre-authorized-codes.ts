/**
 * Offers of credentials as the engine's pre-authorized codes. The offer is taken, or a wrong transaction code counted, in one atomic
 * step before the engine goes on.
 */
import { randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import type { Provider } from 'oidc-provider';
import type { WalletIssuerPolicy } from '../../configuration/wallet-issuer-settings.ts';
import { credentialScope } from '../../wallet/issuing/credential.ts';
import {
  type OfferStore,
  offerLifeInSeconds,
  transactionCodeLength,
} from '../../wallet/issuing/offer-store.ts';
import type { CredentialOffers } from '../../wallet/issuing/offers.ts';
import { takeCodesBeforeTheyAreUsed } from '../engine/patches/grants/pre-authorized-code-use.ts';
import { renewalInSeconds } from './card-renewal.ts';

/** As long as the offer, and the token that is got with it at its end. */
const grantLifeInSeconds = 2 * offerLifeInSeconds + 60;

export function createCredentialOffers(
  provider: Provider,
  offers: OfferStore,
  policy: Pick<WalletIssuerPolicy, 'renewal_days'>,
): CredentialOffers {
  takeCodesBeforeTheyAreUsed(provider, ({ accountId, jti, txCode }, typed) =>
    offers.take(accountId, String(jti), isSame(txCode, typed)),
  );

  return {
    find: (accountId) => offers.find(accountId),
    findById: (id) => offers.findById(id),

    async make(accountId, { client_id: clientId }) {
      const client = await provider.Client.find(clientId);
      if (!client) {
        throw new Error('the wallet is no client');
      }
      const life = { expiresIn: renewalInSeconds(policy) + grantLifeInSeconds };
      const grant = new provider.Grant({ accountId, clientId, ...life });
      grant.addResourceScope(provider.issuer, credentialScope);
      const grantId = await grant.save();
      const transactionCode = newTransactionCode();
      const code = await new provider.PreAuthorizedCode({
        accountId,
        client,
        clientId,
        grantId,
        scope: credentialScope,
        resource: provider.issuer,
        txCode: transactionCode,
        expiresIn: offerLifeInSeconds,
      }).save();
      const expiresAt = new Date(Date.now() + offerLifeInSeconds * 1000).toISOString();
      const id = randomBytes(16).toString('base64url');
      await offers.put(accountId, { id, walletId: clientId, code, transactionCode, expiresAt });
    },
  };
}

function newTransactionCode(): string {
  return String(randomInt(10 ** transactionCodeLength)).padStart(transactionCodeLength, '0');
}

function isSame(code: string | undefined, typed: unknown): boolean {
  if (code === undefined || typeof typed !== 'string' || typed.length !== code.length) {
    return false;
  }
  const [known, given] = [Buffer.from(code), Buffer.from(typed)];
  return known.length === given.length && timingSafeEqual(known, given);
}
