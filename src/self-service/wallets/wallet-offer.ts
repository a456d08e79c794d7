/** Offering a credential to a wallet, after a fresh code: choosing the wallet, and the offer as a link, a QR code and a transaction code. */
import type { Context } from 'koa';
import { mayHaveCard } from '../../accounts/account.ts';
import type { RegisteredWallet } from '../../configuration/wallet-issuer-settings.ts';
import type { CredentialStore, KnownIssuance } from '../../wallet/issuing/credential-store.ts';
import { type KnownOffer, offerLifeInSeconds } from '../../wallet/issuing/offer-store.ts';
import { type CredentialOffers, offerAddress } from '../../wallet/issuing/offers.ts';
import type { Fields } from '../../web/form/form.ts';
import { languageOf } from '../../web/language.ts';
import { instantInWords } from '../../web/page/dates-and-times.ts';
import type { Pages } from '../../web/page/page.ts';
import { qrPath } from '../../web/page/qr-code.ts';
import { seeOther } from '../../web/request/redirect.ts';
import type { SignedIn } from '../session-guard.ts';
import { nameIn } from './issuance-in-words.ts';
import { walletsAddress } from './wallets-address.ts';

export interface OfferParts {
  readonly issuer: string;
  readonly wallets: readonly RegisteredWallet[];
  /** For which a wallet may renew its card by itself; 0 where none may. */
  readonly renewalDays: number;
  readonly credentials: CredentialStore;
  readonly offers: CredentialOffers;
  readonly pages: Pages;
}

export const addWalletAddress = `${walletsAddress}/uj`;
export const openOfferAddress = `${walletsAddress}/ajanlat`;

/** `taking`: the wallet had the right code, and has not asked for its credentials yet. */
type OfferPage = 'open' | 'taking' | 'taken' | 'dead' | 'expired';

/** Whoever has no Ügyfélkapu+, or was never identified, reads what they need first. */
export async function showWalletChoice(
  { pages, wallets, renewalDays }: Pick<OfferParts, 'pages' | 'wallets' | 'renewalDays'>,
  ctx: Context,
  { account }: SignedIn,
): Promise<void> {
  const language = languageOf(ctx);
  await pages.show(ctx, 'self-service/wallets/add', {
    title: 'wallets.add.title',
    signedInAs: account.profile.username,
    data: {
      wallets: wallets.map((wallet) => ({ id: wallet.client_id, wallet: nameIn(wallet, language) })),
      renewalDays,
      hasPlus: account.hasPlus,
      mayHaveCard: mayHaveCard(account),
    },
  });
}

export async function submitWalletChoice(
  { offers, wallets }: Pick<OfferParts, 'offers' | 'wallets'>,
  ctx: Context,
  { account }: SignedIn,
  fields: Fields,
): Promise<void> {
  const wallet = walletOf(wallets, fields.wallet ?? '');
  if (!wallet || !mayHaveCard(account)) {
    seeOther(ctx, addWalletAddress);
    return;
  }
  await offers.make(account.id, wallet);
  seeOther(ctx, openOfferAddress);
}

export async function showOffer(parts: OfferParts, ctx: Context, { account }: SignedIn): Promise<void> {
  const offer = await parts.offers.find(account.id);
  const wallet = offer && walletOf(parts.wallets, offer.walletId);
  if (!offer || !wallet) {
    seeOther(ctx, addWalletAddress);
    return;
  }
  const issued = await issuedFor(parts, account.id, offer);
  const state = stateOf(offer, issued);
  const language = languageOf(ctx);
  await parts.pages.show(ctx, 'self-service/wallets/offer', {
    title: `wallets.offer.${state}.title`,
    signedInAs: account.profile.username,
    data: {
      state,
      wallet: nameIn(wallet, language),
      until: instantInWords(new Date(offer.expiresAt), language),
      issuedAt: issued && instantInWords(new Date(issued.issuedAt), language),
      ...(state === 'open' ? await wayInto(parts.issuer, wallet, offer) : {}),
    },
  });
}

async function wayInto(issuer: string, wallet: RegisteredWallet, offer: KnownOffer) {
  const address = offerAddress(issuer, wallet, offer);
  return { address, qr: await qrPath(address), transactionCode: offer.transactionCode };
}

/** What the wallet was given for an offer. */
async function issuedFor(
  { credentials }: Pick<OfferParts, 'credentials'>,
  accountId: string,
  offer: KnownOffer,
): Promise<KnownIssuance | undefined> {
  const offeredAt = Date.parse(offer.expiresAt) - offerLifeInSeconds * 1000;
  return (await credentials.list(accountId)).readable.find(
    ({ walletId, issuedAt }) => walletId === offer.walletId && Date.parse(issuedAt) >= offeredAt,
  );
}

function walletOf(wallets: readonly RegisteredWallet[], id: string): RegisteredWallet | undefined {
  return wallets.find(({ client_id }) => client_id === id);
}

function stateOf({ state, expiresAt }: KnownOffer, issued: KnownIssuance | undefined): OfferPage {
  // A wallet that had the offer may also have begun with a sign-in.
  if (state === 'taken' || (state === 'open' && issued)) {
    return issued ? 'taken' : 'taking';
  }
  const isExpired = state === 'open' && Date.parse(expiresAt) <= Date.now();
  return isExpired ? 'expired' : state;
}
