/**
 * A citizen who wants to sign out may, whatever their relying party sends along: where the `id_token_hint` cannot be verified, they
 * are asked and signed out, and stay with us (RP-Initiated Logout §3 forbids only to send them on).
 */
import type { Context, Middleware } from 'koa';
import type { Provider } from 'oidc-provider';
import { logOf } from '../../web/request/request-context.ts';
import { isHintOfOurs } from '../engine/patches/id-token-hints.ts';

export function doubtfulHints(provider: Provider): Middleware {
  return async (ctx, next) => {
    if (ctx.path === '/session/end') {
      await forgetDoubtfulHint(provider, ctx);
    }
    await next();
  };
}

async function forgetDoubtfulHint(provider: Provider, ctx: Context): Promise<void> {
  const { id_token_hint: hint, client_id: clientId, ui_locales: locales } = ctx.query;
  // Parameters that come twice are refused as such.
  const isOne = typeof hint === 'string' && !Array.isArray(clientId);
  if (isOne && !(await isHintOfOurs(provider, hint, clientId))) {
    const client = clientId !== undefined && /^[\w.-]{3,64}$/.test(clientId) ? clientId : undefined;
    logOf(ctx).info({ client }, 'id_token_hint cannot be verified');
    ctx.query = typeof locales === 'string' ? { ui_locales: locales } : {};
  }
}
