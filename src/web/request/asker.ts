/**
 * Who sent a request, for the limits on what nobody signed in may cause to be kept: they are asked where something is kept
 * (throttle/errands/errands.ts), whatever the route and the method. Long requests go by PAR, which is authenticated.
 */
import type { Middleware } from 'koa';
import { RequestRefused } from '../../errors.ts';
import { runFor } from '../../throttle/errands/errands.ts';
import { errandLimits } from '../../throttle/limits.ts';
import type { DeviceCookies } from '../cookies/device-cookie.ts';

const longestQuery = 4096;

/** @param mostPerMinute errands begun from one network, set by the operator; an office behind one address has many citizens */
export function countedByAsker(mostPerMinute: number, devices: DeviceCookies): Middleware {
  const limits = errandLimits(mostPerMinute);

  return async (ctx, next) => {
    if (ctx.querystring.length > longestQuery) {
      throw new RequestRefused(414, 'too-long');
    }
    await runFor({ address: ctx.ip, knownDevice: devices.knownDevice(ctx), limits }, next);
  };
}
