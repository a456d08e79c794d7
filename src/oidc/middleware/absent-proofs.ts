/**
 * A token request without the DPoP proof that the client must bring is an `invalid_dpop_proof` (RFC 9449 §5). The engine calls it an
 * `invalid_grant`, which to a wallet is a wrong transaction code (OpenID4VCI 1.0 §6.3): it would have the citizen type it again.
 */
import type { Middleware } from 'koa';
import type { KoaContextWithOIDC } from 'oidc-provider';

export const absentProofs: Middleware = async (ctx, next) => {
  await next();
  const { route, client } = (ctx as unknown as Partial<KoaContextWithOIDC>).oidc ?? {};
  const isAbsent = route === 'token' && client?.dpopBoundAccessTokens && ctx.get('DPoP') === '';
  if (isAbsent && ctx.status === 400 && (ctx.body as { error?: unknown }).error === 'invalid_grant') {
    ctx.body = { error: 'invalid_dpop_proof', error_description: 'a DPoP proof must be given' };
  }
};
