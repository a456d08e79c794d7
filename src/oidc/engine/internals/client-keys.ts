/**
 * What all clients' key stores are made of.
 *
 * oidc-provider 9.13.3: the prototype of every client's `asymmetricKeyStore`, which is the same for all.
 * Why: it does not hand it out by itself.
 * Held by: test/conformance/dynamic.test.ts, "oidcc-registration-jwks-uri, and oidcc-refresh-token-rp-key-rotation"
 */
import type { Provider } from 'oidc-provider';

export function prototypeOfClientKeys(provider: Provider): object {
  const anyClient = new (
    provider.Client as unknown as new (
      metadata: object,
    ) => { asymmetricKeyStore: object }
  )({
    client_id: 'nobody',
    redirect_uris: ['https://nobody.example/'],
    token_endpoint_auth_method: 'none',
  });
  return Object.getPrototypeOf(anyClient.asymmetricKeyStore) as object;
}
