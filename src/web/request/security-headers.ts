/** The headers of every answer (OWASP ASVS 5.0 3.3–3.7): nothing is loaded from elsewhere, nothing is kept, nobody frames us. */
import type { Context, Middleware } from 'koa';

const yearInSeconds = 365 * 24 * 60 * 60;

export function securityHeaders(issuer: string): Middleware {
  const isSecure = issuer.startsWith('https:');
  const ofEveryAnswer = Object.entries({
    'Content-Security-Policy': usualPolicy,
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'X-Robots-Tag': 'noindex, nofollow',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
    ...(isSecure && { 'Strict-Transport-Security': `max-age=${yearInSeconds}; includeSubDomains` }),
  });
  return async (ctx, next) => {
    // Node's own way: Koa's makes four arrays of each header.
    for (const [name, value] of ofEveryAnswer) {
      ctx.res.setHeader(name, value);
    }
    ctx.res.setHeader('Cache-Control', isPublicDocument(ctx.path) ? 'public, max-age=300' : 'no-store');
    await next();
  };
}

/**
 * Lets the forms of this page end at `uris` too: browsers enforce `form-action` along redirects, and a sign-in ends at the
 * relying party.
 */
export function allowFormsToReach(ctx: Context, uris: readonly string[]): void {
  const sources = uris.map(formSourceOf).filter((source) => source !== undefined);
  ctx.set('Content-Security-Policy', contentSecurityPolicy([...new Set(sources)]));
}

/** The same where what is at `uri` sends the citizen on to origins that nobody here knows: any that is reached alike. */
export function allowFormsToGoOnFrom(ctx: Context, uri: string): void {
  const { protocol } = new URL(uri);
  ctx.set('Content-Security-Policy', contentSecurityPolicy([protocol]));
}

/**
 * The origin; of an address in a program's own scheme that scheme. CSP has no way to write an IPv6 address (CSP 3 §2.3.1): there a form
 * cannot end, and the citizen gets a page with a link (`oidc/middleware/link-to-program.ts`).
 */
export function formSourceOf(uri: string): string | undefined {
  const url = URL.parse(uri);
  if (!url || url.hostname.startsWith('[')) {
    return undefined;
  }
  return url.origin === 'null' ? url.protocol : url.origin;
}

/** Lets the script of this page ask us how things stand. */
export function allowAsking(ctx: Context): void {
  const policy = String(ctx.response.get('Content-Security-Policy'));
  ctx.set('Content-Security-Policy', `${policy}; connect-src 'self'`);
}

function contentSecurityPolicy(formOrigins: readonly string[]): string {
  return [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "img-src 'self'",
    `form-action ${["'self'", ...formOrigins].join(' ')}`,
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

const usualPolicy = contentSecurityPolicy([]);

/** What relying parties' libraries fetch and keep: the discovery document. For the public keys see oidc/keys/jwks-caching.ts. */
function isPublicDocument(path: string): boolean {
  return path.startsWith('/.well-known/');
}
