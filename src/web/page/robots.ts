/** Search engines: no page of ours is found by them (`X-Robots-Tag`), and none of them begins a sign-in (RFC 9309). */
import type { Middleware } from 'koa';

const lines = [
  'User-agent: *',
  ...['/auth', '/desk', '/fiok', '/interaction', '/operator'].map((path) => `Disallow: ${path}`),
];

export const robots: Middleware = async (ctx, next) => {
  if (ctx.path !== '/robots.txt' || (ctx.method !== 'GET' && ctx.method !== 'HEAD')) {
    await next();
    return;
  }
  ctx.type = 'text/plain; charset=utf-8';
  ctx.set('Cache-Control', 'public, max-age=86400');
  ctx.body = `${lines.join('\n')}\n`;
};
