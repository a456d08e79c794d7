/**
 * Refuses every origin but the issuer's, and those of places apart: the engine builds its addresses from the request, and would otherwise
 * announce, and accept as audience, whatever was asked for. A whole address in the request line (RFC 9112 §3.2.2) must name the same.
 */
import type { Context, Middleware } from 'koa';
import { type Hosts, type PlaceApart, placesApart } from '../../configuration/hosts.ts';
import { RequestRefused } from '../../errors.ts';
import { seeOther } from './redirect.ts';
import { allowFormsToReach } from './security-headers.ts';

export function hostGuard(issuer: string, hosts: Hosts = {}): Middleware {
  const { origin: publicOrigin } = new URL(issuer);
  const places = new Map<string, PlaceApart | 'public'>([
    [publicOrigin, 'public'],
    ...placesApart.flatMap((place): [string, PlaceApart][] => {
      const origin = hosts[place];
      return origin === undefined ? [] : [[origin, place]];
    }),
  ]);
  return async (ctx, next) => {
    const origin = originOf(ctx.protocol, ctx.host);
    const place = places.get(origin ?? '');
    const target = ctx.url.startsWith('/') ? { origin, url: ctx.url } : wholeTarget(ctx.url);
    // Where the line and Host differ, whatever stands before us may have let in the one and passed on the other.
    if (origin === undefined || place === undefined || target?.origin !== origin) {
      throw new RequestRefused(421, 'foreign-host');
    }
    if (target.url !== ctx.url) {
      ctx.url = target.url;
      ctx.originalUrl = target.url;
      ctx.request.originalUrl = target.url;
    }
    // The same host in capitals, or with the port that goes without saying: from here on it is written as the issuer writes it.
    const { host } = new URL(origin);
    ctx.req.headers.host = host;
    if (ctx.req.headers['x-forwarded-host'] !== undefined) {
      ctx.req.headers['x-forwarded-host'] = host;
    }
    ctx.state.place = place;
    await next();
  };
}

/** Where a request came in. Before the guard, and without one, it is the public host. */
export function placeOf(ctx: Context): PlaceApart | 'public' {
  return (ctx.state.place as PlaceApart | undefined) ?? 'public';
}

/** Of every place: the looks of a page, and what is said of the host. */
const everywhere = /^\/(assets\/|robots\.txt$|\.well-known\/security\.txt$)/;

/**
 * What has a host of its own is served there alone, and nothing else is. Behind whatever writes paths in one form.
 * @throws RequestRefused 404
 */
export function servedApart(issuer: string, hosts: Hosts): Middleware {
  return async (ctx, next) => {
    const place = placeOf(ctx);
    // In small letters: routers tell no others apart.
    const [, first = ''] = ctx.path.toLowerCase().split('/');
    const itsPlace = placesApart.find((one) => one === first && hosts[one] !== undefined) ?? 'public';
    if (place !== 'public' && place !== 'admin' && ctx.path === '/') {
      seeOther(ctx, `/${place}`);
      return;
    }
    if (itsPlace !== place && !(place !== 'public' && everywhere.test(ctx.path))) {
      throw new RequestRefused(404, 'not-found');
    }
    if (place !== 'public') {
      // Browsers enforce `form-action` along redirects: who is signed in no more is led to the issuer by a form as well.
      allowFormsToReach(ctx, [issuer]);
    }
    await next();
  };
}

/** What there is to be asked for once its origin is known; undefined for what is no address of the web (RFC 9110 §4.2). */
function wholeTarget(target: string): { origin: string | undefined; url: string } | undefined {
  const [, scheme, authority, rest] = /^(https?):\/\/([^/?#]+)([/?][^#]*)?$/i.exec(target) ?? [];
  return scheme && authority
    ? { origin: originOf(scheme, authority), url: (rest ?? '').replace(/^(?!\/)/, '/') }
    : undefined;
}

/** Undefined for what is more than a host and a port (RFC 9110 §7.2). */
function originOf(protocol: string, host: string): string | undefined {
  return /^[\w.:[\]-]+$/.test(host) ? URL.parse(`${protocol}://${host}`)?.origin : undefined;
}
