/**
 * Whoever is through goes on to the relying party in the answer to their last step: the engine goes through `/auth/:uid` within that same
 * request, and the browser is not sent there (decision 63). It is sent there as before where the engine answers with a page: what answers
 * a form is to be a redirect, so that a reload sends nothing twice.
 */
import type { Context, Middleware } from 'koa';
import type { Interaction, Provider } from 'oidc-provider';
import { noteRoute } from '../web/request/measured-requests.ts';
import { seeOther } from '../web/request/redirect.ts';

/** The address at which each of these requests goes on. */
const onward = new WeakMap<Context, string>();

export function goOn(ctx: Context, { returnTo, params }: Pick<Interaction, 'returnTo' | 'params'>): void {
  const { pathname } = new URL(returnTo);
  const endsInRedirect =
    pathname.startsWith('/auth/') && !String(params.response_mode).startsWith('form_post');
  if (endsInRedirect) {
    onward.set(ctx, pathname);
  } else {
    seeOther(ctx, returnTo);
  }
}

/** @param steps of a sign-in, behind which the engine comes */
export function goingOn(provider: Provider, steps: Middleware): Middleware {
  return async (ctx, next) => {
    await steps(ctx, next);
    const path = onward.get(ctx);
    if (path !== undefined) {
      noteRoute(ctx);
      const { path: cameFrom } = ctx;
      comeBack(provider, ctx, path);
      await next();
      if (ctx.status === 303) {
        takeBackCookie(provider, ctx, cameFrom);
      }
    }
  };
}

/**
 * As if the browser came there. Its cookie for that address is not sent to this one, nor is it needed: that of the sign-in was set with it,
 * holds the same id, is signed by us, and was looked at before anything was done.
 */
function comeBack(provider: Provider, ctx: Context, path: string): void {
  const [ofReturn, ofSignIn] = [provider.cookieName('resume'), provider.cookieName('interaction')];
  const get = ctx.cookies.get.bind(ctx.cookies);
  ctx.cookies.get = (name, options) => get(name === ofReturn ? ofSignIn : name, options);
  ctx.method = 'GET';
  ctx.url = path;
}

/** Whoever got the answer has no more to ask here; whoever did not may ask again for half a minute (`oidc/records/end-record.ts`). */
function takeBackCookie(provider: Provider, ctx: Context, cameFrom: string): void {
  const [page] = /^\/interaction\/[^/]+/.exec(cameFrom) ?? [];
  ctx.cookies.set(provider.cookieName('interaction'), null, { path: page, sameSite: 'lax' });
}
