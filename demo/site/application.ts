/** A site as a Koa application: whatever it answers, it answers at its own address and with its own headers. */
import type { Router } from '@koa/router';
import Koa, { type Middleware } from 'koa';
import { ownAddressOnly, type PageRights, securityHeaders } from './site-headers.ts';

export interface SiteParts {
  readonly siteUrl: string;
  readonly rights: PageRights;
  /** What answers, in this order; the rest is for the router. */
  readonly answers: readonly Middleware[];
  readonly router?: Router;
}

export function createSite({ siteUrl, rights, answers, router }: SiteParts): Koa {
  const app = new Koa();
  app.proxy = false;
  app.use(securityHeaders(siteUrl, rights));
  app.use(ownAddressOnly(siteUrl));
  for (const answer of answers) {
    app.use(answer);
  }
  if (router) {
    app.use(router.routes());
    app.use(router.allowedMethods());
  }
  return app;
}
