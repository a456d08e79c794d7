/** The integrators' sandbox as a Koa application: it knows the provider only by its issuer's address. */
import { Router } from '@koa/router';
import type Koa from 'koa';
import { createSite } from '../site/application.ts';
import { loadAssets } from '../site/assets.ts';
import { tellOfProblems } from '../site/problem.ts';
import { reportAs } from '../site/report.ts';
import { assetsDirectory } from '../site/settings.ts';
import { scriptless } from '../site/site-headers.ts';
import { addFaultRoutes } from './faults/fault-routes.ts';
import { createShowPage } from './page.ts';
import { Problem } from './problem.ts';
import { createLogoutInbox } from './registration/logout-inbox.ts';
import { addRegisterRoutes } from './registration/register-routes.ts';
import { createRegistrar } from './registration/registrar.ts';
import { createVisits } from './session.ts';
import type { SandboxSettings } from './settings.ts';
import { addReturnRoutes } from './walk/return-routes.ts';
import { addWalkRoutes } from './walk/walk-routes.ts';

export function createSandbox(settings: SandboxSettings): Koa {
  const { sandboxUrl, issuer, now } = settings;
  const assets = loadAssets(assetsDirectory, ['kapu.css', 'portal.css', 'sandbox.css', 'sandbox.svg']);
  const visits = createVisits(now, sandboxUrl);
  const show = createShowPage(visits, assets, issuer);
  const inbox = createLogoutInbox(settings);
  const registrar = createRegistrar(settings);
  const router = new Router();
  addRegisterRoutes(router, { show, visits, registrar, settings });
  addWalkRoutes(router, { show, visits, settings });
  addFaultRoutes(router, { show, visits, registrar, inbox, settings });
  addReturnRoutes(router, { show, visits, inbox, settings });
  inbox.addRoutes(router);

  return createSite({
    siteUrl: sandboxUrl,
    rights: scriptless(issuer),
    answers: [
      assets.serve,
      tellOfProblems({
        Problem,
        show: (ctx, { kind, status }) =>
          show(ctx, 'problem', { title: `problem.${kind}.title`, status, data: { kind } }),
        report: reportAs('sandbox'),
      }),
    ],
    router,
  });
}
