/** The headers of every answer: no script at all, nothing from elsewhere, nothing kept, nobody frames us. */
import type { Middleware } from 'koa';

export function securityHeaders(siteUrl: string, issuer: string): Middleware {
  // Browsers enforce form-action along redirects: going on and signing out may lead to the provider.
  const contentSecurityPolicy = [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    "script-src 'none'",
    `form-action 'self' ${new URL(issuer).origin}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

  return async (ctx, next) => {
    ctx.set('Content-Security-Policy', contentSecurityPolicy);
    ctx.set('X-Content-Type-Options', 'nosniff');
    ctx.set('X-Frame-Options', 'DENY');
    ctx.set('Referrer-Policy', 'no-referrer');
    ctx.set('Cross-Origin-Opener-Policy', 'same-origin');
    ctx.set('Permissions-Policy', 'camera=(), geolocation=(), microphone=()');
    ctx.set('Cache-Control', 'no-store');
    if (siteUrl.startsWith('https:')) {
      ctx.set('Strict-Transport-Security', 'max-age=31536000; includeSubDomains');
    }
    await next();
  };
}

/**
 * One site, one address: http://127.0.0.1:4000 reaches us too, but a sign-in that began there would come back to the
 * site's address, where the browser has no session of ours.
 */
export function ownAddressOnly(siteUrl: string): Middleware {
  const { host } = new URL(siteUrl);
  return async (ctx, next) => {
    if (ctx.host === host) {
      await next();
      return;
    }
    ctx.status = 307;
    ctx.redirect(siteUrl + ctx.url);
  };
}
