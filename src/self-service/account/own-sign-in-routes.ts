/** Coming to the own pages and leaving them: the callback of our own sign-in, and the way to signing out. */
import { Router } from '@koa/router';
import type { Context } from 'koa';
import type { OwnSessionStore } from '../../relying-party/own-session-store.ts';
import type { OwnSignIn } from '../../relying-party/own-sign-in.ts';
import type { OwnCookies } from '../../web/cookies/own-cookies.ts';
import type { Pages } from '../../web/page/page.ts';
import { readableIn } from '../../web/page/unreadable.ts';
import { type Door, forPeople } from '../../web/request/door.ts';
import { seeOther } from '../../web/request/redirect.ts';

export interface OwnSignInParts {
  readonly issuer: string;
  readonly ownSignIn: OwnSignIn;
  readonly sessions: OwnSessionStore;
  readonly cookies: OwnCookies;
  readonly pages: Pages;
}

const home = '/fiok';

async function completeSignIn(
  { issuer, ownSignIn, cookies, pages }: OwnSignInParts,
  ctx: Context,
): Promise<void> {
  const pending = cookies.get(ctx, 'pending') ?? '';
  cookies.clear(ctx, 'pending');
  const completed = await ownSignIn.complete(new URL(`${issuer}${ctx.url}`), pending);
  if (!completed) {
    const page = { title: 'account.not-signed-in.title', status: 400 } as const;
    await pages.show(ctx, 'self-service/account/not-signed-in', page);
    return;
  }
  cookies.set(ctx, 'session', completed.cookie);
  seeOther(ctx, completed.returnTo);
}

/** A link alone signs nobody out: the provider asks, and its answer ends this session too. */
async function leadToSignOut({ ownSignIn, sessions, cookies }: OwnSignInParts, ctx: Context): Promise<void> {
  const session = readableIn(ctx, await sessions.findSession(cookies.get(ctx, 'session') ?? ''));
  seeOther(ctx, session ? await ownSignIn.signOutAddress() : home);
}

export function ownSignInRoutes(parts: OwnSignInParts): Door {
  const router = new Router({ prefix: home });

  router.get('/callback', (ctx) => completeSignIn(parts, ctx));
  router.get('/kijelentkezes', (ctx) => leadToSignOut(parts, ctx));

  return forPeople(router);
}
