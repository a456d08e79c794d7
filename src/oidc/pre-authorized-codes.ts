/**
 * Offers of credentials as the engine's pre-authorized codes. The engine would kill a code at the first wrong transaction code, and
 * compare after consuming; here the offer is taken, or the try counted, in one atomic step before the engine goes on.
 */
import { randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { errors, Provider } from 'oidc-provider';
import { credentialScope } from '../wallet/issuing/credential.ts';
import { type OfferStore, offerLifeInSeconds, transactionCodeLength } from '../wallet/issuing/offer-store.ts';
import type { CredentialOffers } from '../wallet/issuing/offers.ts';

/** As long as the offer, and the token that is got with it at its end. */
const grantLifeInSeconds = 2 * offerLifeInSeconds + 60;

type PreAuthorizedCode = InstanceType<Provider['PreAuthorizedCode']>;

export function createCredentialOffers(provider: Provider, offers: OfferStore): CredentialOffers {
  takeOffersOnce(provider, offers);

  return {
    find: (accountId) => offers.find(accountId),
    findById: (id) => offers.findById(id),

    async make(accountId, { client_id: clientId }) {
      const client = await provider.Client.find(clientId);
      if (!client) {
        throw new Error('the wallet is no client');
      }
      const life = { expiresIn: grantLifeInSeconds };
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

function takeOffersOnce(provider: Provider, offers: OfferStore): void {
  const { prototype } = provider.PreAuthorizedCode;
  const consumeAtEngine = prototype.consume;
  Object.assign(prototype, {
    async consume(this: PreAuthorizedCode): Promise<void> {
      const typed = Provider.ctx?.oidc.params?.tx_code;
      const outcome = await offers.take(this.accountId, String(this.jti), isSame(this.txCode, typed));
      switch (outcome) {
        case 'taken':
          return consumeAtEngine.call(this);
        case 'wrong':
          throw new errors.InvalidGrant('the transaction code is wrong');
        case 'dead':
          throw new errors.InvalidGrant('the offer is no longer open');
      }
    },
  });
}

function isSame(code: string | undefined, typed: unknown): boolean {
  if (code === undefined || typeof typed !== 'string' || typed.length !== code.length) {
    return false;
  }
  const [known, given] = [Buffer.from(code), Buffer.from(typed)];
  return known.length === given.length && timingSafeEqual(known, given);
}
