/** How long relying parties may keep the public keys. A node that may have missed a change lets nobody keep what it says. */
import type { Middleware } from 'koa';
import type { LiveSigningKeys } from './live-signing-keys.ts';
import type { KeyTiming } from './signing-key.ts';

export function jwksCaching(
  path: string,
  { jwksMaxAgeInSeconds }: KeyTiming,
  keys: Pick<LiveSigningKeys, 'isUpToDate'>,
): Middleware {
  return async (ctx, next) => {
    await next();
    if (ctx.path === path && ctx.status === 200 && keys.isUpToDate()) {
      ctx.set('Cache-Control', `public, max-age=${jwksMaxAgeInSeconds}`);
    }
  };
}
