/** The discovery document tells the assurances that can be had at this very moment, whatever they were at the start. */
import type { Middleware } from 'koa';
import { type Calendar, isPasswordAcceptedAnywhere } from '../assurance/calendar.ts';
import { acrOf, reachableAssurances } from '../assurance/levels.ts';

export function discoveryFollowsCalendar(calendar: Calendar, now: () => Date): Middleware {
  return async (ctx, next) => {
    await next();
    const body = ctx.body as { acr_values_supported?: string[] } | undefined;
    if (ctx.path.startsWith('/.well-known/') && body?.acr_values_supported) {
      const reachable = reachableAssurances.filter(
        (assurance) => assurance !== 'low' || isPasswordAcceptedAnywhere(calendar, now()),
      );
      body.acr_values_supported = reachable.map(acrOf);
    }
  };
}
