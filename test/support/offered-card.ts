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

/** Of a citizen of their own. */
export async function tokenAt(kapu: Installation, attester: Attester): Promise<OfferedCard> {
  const anna = await enrolledCitizen(kapu);
  const browser = new Browser(kapu.issuer);
  const page = await givePassword(browser, await browser.open('/fiok'), anna);
  await browser.submit(page, '/code', { code: codeAt(anna.secretKey, new Date()) });
  const choice = await browser.open('/fiok/tarcaim/uj');
  const offered = await browser.submit(choice, '/tarcaim/uj', { wallet: attestedWallet.client_id });
  const [, address = ''] = /href="(openid-credential-offer:[^"]+)"/.exec(offered.text) ?? [];
  const [, groups = ''] = /id="transaction-code">([\s\S]*?)<\/p>/.exec(offered.text) ?? [];
  const wallet = await IssuingWallet.make(kapu.issuer, attestedWallet.client_id, attester);
  const answer = await wallet.redeem(await readOffer(address), groups.replace(/<[^>]+>|\s/g, ''));
  return { anna, browser, wallet, token: String(answer.body.access_token) };
}
