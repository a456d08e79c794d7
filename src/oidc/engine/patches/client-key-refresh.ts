/**
 * A relying party that publishes its keys (`jwks_uri`) may change them at any time.
 *
 * oidc-provider 9.13.3: replaces `fresh` and wraps `refresh` of the prototype of every client's `asymmetricKeyStore`.
 * Why: it looks again after a minute at the earliest. We look whenever a signature fits none of the keys that we know, but not more
 * often than every few seconds.
 * Held by: test/conformance/dynamic.test.ts, "oidcc-registration-jwks-uri, and oidcc-refresh-token-rp-key-rotation"
 */
import type { Provider } from 'oidc-provider';

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
  const keysOfEveryClient = prototypeOfKeys(provider);
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

/** It is the same for every client; the engine does not hand it out by itself. */
function prototypeOfKeys(provider: Provider): ClientKeys {
  const anyClient = new (
    provider.Client as unknown as new (
      metadata: object,
    ) => { asymmetricKeyStore: object }
  )({
    client_id: 'nobody',
    redirect_uris: ['https://nobody.example/'],
    token_endpoint_auth_method: 'none',
  });
  return Object.getPrototypeOf(anyClient.asymmetricKeyStore) as ClientKeys;
}
