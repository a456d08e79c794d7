/**
 * `/auth/:uid` goes on with a request that the engine keeps, and takes no parameters. With some of them oidc-provider 9.13 stumbles when
 * it finds no such request (`response_parameters.js` reads parameters that are not there), and answered anybody with 500.
 */
import type { Middleware } from 'koa';

const resumed = /^\/auth\/[^/]+$/;

export const resumedRequests: Middleware = async (ctx, next) => {
  if (resumed.test(ctx.path) && ctx.search !== '') {
    ctx.search = '';
  }
  await next();
};
