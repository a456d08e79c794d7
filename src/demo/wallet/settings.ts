/** What wallet and window check must be told: where they are, the provider's address, and the authority that vouches for it. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';

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

const projectRoot = resolve(import.meta.dirname, '../../..');

export const viewsDirectory = resolve(projectRoot, 'views/wallet');

/** Where the build puts style sheets and the compiled modules; browsers read no TypeScript. */
export const assetsDirectory = resolve(projectRoot, 'dist/assets');
export const modulesDirectory = resolve(projectRoot, 'dist/demo/wallet');

const port = z.coerce.number().int().min(0).max(65_535);
const address = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/$/, ''));

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
  const result = environmentSchema.safeParse(environment);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new Error(`environment variable ${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { data } = result;
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
