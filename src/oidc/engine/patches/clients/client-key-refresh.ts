/**
 * A relying party that publishes its keys (`jwks_uri`) may change them at any time.
 *
 * oidc-provider 9.13.3: replaces `fresh` and wraps `refresh` of the prototype of every client's `asymmetricKeyStore`.
 * Why: it looks again after a minute at the earliest. We look whenever a signature fits none of the keys that we know, but not more
 * often than every few seconds.
 * Held by: test/conformance/dynamic.test.ts, "oidcc-registration-jwks-uri, and oidcc-refresh-token-rp-key-rotation"
 */
import type { Provider } from 'oidc-provider';
import { prototypeOfClientKeys } from '../../internals/client-keys.ts';

/** The engine's key store of one client. */
interface ClientKeys {
  readonly jwksUri?: string;
  readonly client: object;
  askedAt?: number;
  fresh(): boolean;
  refresh(): Promise<void>;
}

const restInMilliseconds = 5000;

export function lookForRotatedKeys(provider: Provider): void {
  const keysOfEveryClient = prototypeOfClientKeys(provider) as ClientKeys;
  const { refresh } = keysOfEveryClient;
  Object.assign(keysOfEveryClient, {
    /** The engine asks when a signature fitted no key. */
    fresh(this: ClientKeys): boolean {
      const { askedAt = 0 } = this;
      return !this.jwksUri || Date.now() - askedAt < restInMilliseconds;
    },

    async refresh(this: ClientKeys): Promise<void> {
      try {
        await refresh.call(this);
      } finally {
        this.askedAt = Date.now();
      }
    },
  });
}
