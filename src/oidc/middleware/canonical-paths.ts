/**
 * The engine takes `/AUTH` and `/auth/` for `/auth`; the limits and checks that stand before it know one spelling. Who typed the
 * address of a page by hand is led to it, and nothing else gets by.
 */
import type { Middleware } from 'koa';
import { RequestRefused } from '../../errors.ts';
import { seeOther } from '../../web/request/redirect.ts';

/** Where the engine's addresses begin. */
const engineWords = [
  '.well-known',
  'auth',
  'backchannel',
  'device',
  'jwks',
  'me',
  'reg',
  'request',
  'session',
  'token',
];
/** Nothing in these is an id, which has letters of both cases. */
const withoutIds = /^\/(session|token|\.well-known)\/|^\/device\/auth$/;

/** @throws RequestRefused 404 */
export const canonicalPaths: Middleware = async (ctx, next) => {
  const path = asWeWriteIt(ctx.path);
  if (path === ctx.path) {
    await next();
    return;
  }
  if (ctx.method !== 'GET') {
    throw new RequestRefused(404, 'not-found');
  }
  seeOther(ctx, `${path}${ctx.search}`);
};

function asWeWriteIt(path: string): string {
  const [, first = ''] = path.split('/');
  const word = first.toLowerCase();
  if (!engineWords.includes(word)) {
    return path;
  }
  const spelt = `/${word}${path.slice(1 + first.length)}`.replace(/\/+$/, '');
  const lower = spelt.toLowerCase();
  return withoutIds.test(lower) ? lower : spelt;
}
