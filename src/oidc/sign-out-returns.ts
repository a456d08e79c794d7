/**
 * Where nobody is signed in any more, the engine answers a sign-out with a bare form that sends itself and ends at the relying
 * party. The citizen gets a page of ours instead, which needs no script, and the browser is told that its form may go there.
 */
import type { Context, Middleware } from 'koa';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Pages } from '../web/page.ts';
import { allowFormsToReach } from '../web/security-headers.ts';

export function signOutReturns(pages: Pages): Middleware {
  return async (ctx, next) => {
    await next();
    const xsrf = ctx.path === '/session/end' ? xsrfOfSelfSendingForm(ctx.body) : undefined;
    if (xsrf === undefined) {
      return;
    }
    allowFormsToReach(ctx, registeredReturnOf(ctx));
    await pages.show(ctx, 'sign-out/continue', {
      title: 'signed-out.title',
      data: { xsrf, action: '/session/end/confirm' },
    });
  };
}

/** The address that the engine found among those of the relying party. */
function registeredReturnOf(ctx: Context): string[] {
  const { session } = (ctx as unknown as KoaContextWithOIDC).oidc;
  const address = session?.state?.postLogoutRedirectUri;
  return typeof address === 'string' ? [address] : [];
}

/** The engine's form carries the answer in hidden fields; our own question does not. */
function xsrfOfSelfSendingForm(body: unknown): string | undefined {
  if (typeof body !== 'string' || !body.includes('name="logout" value="yes"')) {
    return undefined;
  }
  const isOurs = body.includes('kapu-page');
  return isOurs ? undefined : /name="xsrf" value="([^"]+)"/.exec(body)?.[1];
}
