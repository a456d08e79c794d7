/**
 * Browsers hold every redirect after a form against the page's `form-action`; where it names an origin not, the button does nothing.
 * An IPv6 address cannot be written there, and a native program may listen at `http://[::1]:port` (RFC 8252 §7.3); where a broker sends
 * the citizen on to, we do not know. There the citizen gets a page that goes on by itself, and has a link for whoever it does not
 * carry on; neither is a form.
 */
import type { Context, Middleware } from 'koa';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Pages } from '../../web/page/page.ts';
import { formSourceOf } from '../../web/request/security-headers.ts';
import { redirectsOnward } from '../clients/own-metadata.ts';

/** Where forms of ours end. */
const endsOfForms = /^\/(auth\/[^/]+|session\/end\/confirm)$/;

export function linkToProgram(pages: Pages): Middleware {
  return async (ctx, next) => {
    await next();
    const address = endsOfForms.test(ctx.path) ? addressElsewhere(ctx) : undefined;
    if (address === undefined || (formSourceOf(address) !== undefined && !redirectsOnward(clientOf(ctx)))) {
      return;
    }
    ctx.remove('Location');
    ctx.set('Refresh', `0; url=${address}`);
    await pages.show(ctx, 'login/return-to-program', {
      title: 'return.title',
      status: 200,
      data: { address },
    });
  };
}

function clientOf(ctx: Context): object | undefined {
  return (ctx as unknown as Partial<KoaContextWithOIDC>).oidc?.client;
}

function addressElsewhere(ctx: Context): string | undefined {
  const location = String(ctx.response.get('Location'));
  return [302, 303].includes(ctx.status) && URL.canParse(location) ? location : undefined;
}
