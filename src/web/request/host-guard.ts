/**
 * Refuses every origin but the issuer's: the engine builds its addresses from the request, and would otherwise announce, and
 * accept as audience, whatever was asked for. An absolute request target is refused for the same reason.
 */
import type { Middleware } from 'koa';
import { RequestRefused } from '../../errors.ts';

export function hostGuard(issuer: string): Middleware {
  const { origin, host } = new URL(issuer);
  return async (ctx, next) => {
    const isRelative = ctx.url.startsWith('/');
    if (!isRelative || originOf(ctx.protocol, ctx.host) !== origin) {
      throw new RequestRefused(421, 'foreign-host');
    }
    // The same host in capitals, or with the port that goes without saying: from here on it is written as the issuer writes it.
    ctx.req.headers.host = host;
    if (ctx.req.headers['x-forwarded-host'] !== undefined) {
      ctx.req.headers['x-forwarded-host'] = host;
    }
    await next();
  };
}

/** Undefined for what is more than a host and a port (RFC 9110 §7.2). */
function originOf(protocol: string, host: string): string | undefined {
  return /^[\w.:[\]-]+$/.test(host) ? URL.parse(`${protocol}://${host}`)?.origin : undefined;
}
