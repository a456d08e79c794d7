/** The headers of every answer: nothing from elsewhere, nothing kept, nobody frames us. */
import type { Middleware } from 'koa';

/** What the pages of a site may do beside showing its style sheets and pictures. */
export interface PageRights {
  /** Of the Content-Security-Policy. */
  readonly directives: readonly string[];
  readonly mayUseCamera: boolean;
}

/** No script at all. Browsers enforce form-action along redirects: going on and signing out may lead to the provider. */
export function scriptless(issuer: string): PageRights {
  return {
    directives: ["script-src 'none'", `form-action 'self' ${new URL(issuer).origin}`],
    mayUseCamera: false,
  };
}

export function securityHeaders(siteUrl: string, { directives, mayUseCamera }: PageRights): Middleware {
  const contentSecurityPolicy = [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    ...directives,
  ].join('; ');
  const camera = mayUseCamera ? 'camera=(self)' : 'camera=()';

  return async (ctx, next) => {
    ctx.set('Content-Security-Policy', contentSecurityPolicy);
    ctx.set('X-Content-Type-Options', 'nosniff');
    ctx.set('X-Frame-Options', 'DENY');
    // The wallet's requests and offers are in its addresses.
    ctx.set('Referrer-Policy', 'no-referrer');
    ctx.set('Cross-Origin-Opener-Policy', 'same-origin');
    ctx.set('Permissions-Policy', `${camera}, geolocation=(), microphone=()`);
    ctx.set('Cache-Control', 'no-store');
    if (siteUrl.startsWith('https:')) {
      ctx.set('Strict-Transport-Security', 'max-age=31536000; includeSubDomains');
    }
    await next();
  };
}

/**
 * One site, one address: http://127.0.0.1:4000 reaches us too, but a sign-in that began there would come back to the
 * site's address, where the browser has no session of ours, and the keys in a wallet belong to one origin.
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
