/** What wallet and window check must be told: where they are, the provider's address, and the authority that vouches for it. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
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
});

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
    },
  };
}
