/**
 * By which methods the engine answers at an address.
 *
 * oidc-provider 9.13.3: imports `oidc-provider/lib/helpers/weak_cache.js`; asks `match` of the `router` that a provider keeps there.
 * Why: it passes on what comes by another method as if there were nothing at the address, and does not tell its routes.
 * Held by: test/web/request/wrong-methods.test.ts, "every address of the engine says by which methods it answers"
 */
import type { Context } from 'koa';
import type Provider from 'oidc-provider';
import instance from 'oidc-provider/lib/helpers/weak_cache.js';

const methods = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT'];

export function engineMethods(provider: Provider): (ctx: Pick<Context, 'path'>) => string[] {
  const { router } = instance(provider);
  return ({ path }) => methods.filter((method) => router.match(method, path) !== undefined);
}
