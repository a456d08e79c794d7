/**
 * Rate limit on the requests that begin a sign-in, by network: each of them makes us keep a record for an hour. Long requests go by PAR,
 * which is authenticated. Counted on each node by itself, for this is about load and decides nothing else.
 */
import type { Middleware } from 'koa';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { RequestRefused } from '../../errors.ts';
import { hashOfNetwork } from '../../throttle/client-network.ts';

const longestQuery = 4096;
const minuteInSeconds = 60;

/** @param mostPerMinute sign-ins begun from one network, set by the operator; an office behind one address has many citizens */
export function signInStartLimit(mostPerMinute: number): Middleware {
  const limiter = new RateLimiterMemory({ points: mostPerMinute, duration: minuteInSeconds });

  return async (ctx, next) => {
    if (ctx.querystring.length > longestQuery) {
      throw new RequestRefused(414, 'too-long');
    }
    if (beginsSignIn(ctx.method, ctx.path)) {
      await limiter.consume(hashOfNetwork(ctx.ip)).catch((refusal: unknown) => {
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
function beginsSignIn(method: string, written: string): boolean {
  const path = written.toLowerCase().replace(/\/+$/, '');
  const isPage =
    path === '/auth' || ['/fiok', '/device', '/desk'].some((beginning) => path.startsWith(beginning));
  const isProgram = ['/request', '/device', '/device/auth', '/backchannel'].includes(path);
  return (method === 'GET' && isPage) || isProgram || path.startsWith('/vp/');
}
