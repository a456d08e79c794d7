/**
 * `max_age=0` asks for a sign-in of now (OpenID Connect Core §3.1.2.1), also where a device or another channel asks.
 *
 * oidc-provider 9.13.3: writes into `oidc.params`, which it keeps with the request right after.
 * Why: it makes `prompt=login` of `max_age=0`, and does not keep that with a request that is answered elsewhere.
 * Held by: test/flows/device.test.ts, "signs in again where the device wants a sign-in of now"
 * Held by: test/flows/ciba.test.ts, "who signed in longer ago than the relying party bears cannot approve"
 */
import type { KoaContextWithOIDC } from 'oidc-provider';

/** It is kept as it was written. */
export function keepMaxAgeOfZero({ oidc }: KoaContextWithOIDC): void {
  if (oidc.params && oidc.prompts.has('login')) {
    oidc.params.max_age = '0';
  }
}
