/** What wallet and window check must be told: where they are, the provider's address, and the authority that vouches for it. */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { address, port, readEnvironment } from '../site/settings.ts';

export interface WalletSettings {
  /** Where citizens reach the wallet, without a trailing slash, e.g. `http://localhost:4100`. */
  readonly walletUrl: string;
  /** Likewise the window check: an origin of its own, which shares nothing with the wallet. */
  readonly windowCheckUrl: string;
  /** The provider: issuer of credentials, and verifier. */
  readonly issuer: string;
  /** As the provider knows the wallet. */
  readonly clientId: string;
  /** PEM of the authority under which issuers and verifiers are believed. */
  readonly trustAnchor: string;
  /** Whom it believes besides. */
  readonly others: readonly TrustedParty[];
}

/** Another issuer or verifier, by an authority of its own. */
export interface TrustedParty {
  /** Where its offers and requests are, without a trailing slash; of an issuer its name. */
  readonly address: string;
  /** As it knows this wallet. */
  readonly clientId: string;
  /** PEM. */
  readonly trustAnchor: string;
}

/** Where the build puts the compiled modules; browsers read no TypeScript. */
export const modulesDirectory = resolve(import.meta.dirname, '../../dist-demo/modules');

const environmentSchema = z.object({
  WALLET_PORT: port.default(4100),
  WALLET_URL: address.default('http://localhost:4100'),
  WINDOW_CHECK_PORT: port.default(4200),
  WINDOW_CHECK_URL: address.default('http://localhost:4200'),
  KAPU_ISSUER: address,
  WALLET_CLIENT_ID: z.string().min(3),
  WALLET_TRUST_ANCHOR_FILE: z.string().min(1),
  /** JSON: others whom the wallet believes. */
  WALLET_TRUSTED_FILE: z.string().min(1).optional(),
});

const trustedSchema = z.array(
  z.strictObject({ address, client_id: z.string().min(3).optional(), anchor_file: z.string().min(1) }),
);

/** @throws Error with a sentence that names the wrong variable. */
export function readSettings(environment: NodeJS.ProcessEnv): {
  walletPort: number;
  windowCheckPort: number;
  settings: WalletSettings;
} {
  const data = readEnvironment(environmentSchema, environment);
  return {
    walletPort: data.WALLET_PORT,
    windowCheckPort: data.WINDOW_CHECK_PORT,
    settings: {
      walletUrl: data.WALLET_URL,
      windowCheckUrl: data.WINDOW_CHECK_URL,
      issuer: data.KAPU_ISSUER,
      clientId: data.WALLET_CLIENT_ID,
      trustAnchor: readFileSync(data.WALLET_TRUST_ANCHOR_FILE, 'utf8'),
      others: data.WALLET_TRUSTED_FILE ? readTrusted(data.WALLET_TRUSTED_FILE, data.WALLET_CLIENT_ID) : [],
    },
  };
}

/** Paths are as seen from the file. */
function readTrusted(file: string, clientId: string): TrustedParty[] {
  const parties = trustedSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  return parties.map((party) => ({
    address: party.address,
    clientId: party.client_id ?? clientId,
    trustAnchor: readFileSync(resolve(dirname(file), party.anchor_file), 'utf8'),
  }));
}
