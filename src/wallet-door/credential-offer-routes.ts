/** `/credential-offers/:id`: the offer behind a QR code, for the wallet that scanned it. Worth nothing without the transaction code. */
import { Router } from '@koa/router';
import type { RegisteredWallet } from '../configuration/wallet-issuer-settings.ts';
import { RequestRefused } from '../errors.ts';
import { type CredentialOffers, offerContent, offersAddress } from '../wallet/issuing/offers.ts';
import { type Door, forPrograms } from '../web/request/door.ts';

export function credentialOfferRoutes(
  issuer: string,
  wallets: readonly RegisteredWallet[],
  offers: Pick<CredentialOffers, 'findById'>,
): Door {
  const router = new Router({ prefix: offersAddress });

  router.get('/:id', async (ctx) => {
    const { id = '' } = ctx.params;
    // Also where there is none: a wallet that is a page tells the citizen that the offer is over, not that the line is broken.
    ctx.set('Access-Control-Allow-Origin', '*');
    const offer = /^[\w-]{22}$/.test(id) ? await offers.findById(id) : undefined;
    if (!offer) {
      throw new RequestRefused(404, 'not-found');
    }
    ctx.set('Cache-Control', 'no-store');
    const wallet = wallets.find(({ client_id: walletId }) => walletId === offer.walletId);
    ctx.body = offerContent(issuer, offer, wallet);
  });

  return forPrograms(router);
}
