/** Signing in to pages of staff, and out of them. */
import { Router } from '@koa/router';
import type { Context } from 'koa';
import type { OwnSite } from '../relying-party/own-client.ts';
import type { OwnSignIn } from '../relying-party/own-sign-in.ts';
import type { OwnCookies } from '../web/cookies/own-cookies.ts';
import type { Pages } from '../web/page/page.ts';
import { type Door, forPeople } from '../web/request/door.ts';
import { seeOther } from '../web/request/redirect.ts';
import type { StaffAccess } from './staff-access.ts';

export interface StaffSignInParts {
  /** Where these pages are. */
  readonly origin: string;
  readonly access: StaffAccess;
  readonly signIn: OwnSignIn;
  readonly cookies: OwnCookies;
  readonly pages: Pages;
}

export function staffSignInRoutes(site: OwnSite, parts: StaffSignInParts): Door {
  const router = new Router({ prefix: site.home });

  router.get('/callback', (ctx) => finishSignIn(site, parts, ctx));
  router.get('/sign-out', (ctx) =>
    parts.access.whenSignedIn(ctx, site.home, async () => {
      await parts.access.end(ctx);
      seeOther(ctx, await parts.signIn.signOutAddress());
    }),
  );

  return forPeople(router);
}

async function finishSignIn(
  { home }: OwnSite,
  { origin, signIn, cookies, pages }: StaffSignInParts,
  ctx: Context,
): Promise<void> {
  const pending = cookies.get(ctx, 'pending') ?? '';
  cookies.clear(ctx, 'pending');
  const completed = await signIn.complete(new URL(`${origin}${ctx.url}`), pending);
  if (!completed) {
    await pages.show(ctx, 'staff/not-signed-in', {
      title: 'account.not-signed-in.title',
      status: 400,
      data: { home },
    });
    return;
  }
  cookies.set(ctx, 'session', completed.cookie);
  seeOther(ctx, completed.returnTo);
}
