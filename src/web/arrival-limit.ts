/**
 * Bounds what a stranger can make us keep: every arrival at a sign-in writes a record for an hour. Long requests go by PAR, which
 * is authenticated. Counted on each node by itself, for this is about load and decides nothing else.
 */
import type { Middleware } from 'koa';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { RequestRefused } from '../errors.ts';
import { subjectOf } from '../throttle/crowd.ts';

const longestQuery = 4096;
const minuteInSeconds = 60;

/** @param mostPerMinute arrivals from one address; an office behind one address has many citizens */
export function arrivalLimit(mostPerMinute: number): Middleware {
  const limiter = new RateLimiterMemory({ points: mostPerMinute, duration: minuteInSeconds });

  return async (ctx, next) => {
    if (ctx.querystring.length > longestQuery) {
      throw new RequestRefused(414, 'too-long');
    }
    if (isArrival(ctx.method, ctx.path)) {
      await limiter.consume(subjectOf(ctx.ip)).catch((refusal: unknown) => {
        if (refusal instanceof RateLimiterRes) {
          ctx.set('Retry-After', String(Math.ceil(refusal.msBeforeNext / 1000)));
          throw new RequestRefused(429, 'too-many');
        }
        throw refusal;
      });
    }
    await next();
  };
}

/** Our own doors take `/FIOK/` for `/fiok`. */
function isArrival(method: string, written: string): boolean {
  const path = written.toLowerCase().replace(/\/+$/, '');
  const isPage =
    path === '/auth' || ['/fiok', '/device', '/desk'].some((beginning) => path.startsWith(beginning));
  const isProgram = ['/request', '/device', '/device/auth', '/backchannel'].includes(path);
  return (method === 'GET' && isPage) || isProgram || path.startsWith('/vp/');
}
