/** A citizen who offered a card to the attested wallet, and the wallet with its token. */
import { codeAt } from './authenticator.ts';
import { Browser, enrolledCitizen, givePassword, type Plus } from './citizen.ts';
import type { Citizenship, Installation } from './installation.ts';
import { IssuingWallet, readOffer } from './issuing-wallet.ts';
import { type Attester, attestedWallet } from './wallet-authorities.ts';

export interface OfferedCard {
  readonly anna: Citizenship & Plus;
  readonly browser: Browser;
  readonly wallet: IssuingWallet;
  readonly token: string;
}

export interface OfferOnPage {
  readonly anna: Citizenship & Plus;
  readonly browser: Browser;
  readonly address: string;
  readonly txCode: string;
}

/** On the page of a citizen of their own. */
export async function offerTo(kapu: Installation, walletId: string): Promise<OfferOnPage> {
  const anna = await enrolledCitizen(kapu);
  const browser = new Browser(kapu.issuer);
  const page = await givePassword(browser, await browser.open('/fiok'), anna);
  await browser.submit(page, '/code', { code: codeAt(anna.secretKey, new Date()) });
  const choice = await browser.open('/fiok/tarcaim/uj');
  const offered = await browser.submit(choice, '/tarcaim/uj', { wallet: walletId });
  const [, address = ''] = /href="(openid-credential-offer:[^"]+)"/.exec(offered.text) ?? [];
  const [, groups = ''] = /id="transaction-code">([\s\S]*?)<\/p>/.exec(offered.text) ?? [];
  return { anna, browser, address, txCode: groups.replace(/<[^>]+>|\s/g, '') };
}

/** Of a citizen of their own. */
export async function tokenAt(kapu: Installation, attester: Attester): Promise<OfferedCard> {
  const { anna, browser, address, txCode } = await offerTo(kapu, attestedWallet.client_id);
  const wallet = await IssuingWallet.make(kapu.issuer, attestedWallet.client_id, attester);
  const answer = await wallet.redeem(await readOffer(address), txCode);
  return { anna, browser, wallet, token: String(answer.body.access_token) };
}
