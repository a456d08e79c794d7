/** The sample portal as a Koa application: a relying party that knows the provider only by its issuer's address. */
import { Router } from '@koa/router';
import type Koa from 'koa';
import type { Context } from 'koa';
import { createSite } from '../site/application.ts';
import { loadAssets } from '../site/assets.ts';
import { createLogoutTokens } from '../site/logout-token.ts';
import { statusAtAnySite, tellOfProblems } from '../site/problem.ts';
import { reportAs } from '../site/report.ts';
import { assetsDirectory } from '../site/settings.ts';
import { scriptless } from '../site/site-headers.ts';
import { addBackChannelRoutes } from './back-channel-routes.ts';
import { addCaseRoutes } from './cases/case-routes.ts';
import { addMyDataRoutes } from './cases/my-data-routes.ts';
import { createShowPage, type ShowPage } from './page.ts';
import { Problem } from './problem.ts';
import { createProviderClient, type ProviderClient } from './provider-client.ts';
import { createSessionStore } from './session-store.ts';
import type { PortalSettings } from './settings.ts';
import { addSignInRoutes, createSignIn } from './sign-in-routes.ts';
import { addSignOutRoutes } from './sign-out-routes.ts';
import { createVisits } from './visits.ts';

const report = reportAs('portal');

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

  return createSite({
    siteUrl: portalUrl,
    rights: scriptless(issuer),
    answers: [
      assets.serve,
      tellOfProblems({ Problem, show: (ctx, problem) => showProblem(show, ctx, problem), report }),
    ],
    router,
  });
}

async function showProblem(show: ShowPage, ctx: Context, { kind, status, goal }: Problem): Promise<void> {
  const mayHelpToSignIn = !Object.hasOwn(statusAtAnySite, kind);
  const level = kind === 'too-low' ? '&level=substantial' : '';
  const retry = mayHelpToSignIn ? `/sign-in?return=${encodeURIComponent(goal)}${level}` : undefined;
  await show(ctx, 'problem', { title: `problem.${kind}.title`, status, data: { kind, retry, goal } });
}
