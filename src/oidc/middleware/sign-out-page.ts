/**
 * Where nobody is signed in any more, the engine answers a sign-out with a bare form that sends itself and ends at the relying
 * party. The citizen gets a page of ours instead, which needs no script, and the browser is told that its form may go there.
 */
import type { Middleware } from 'koa';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Pages } from '../../web/page/page.ts';
import { allowFormsToReach } from '../../web/request/security-headers.ts';
import { formTokenOfSelfSendingSignOut } from '../engine/internals/self-sending-forms.ts';
import { returnAddressOfSignOut } from '../engine/internals/session-state.ts';

export function signOutPage(pages: Pages): Middleware {
  return async (ctx, next) => {
    await next();
    const xsrf = ctx.path === '/session/end' ? formTokenOfSelfSendingSignOut(ctx.body) : undefined;
    if (xsrf === undefined) {
      return;
    }
    const returnAddress = returnAddressOfSignOut(ctx as unknown as KoaContextWithOIDC);
    allowFormsToReach(ctx, returnAddress === undefined ? [] : [returnAddress]);
    await pages.show(ctx, 'sign-out/continue', {
      title: 'signed-out.title',
      data: { xsrf, action: '/session/end/confirm' },
    });
  };
}
