/** Refuses every host but the issuer's: the engine would otherwise announce endpoints on whatever host was asked for. */
import type { Middleware } from 'koa';
import { RequestRefused } from '../errors.ts';

export function hostGuard(issuer: string): Middleware {
  const { host } = new URL(issuer);
  return async (ctx, next) => {
    if (ctx.host !== host) {
      throw new RequestRefused(421, 'foreign-host');
    }
    await next();
  };
}
