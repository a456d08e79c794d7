/** Certificates for tests of wallets: the demo's own authority, and an attester that vouches for wallets. */
import type { webcrypto } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureWalletAuthorities } from '../../demo/launch/wallet-authorities.ts';
import {
  type WalletIssuerSettings,
  walletIssuerSchema,
} from '../../src/configuration/wallet-issuer-settings.ts';
import { Authority } from './wallet-authority.ts';

/** Who vouches for wallets: an authority, and a certificate that it issued. */
export interface Attester {
  /** PEM. */
  readonly authority: string;
  /** Base64 DER of the signing certificate, as `x5c` takes it. */
  readonly certificate: string;
  readonly privateKey: webcrypto.CryptoKey;
}

/** @param days of validity from now; a negative number has passed */
export async function makeAttester(days = 20): Promise<Attester> {
  const authority = await Authority.create('Test attester authority');
  const { x5c, keys } = await authority.leaf('attester.example', { days });
  return { authority: authority.root.pem, certificate: x5c, privateKey: keys.privateKey };
}

export const attestedWallet = {
  client_id: 'minta-tarca',
  client_name: 'Mintatárca',
  'client_name#en': 'Sample wallet',
  redirect_uris: ['http://localhost:4998/callback'],
};

export const plainWallet = {
  client_id: 'egyszeru-tarca',
  client_name: 'Egyszerű tárca',
  redirect_uris: ['http://localhost:4997/callback'],
  attested: false,
};

/** Issuing, switched on for two wallets. */
export async function walletIssuerSettings(
  attester: Pick<Attester, 'authority'>,
  issuer = 'http://localhost',
): Promise<WalletIssuerSettings & { readonly privateKey: string }> {
  const directory = mkdtempSync(join(tmpdir(), 'kapu-wallet-'));
  const { trustAnchorFile, credentialSigning } = await ensureWalletAuthorities(directory, issuer, new Date());
  const settings = {
    policy: walletIssuerSchema.parse({
      enabled: true,
      of_everybody: { nationalities: ['HU'], country_of_birth: 'HU' },
      wallets: [attestedWallet, plainWallet],
    }),
    certificate: readFileSync(credentialSigning.certificateFile, 'utf8'),
    privateKey: readFileSync(credentialSigning.privateKeyFile, 'utf8'),
    trustAnchor: readFileSync(trustAnchorFile, 'utf8'),
    attesters: [attester.authority],
    keyAttesters: [],
  };
  rmSync(directory, { recursive: true });
  return settings;
}
