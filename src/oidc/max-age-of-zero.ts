import type { KoaContextWithOIDC } from 'oidc-provider';

/**
 * `max_age=0` asks for a sign-in of now (OpenID Connect Core §3.1.2.1). The engine makes `prompt=login` of it, which it does not keep
 * with a request that is answered elsewhere: it is kept as it was written.
 */
export function keepMaxAgeOfZero({ oidc }: KoaContextWithOIDC): void {
  if (oidc.params && oidc.prompts.has('login')) {
    oidc.params.max_age = '0';
  }
}
