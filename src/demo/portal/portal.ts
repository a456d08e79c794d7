/** The sample portal as a Koa application: a relying party that knows the provider only by its issuer's address. */
import { Router } from '@koa/router';
import Koa, { type Context, type Middleware } from 'koa';
import { loadAssets } from '../site/assets.ts';
import { ForeignForm } from '../site/form.ts';
import { createLogoutTokens } from '../site/logout-token.ts';
import { ownAddressOnly, securityHeaders } from '../site/security-headers.ts';
import { addBackChannelRoutes } from './back-channel-routes.ts';
import { addCaseRoutes } from './case-routes.ts';
import { addMyDataRoutes } from './my-data-routes.ts';
import { createShowPage, type ShowPage } from './page.ts';
import { Problem } from './problem.ts';
import { createProviderClient, type ProviderClient } from './provider-client.ts';
import { createSessionStore } from './session-store.ts';
import { assetsDirectory, type PortalSettings } from './settings.ts';
import { addSignInRoutes, createSignIn } from './sign-in-routes.ts';
import { addSignOutRoutes } from './sign-out-routes.ts';
import { createVisits } from './visits.ts';

export function createPortal(
  settings: PortalSettings,
  provider: ProviderClient = createProviderClient(settings),
): Koa {
  const { portalUrl, issuer, now } = settings;
  const assets = loadAssets(assetsDirectory, ['kapu.css', 'portal.css', 'portal.svg']);
  const sessions = createSessionStore(now);
  const visits = createVisits(sessions, portalUrl);
  const logoutTokens = createLogoutTokens(() => provider.logoutTokenIssuer(), settings.clientId, now);
  const show = createShowPage(visits, assets);
  const signInParts = { provider, visits, now };
  const signIn = createSignIn(signInParts);
  const router = new Router();
  addSignInRoutes(router, signIn, signInParts);
  addCaseRoutes(router, { show, visits, signIn, now });
  addMyDataRoutes(router, { show, visits, provider });
  addSignOutRoutes(router, { show, visits, provider, report });
  addBackChannelRoutes(router, { sessions, logoutTokens, report });

  const app = new Koa();
  app.proxy = false;
  app.use(securityHeaders(portalUrl, issuer));
  app.use(ownAddressOnly(portalUrl));
  app.use(assets.serve);
  app.use(tellOfProblems(show));
  app.use(router.routes());
  app.use(router.allowedMethods());
  return app;
}

/** The one place where a problem becomes an answer. */
function tellOfProblems(show: ShowPage): Middleware {
  return async (ctx, next) => {
    try {
      await next();
      if (ctx.status === 404 && !ctx.body) {
        throw new Problem('not-found');
      }
    } catch (error) {
      const problem = problemOf(error);
      if (problem.status >= 500) {
        report(problem.kind, problem.cause);
      }
      await showProblem(show, ctx, problem);
    }
  };
}

function problemOf(error: unknown): Problem {
  if (error instanceof ForeignForm) {
    return new Problem('foreign-form', '/', error);
  }
  return error instanceof Problem ? error : new Problem('fault', '/', error);
}

async function showProblem(show: ShowPage, ctx: Context, { kind, status, goal }: Problem): Promise<void> {
  const mayHelpToSignIn = !['not-found', 'fault', 'foreign-form'].includes(kind);
  const level = kind === 'too-low' ? '&level=substantial' : '';
  const retry = mayHelpToSignIn ? `/sign-in?return=${encodeURIComponent(goal)}${level}` : undefined;
  await show(ctx, 'problem', { title: `problem.${kind}.title`, status, data: { kind, retry, goal } });
}

/** Names and messages of faults alone: what a citizen sent or was told stays out of the log. */
function report(what: string, cause: unknown): void {
  const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  console.error(`portal: ${what}: ${reason}`);
}
