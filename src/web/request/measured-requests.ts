/** Every request in the metrics, by the pattern of its route: addresses themselves hold ids, and there is no end of them. */
import type { Context, Middleware } from 'koa';
import { isMeasuring, timeSince } from '../../metrics/measuring.ts';

export const measuredRequests: Middleware = async (ctx, next) => {
  if (!isMeasuring()) {
    await next();
    return;
  }
  const since = performance.now();
  const { method } = ctx;
  try {
    await next();
  } finally {
    timeSince(since, 'kapu_http_request_seconds', {
      route: routeOf(ctx),
      method: methodOf(method),
      status: String(ctx.status),
    });
  }
};

interface Routed {
  /** Of our own router. */
  readonly _matchedRoute?: string | RegExp;
  /** Of the engine. */
  readonly oidc?: { readonly route?: string };
}

const plainRoute = /^\/(health\/(live|ready)|assets)(?=\/|$)/;

/** Of requests that go on from the route that they are counted by. */
const noted = new WeakMap<Context, string>();

export function noteRoute(ctx: Context & Routed): void {
  noted.set(ctx, String(ctx._matchedRoute));
}

export function routeOf(ctx: Context): string {
  const { _matchedRoute: matched, oidc } = ctx as Context & Routed;
  return (
    noted.get(ctx) ?? oidc?.route ?? (matched && String(matched)) ?? plainRoute.exec(ctx.path)?.[0] ?? 'other'
  );
}

export function methodOf(method: string): 'GET' | 'POST' | 'other' {
  return method === 'GET' || method === 'POST' ? method : 'other';
}
