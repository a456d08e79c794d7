/** Certificates for tests of wallets: the demo's own authority, and an attester that vouches for wallets. */
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BasicConstraintsExtension, cryptoProvider, X509CertificateGenerator } from '@peculiar/x509';
import { ensureWalletAuthorities } from '../../src/demo/wallet-authorities.ts';
import { type WalletIssuerSettings, walletIssuerSchema } from '../../src/wallet-issuer-settings.ts';

cryptoProvider.set(webcrypto as never);

const curve = { name: 'ECDSA', namedCurve: 'P-256' };
const signingAlgorithm = { name: 'ECDSA', hash: 'SHA-256' };
const day = 86_400_000;

/** Who vouches for wallets: an authority, and a certificate that it issued. */
export interface Attester {
  /** PEM. */
  readonly authority: string;
  /** Base64 DER of the signing certificate, as `x5c` takes it. */
  readonly certificate: string;
  readonly privateKey: webcrypto.CryptoKey;
}

export async function makeAttester(validFrom = Date.now() - day): Promise<Attester> {
  const keysOf = () =>
    webcrypto.subtle.generateKey(curve, true, ['sign', 'verify']) as Promise<webcrypto.CryptoKeyPair>;
  const [rootKeys, leafKeys] = await Promise.all([keysOf(), keysOf()]);
  const dates = { notBefore: new Date(validFrom), notAfter: new Date(validFrom + 30 * day) };
  const root = await X509CertificateGenerator.createSelfSigned({
    ...dates,
    name: 'CN=Test attester authority',
    keys: rootKeys,
    signingAlgorithm,
    extensions: [new BasicConstraintsExtension(true, 1, true)],
  });
  const leaf = await X509CertificateGenerator.create({
    ...dates,
    subject: 'CN=Test attester',
    issuer: root.subject,
    signingKey: rootKeys.privateKey,
    publicKey: leafKeys.publicKey,
    signingAlgorithm,
    extensions: [new BasicConstraintsExtension(false, undefined, true)],
  });
  return {
    authority: root.toString('pem'),
    certificate: Buffer.from(leaf.rawData).toString('base64'),
    privateKey: leafKeys.privateKey,
  };
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
): Promise<WalletIssuerSettings> {
  const directory = mkdtempSync(join(tmpdir(), 'kapu-wallet-'));
  const { trustAnchorFile, credentialSigning } = await ensureWalletAuthorities(directory, issuer);
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
  };
  rmSync(directory, { recursive: true });
  return settings;
}
