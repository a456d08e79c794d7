/** By which methods something answers at an address (RFC 9110 §15.5.6): read from the routes themselves. */
import type { Context, Middleware } from 'koa';
import { MethodRefused, RequestRefused } from '../../errors.ts';

/** Routers of ours leave here what has the path of a request, whatever its method. */
interface Routed {
  readonly matched?: readonly { readonly methods: readonly string[] }[];
}

/** None where nothing answers. It says nothing of who may come in or of what is there: routes are the same for everybody. */
export function allowedMethods(ctx: Context): string[] {
  const { matched = [] } = ctx as unknown as Routed;
  return [...new Set(matched.flatMap(({ methods }) => methods))].sort();
}

/** What nothing answered is refused. @param others by which whoever else has routes answers */
export function refuseUnanswered(others: (ctx: Context) => readonly string[]): Middleware {
  return async (ctx, next) => {
    await next();
    if (ctx.status !== 404 || ctx.body) {
      return;
    }
    const allowed = [...new Set([...allowedMethods(ctx), ...others(ctx)])];
    throw allowed.length === 0 || allowed.includes(ctx.method)
      ? new RequestRefused(404, 'not-found')
      : new MethodRefused(allowed);
  };
}
