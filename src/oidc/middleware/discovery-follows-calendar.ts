/** The discovery document tells the assurances that can be had at this very moment, whatever they were at the start. */
import type { Middleware } from 'koa';
import { type CodeAssurances, mildestByCode } from '../../assurance/code-channels.ts';
import { type Calendar, isPasswordAcceptedAnywhere } from '../../assurance/cutover-calendar.ts';
import { type Assurance, acrOf, reachableAssurances } from '../../assurance/levels.ts';
import { phishingResistantAcr } from '../../assurance/phishing-resistance.ts';

export function discoveryFollowsCalendar(
  calendar: Calendar,
  oneTimeCodes: CodeAssurances,
  now: () => Date,
): Middleware {
  function canBeHad(assurance: Assurance): boolean {
    const isLowByCode = mildestByCode(oneTimeCodes) === 'low';
    return assurance !== 'low' || isLowByCode || isPasswordAcceptedAnywhere(calendar, now());
  }

  return async (ctx, next) => {
    await next();
    const body = ctx.body as { acr_values_supported?: string[] } | undefined;
    if (ctx.path.startsWith('/.well-known/') && body?.acr_values_supported) {
      body.acr_values_supported = [...reachableAssurances.filter(canBeHad).map(acrOf), phishingResistantAcr];
    }
  };
}
