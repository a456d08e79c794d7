/** A wallet of another issuer that is somebody's here, as it is after linking; and signing in with it on the same device. */
import { X509Certificate } from 'node:crypto';
import type { Response } from 'supertest';
import type { WalletVerifierSettings } from '../../src/configuration/wallet-verifier-settings.ts';
import { createWalletSubjectStore } from '../../src/wallet/subjects/wallet-subject-store.ts';
import type { Browser } from './citizen.ts';
import type { Installation } from './installation.ts';
import { Wallet } from './wallet.ts';
import { Authority, issue, personClaims, walletSettings } from './wallet-authority.ts';

export interface WalletWorld {
  readonly settings: WalletVerifierSettings;
  /** @param accountId is also the number in the credential */
  walletOf(kapu: Installation, accountId: string): Promise<Wallet>;
  /** One that is nobody's here yet. */
  newWallet(number: string): Promise<Wallet>;
}

/** Credentials have no status here. */
export async function makeWalletWorld(): Promise<WalletWorld> {
  const [state, requests] = await Promise.all([Authority.create('Állam'), Authority.create('Kérések')]);
  const issuer = await state.leaf('kibocsato.minta.example');
  const settings = await walletSettings(await requests.leaf('localhost'), state.root.pem);
  const { fingerprint256 } = new X509Certificate(state.root.pem);
  const anchorFingerprint = fingerprint256.replaceAll(':', '').toLowerCase();
  async function newWallet(number: string): Promise<Wallet> {
    const wallet = await Wallet.create([requests.root.pem]);
    wallet.credential = await issue(issuer, {
      claims: { ...personClaims, personal_administrative_number: number },
      holderKey: wallet.publicKey,
    });
    return wallet;
  }

  return {
    newWallet,

    settings: {
      ...settings,
      sources: settings.sources.map((source) => ({ ...source, status: 'if-present' })),
    },

    async walletOf({ nodes: [{ store }], sealer, config }, accountId) {
      const subject = { anchorFingerprint, identifier: accountId };
      const subjects = createWalletSubjectStore(store, sealer, config.secrets);
      await subjects.link(subject, accountId, { origin: 'issued' }, new Date());
      return newWallet(accountId);
    },
  };
}

/** @param address that leads to a sign-in. @returns where the sign-in ends */
export async function signInWithWallet(browser: Browser, address: string, wallet: Wallet): Promise<Response> {
  const methods = await browser.open(address);
  const [way = ''] = methods.text.match(/\/interaction\/[^"]+\?method=digitalis-allampolgar(?=")/) ?? [];
  const asked = await browser.submit(await browser.open(way), '/wallet/start', { device: 'same-device' });
  const link = /href="(openid4vp:[^"]+)"/.exec(asked.text)?.[1] ?? '';
  const { body } = await wallet.answer(await wallet.open(link.replaceAll('&amp;', '&')));
  return browser.open(body.redirect_uri ?? '');
}
