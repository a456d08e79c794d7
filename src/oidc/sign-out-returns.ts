/**
 * Where nobody is signed in any more, the engine answers a sign-out with a form that sends itself and ends at the relying party;
 * the browser must be told beforehand that it may.
 */
import type { Middleware } from 'koa';
import type { ClientRegistration } from '../config.ts';
import { allowFormsToReach } from '../web/security-headers.ts';

export function signOutReturns(clients: readonly ClientRegistration[]): Middleware {
  const registered = new Set(clients.flatMap((client) => client.post_logout_redirect_uris));
  return async (ctx, next) => {
    const asked = String(ctx.query.post_logout_redirect_uri);
    if (ctx.path === '/session/end' && registered.has(asked)) {
      allowFormsToReach(ctx, [asked]);
    }
    await next();
  };
}
