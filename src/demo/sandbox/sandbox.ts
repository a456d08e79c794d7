/** The integrators' sandbox as a Koa application: it knows the provider only by its issuer's address. */
import { Router } from '@koa/router';
import Koa, { type Context, type Middleware } from 'koa';
import { loadAssets } from '../site/assets.ts';
import { ForeignForm } from '../site/form.ts';
import { ownAddressOnly, securityHeaders } from '../site/security-headers.ts';
import { addFaultRoutes } from './fault-routes.ts';
import { createLogoutInbox } from './logout-inbox.ts';
import { createShowPage, type ShowPage } from './page.ts';
import { Problem } from './problem.ts';
import { addRegisterRoutes } from './register-routes.ts';
import { createRegistrar } from './registrar.ts';
import { addReturnRoutes } from './return-routes.ts';
import { createVisits } from './session.ts';
import { assetsDirectory, type SandboxSettings } from './settings.ts';
import { addWalkRoutes } from './walk-routes.ts';

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

  const app = new Koa();
  app.proxy = false;
  app.use(securityHeaders(sandboxUrl, issuer));
  app.use(ownAddressOnly(sandboxUrl));
  app.use(assets.serve);
  app.use(tellOfProblems(show));
  app.use(router.routes());
  app.use(router.allowedMethods());
  return app;
}

/** The one place where a problem becomes an answer. */
function tellOfProblems(show: ShowPage): Middleware {
  return async (ctx: Context, next) => {
    try {
      await next();
      if (ctx.status === 404 && !ctx.body) {
        throw new Problem('not-found');
      }
    } catch (error) {
      const problem = problemOf(error);
      if (problem.status >= 500) {
        report(problem);
      }
      const { kind, status } = problem;
      await show(ctx, 'problem', { title: `problem.${kind}.title`, status, data: { kind } });
    }
  };
}

function problemOf(error: unknown): Problem {
  if (error instanceof ForeignForm) {
    return new Problem('foreign-form', error);
  }
  return error instanceof Problem ? error : new Problem('fault', error);
}

function report({ kind, cause }: Problem): void {
  const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  console.error(`sandbox: ${kind}: ${reason}`);
}
