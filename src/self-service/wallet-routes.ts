/** "Tárcáim": revoking what was issued to a wallet, and offering a credential to another wallet after a fresh code. */
import { Router } from '@koa/router';
import type { Context, Middleware } from 'koa';
import { recipientOf } from '../accounts/account.ts';
import { securityEvents } from '../audit/security-events.ts';
import type { RegisteredWallet } from '../configuration/wallet-issuer-settings.ts';
import { RequestRefused } from '../errors.ts';
import type { MessageQueue } from '../notifications/message-queue.ts';
import type { CredentialStore, KnownIssuance } from '../wallet/issuing/credential-store.ts';
import { type KnownOffer, offerLifeInSeconds } from '../wallet/issuing/offer-store.ts';
import { type CredentialOffers, offerAddress } from '../wallet/issuing/offers.ts';
import type { Fields, ReadForm } from '../web/form.ts';
import { instantInWords } from '../web/instants.ts';
import { languageOf } from '../web/language.ts';
import type { Pages } from '../web/page.ts';
import { qrPath } from '../web/qr-code.ts';
import { seeOther } from '../web/redirect.ts';
import { issuanceInWords, nameIn, walletName } from './issuance-in-words.ts';
import type { OwnPages, SignedIn } from './signed-in.ts';

export interface WalletParts {
  readonly issuer: string;
  readonly wallets: readonly RegisteredWallet[];
  readonly ownPages: OwnPages;
  readonly credentials: CredentialStore;
  readonly offers: CredentialOffers;
  readonly messages: MessageQueue;
  readonly pages: Pages;
  readonly readForm: ReadForm;
  readonly now: () => Date;
}

export const walletsAddress = '/fiok/tarcaim';
const addAddress = `${walletsAddress}/uj`;
const openOfferAddress = `${walletsAddress}/ajanlat`;

/** `taking`: the wallet had the right code, and has not asked for its credentials yet. */
type OfferPage = 'open' | 'taking' | 'taken' | 'dead' | 'expired';

export function walletRoutes(parts: WalletParts): Middleware {
  const { wallets, ownPages, credentials, offers, pages, readForm, now } = parts;
  const router = new Router({ prefix: walletsAddress });

  router.get('/uj', async (ctx) => {
    await ownPages.whenProven(ctx, addAddress, (signedIn) => showChoice(ctx, signedIn));
  });

  router.post('/uj', async (ctx) => {
    const fields = await readForm(ctx);
    await ownPages.whenProven(ctx, addAddress, (signedIn) => makeOffer(ctx, signedIn, fields));
  });

  router.get('/ajanlat', async (ctx) => {
    await ownPages.whenProven(ctx, openOfferAddress, (signedIn) => showOffer(ctx, signedIn));
  });

  router.get('/:id/visszavonas', async (ctx) => {
    await ownPages.whenSignedIn(ctx, walletsAddress, (signedIn) => askToRevoke(ctx, signedIn));
  });

  router.post('/:id/visszavonas', async (ctx) => {
    await readForm(ctx);
    await ownPages.whenSignedIn(ctx, walletsAddress, (signedIn) => revoke(ctx, signedIn));
  });

  /** Whoever has no Ügyfélkapu+ reads that they need one first. */
  async function showChoice(ctx: Context, { account }: SignedIn): Promise<void> {
    const language = languageOf(ctx);
    await pages.show(ctx, 'self-service/wallet-add', {
      title: 'wallets.add.title',
      signedInAs: account.profile.username,
      data: {
        wallets: wallets.map((wallet) => ({ id: wallet.client_id, wallet: nameIn(wallet, language) })),
        hasPlus: account.hasPlus,
      },
    });
  }

  async function makeOffer(ctx: Context, { account }: SignedIn, fields: Fields): Promise<void> {
    const wallet = walletOf(fields.wallet ?? '');
    if (!wallet || !account.hasPlus) {
      seeOther(ctx, addAddress);
      return;
    }
    await offers.make(account.id, wallet);
    seeOther(ctx, openOfferAddress);
  }

  async function showOffer(ctx: Context, { account }: SignedIn): Promise<void> {
    const offer = await offers.find(account.id);
    const wallet = offer && walletOf(offer.walletId);
    if (!offer || !wallet) {
      seeOther(ctx, addAddress);
      return;
    }
    const issued = await issuedFor(account.id, offer);
    const state = stateOf(offer, issued);
    const language = languageOf(ctx);
    await pages.show(ctx, 'self-service/wallet-offer', {
      title: `wallets.offer.${state}.title`,
      signedInAs: account.profile.username,
      data: {
        state,
        wallet: nameIn(wallet, language),
        until: instantInWords(new Date(offer.expiresAt), language),
        issuedAt: issued && instantInWords(new Date(issued.issuedAt), language),
        ...(state === 'open' ? wayInto(wallet, offer) : {}),
      },
    });
  }

  function wayInto(wallet: RegisteredWallet, offer: KnownOffer) {
    const address = offerAddress(parts.issuer, wallet, offer);
    return { address, qr: qrPath(address), transactionCode: offer.transactionCode };
  }

  async function askToRevoke(ctx: Context, { account }: SignedIn): Promise<void> {
    const issuance = (await credentials.list(account.id)).find(({ id }) => id === ctx.params.id);
    if (!issuance || issuance.revokedAt) {
      throw new RequestRefused(404, 'not-found');
    }
    await pages.show(ctx, 'self-service/wallet-revoke', {
      title: 'wallets.revoke.title',
      signedInAs: account.profile.username,
      data: { issuance: issuanceInWords(issuance, wallets, languageOf(ctx), now()) },
    });
  }

  async function revoke(ctx: Context, signedIn: SignedIn): Promise<void> {
    const { account } = signedIn;
    const outcome = await credentials.revoke(account, String(ctx.params.id), now(), ({ walletId }) => ({
      revoked: securityEvents.walletRevoked(account.id, walletId),
    }));
    if (outcome.kind === 'nothing-to-revoke') {
      seeOther(ctx, walletsAddress);
      return;
    }
    const { walletId } = outcome.issuance;
    await parts.messages.tell(recipientOf(account), 'wallet-revoked', now(), {
      wallet: walletName(walletId, wallets, account.profile.locale),
      wallets: `${parts.issuer}${walletsAddress}`,
    });
    if (outcome.endedAt !== undefined) {
      await ownPages.outlive(ctx, signedIn, outcome.endedAt);
    }
    seeOther(ctx, `${walletsAddress}?visszavonva`);
  }

  /** What the wallet was given for an offer. */
  async function issuedFor(accountId: string, offer: KnownOffer): Promise<KnownIssuance | undefined> {
    const offeredAt = Date.parse(offer.expiresAt) - offerLifeInSeconds * 1000;
    return (await credentials.list(accountId)).find(
      ({ walletId, issuedAt }) => walletId === offer.walletId && Date.parse(issuedAt) >= offeredAt,
    );
  }

  function walletOf(id: string): RegisteredWallet | undefined {
    return wallets.find(({ client_id }) => client_id === id);
  }

  return router.routes() as unknown as Middleware;
}

function stateOf({ state, expiresAt }: KnownOffer, issued: KnownIssuance | undefined): OfferPage {
  if (state === 'taken') {
    return issued ? 'taken' : 'taking';
  }
  const isExpired = state === 'open' && Date.parse(expiresAt) <= Date.now();
  return isExpired ? 'expired' : state;
}
