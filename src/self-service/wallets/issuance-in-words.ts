/** What was issued to a wallet, as its owner reads it. */
import type { RegisteredWallet } from '../../configuration/wallet-issuer-settings.ts';
import type { KnownIssuance } from '../../wallet/issuing/credential-store.ts';
import type { Language } from '../../web/language.ts';
import { dateInWords, instantInWords } from '../../web/page/dates-and-times.ts';

export function issuanceInWords(
  { id, walletId, isAttested, places, issuedAt, expiresAt, revokedAt }: KnownIssuance,
  wallets: readonly RegisteredWallet[],
  language: Language,
  now: Date,
) {
  const isOver = new Date(expiresAt) <= now;
  return {
    id,
    wallet: walletName(walletId, wallets, language),
    isAttested,
    number: places.length,
    issuedAt: instantInWords(new Date(issuedAt), language),
    expiresOn: dateInWords(new Date(expiresAt), language),
    revokedAt: revokedAt && instantInWords(revokedAt, language),
    state: revokedAt ? 'revoked' : isOver ? 'expired' : 'valid',
  };
}

/** A wallet that is registered no more is called by its id. */
export function walletName(id: string, wallets: readonly RegisteredWallet[], language: Language): string {
  const wallet = wallets.find(({ client_id }) => client_id === id);
  return wallet ? nameIn(wallet, language) : id;
}

export function nameIn(wallet: RegisteredWallet, language: Language): string {
  return (language === 'en' ? wallet['client_name#en'] : undefined) ?? wallet.client_name;
}
