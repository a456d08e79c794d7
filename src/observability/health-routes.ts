/** `/health/live`: the process answers. `/health/ready`: it can serve, or the reason why not. */
import type { Middleware } from 'koa';

/** @param checks by name; each resolves when its part works. */
export function healthRoutes(checks: Readonly<Record<string, () => Promise<unknown>>>): Middleware {
  return async (ctx, next) => {
    if (ctx.path === '/health/live') {
      ctx.body = { status: 'live' };
      return;
    }
    if (ctx.path !== '/health/ready') {
      await next();
      return;
    }
    const reasons = await failing(checks);
    ctx.status = reasons.length === 0 ? 200 : 503;
    ctx.body = reasons.length === 0 ? { status: 'ready' } : { status: 'not ready', reasons };
  };
}

async function failing(checks: Readonly<Record<string, () => Promise<unknown>>>): Promise<string[]> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      try {
        await check();
        return undefined;
      } catch (error) {
        return `${name}: ${error instanceof Error ? error.message : 'unknown'}`;
      }
    }),
  );
  return results.filter((reason) => reason !== undefined);
}
