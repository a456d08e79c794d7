/**
 * `response_mode=form_post`: the engine answers with a bare form that sends itself to the relying party; and where somebody else
 * was signed in at this browser, with one that signs them out first. The citizen gets a page of ours instead, in their language,
 * which works without a script, and the browser is told where its form may end.
 */
import type { Context, Middleware } from 'koa';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Pages } from '../../web/page/page.ts';
import { allowFormsToGoOnFrom, allowFormsToReach } from '../../web/request/security-headers.ts';
import { redirectsOnward } from '../clients/own-metadata.ts';
import { selfSendingForm } from '../engine/internals/self-sending-forms.ts';

export function formPostPage(pages: Pages): Middleware {
  return async (ctx, next) => {
    await next();
    const form = /^\/(auth|device)(\/|$)/.test(ctx.path) ? selfSendingForm(ctx.body) : undefined;
    if (form) {
      if (redirectsOnward(entitiesOf(ctx).Client)) {
        allowFormsToGoOnFrom(ctx, returnAddressOf(ctx) || form.action);
      } else {
        allowFormsToReach(ctx, [form.action, returnAddressOf(ctx)]);
      }
      await pages.show(ctx, 'login/return', { title: 'return.title', status: ctx.status, data: { form } });
    }
  };
}

/** Where the sign-in ends that goes on after a sign-out. */
function returnAddressOf(ctx: Context): string {
  return String(entitiesOf(ctx).Interaction?.params.redirect_uri ?? '');
}

function entitiesOf(ctx: Context): KoaContextWithOIDC['oidc']['entities'] {
  return (ctx as unknown as KoaContextWithOIDC).oidc.entities;
}
