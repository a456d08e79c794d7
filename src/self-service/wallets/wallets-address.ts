/**
 * "Tárcáim": what was issued to which wallet and revoking it, offering a credential to another wallet, and which wallets of other
 * issuers are linked to the account. This file: where these pages are.
 */
export const walletsAddress = '/fiok/tarcaim';

/** The page that asks before a wallet is unlinked. */
export const unlinkAddressPattern = /^\/fiok\/tarcaim\/[0-9a-f-]{36}\/levalasztas$/;
