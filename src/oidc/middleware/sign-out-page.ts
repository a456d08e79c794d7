/**
 * Where nobody is signed in any more, the engine answers a sign-out with a bare form that sends itself and ends at the relying
 * party. The citizen gets a page of ours instead, which needs no script, and the browser is told that its form may go there. What was
 * asked stands in the form, and is looked at again when it comes back: nothing is kept of it.
 */
import type { Context, Middleware } from 'koa';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { LiveClients } from '../../clients/live-clients.ts';
import { RequestRefused } from '../../errors.ts';
import type { Fields, ReadForm } from '../../web/form/form.ts';
import type { Pages } from '../../web/page/page.ts';
import { seeOther } from '../../web/request/redirect.ts';
import { allowFormsToReach } from '../../web/request/security-headers.ts';
import { isSelfSendingSignOut } from '../engine/internals/self-sending-forms.ts';
import { leftService } from '../sign-out/left-service.ts';

export interface SignOutPageParts {
  readonly provider: Provider;
  readonly pages: Pages;
  readonly clients: LiveClients;
  readonly readForm: ReadForm;
  /** Ends the session of our own pages in this browser. */
  readonly endOwnSession: (ctx: Context) => Promise<void>;
}

const address = '/session/end/continue';

export function signOutPage(parts: SignOutPageParts): Middleware {
  return async (ctx, next) => {
    if (ctx.path === address && ctx.method === 'POST') {
      await leaveFor(parts, ctx, await parts.readForm(ctx));
      return;
    }
    await next();
    if (ctx.path === '/session/end' && isSelfSendingSignOut(ctx.body)) {
      await askToGoOn(parts, ctx, ctx as unknown as KoaContextWithOIDC);
    }
  };
}

async function askToGoOn(
  { pages, clients }: SignOutPageParts,
  ctx: Context,
  { oidc }: KoaContextWithOIDC,
): Promise<void> {
  const { post_logout_redirect_uri: returnAddress, state } = oidc.params as Partial<Record<string, string>>;
  allowFormsToReach(ctx, returnAddress === undefined ? [] : [returnAddress]);
  await pages.show(ctx, 'sign-out/continue', {
    title: 'signed-out.title',
    ...(await leftService(clients, ctx, oidc.client?.clientId)),
    data: { action: address, client: oidc.client?.clientId, returnAddress, state },
  });
}

/** @throws RequestRefused for an address of return that is none of the relying party's */
async function leaveFor(
  { provider, endOwnSession }: SignOutPageParts,
  ctx: Context,
  fields: Fields,
): Promise<void> {
  const { client_id: clientId, post_logout_redirect_uri: returnAddress, state } = fields;
  if (returnAddress === undefined) {
    await endOwnSession(ctx);
    seeOther(ctx, '/session/end/success');
    return;
  }
  const client = clientId === undefined ? undefined : await provider.Client.find(clientId);
  if (!client?.postLogoutRedirectUriAllowed(returnAddress)) {
    throw new RequestRefused(400, 'malformed-body');
  }
  await endOwnSession(ctx);
  const destination = new URL(returnAddress);
  if (state !== undefined) {
    destination.searchParams.set('state', state);
  }
  seeOther(ctx, destination.href);
}
