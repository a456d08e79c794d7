/** Which personal data left for a relying party, read from the answer itself: ID tokens and the userinfo endpoint. */
import { decodeJwt } from 'jose';
import type { Context, Middleware } from 'koa';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { personalClaims } from '../policy/claims.ts';
import type { CitizenIndex } from '../records/citizen-index-store.ts';

export function noteReleasedClaims(index: CitizenIndex): Middleware {
  return async (ctx, next) => {
    await next();
    const claims = claimsIn(ctx).filter((claim) => personalClaims.has(claim));
    const { account, client } = (ctx as unknown as KoaContextWithOIDC).oidc ?? {};
    if (claims.length > 0 && account && client) {
      await index.noteGiven(account.accountId, client.clientId, claims, new Date());
    }
  };
}

function claimsIn(ctx: Context): string[] {
  const route = (ctx as unknown as Partial<KoaContextWithOIDC>).oidc?.route;
  if (ctx.status !== 200 || !ctx.body) {
    return [];
  }
  if (route === 'userinfo') {
    return withValues(typeof ctx.body === 'string' ? decodeJwt(ctx.body) : ctx.body);
  }
  const idToken = route === 'token' ? (ctx.body as { id_token?: string }).id_token : undefined;
  return idToken ? withValues(decodeJwt(idToken)) : [];
}

/** A claim that the citizen has no data for is in the body, but not in the JSON that leaves. */
function withValues(claims: object): string[] {
  return Object.entries(claims)
    .filter(([, value]) => value !== undefined)
    .map(([claim]) => claim);
}
