/**
 * Whoever is sent away for now is told when to come again, whatever door says so and however (RFC 6585 §4, RFC 9110 §10.2.3). A door that
 * knows better says it by itself.
 */
import type { Middleware } from 'koa';

const usualSeconds: Readonly<Record<number, number>> = { 429: 60, 503: 5 };

export const retryAfter: Middleware = async (ctx, next) => {
  await next();
  const seconds = usualSeconds[ctx.status];
  if (seconds !== undefined && !ctx.response.get('Retry-After') && !ctx.headerSent) {
    ctx.set('Retry-After', String(seconds));
  }
};
