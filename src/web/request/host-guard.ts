/**
 * Refuses every origin but the issuer's: the engine builds its addresses from the request, and would otherwise announce, and
 * accept as audience, whatever was asked for. An absolute request target is refused for the same reason.
 */
import type { Middleware } from 'koa';
import { RequestRefused } from '../../errors.ts';

export function hostGuard(issuer: string): Middleware {
  const { origin } = new URL(issuer);
  return async (ctx, next) => {
    const isRelative = ctx.url.startsWith('/');
    if (!isRelative || `${ctx.protocol}://${ctx.host}` !== origin) {
      throw new RequestRefused(421, 'foreign-host');
    }
    await next();
  };
}
