/** The cookies of pages that one signs in to through our own provider. */
import type { Context } from 'koa';

export interface OwnCookies {
  get(ctx: Context, kind: OwnCookie): string | undefined;
  set(ctx: Context, kind: OwnCookie, value: string): void;
  clear(ctx: Context, kind: OwnCookie): void;
}

type OwnCookie = 'session' | 'pending';

/** @param site keeps the cookies of one site apart from another's. */
export function createOwnCookies(site: 'account' | 'desk' | 'operator', isSecure: boolean): OwnCookies {
  const nameOf = (kind: OwnCookie): string => `${isSecure ? '__Host-' : ''}kapu_${site}_${kind}`;
  const options = {
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure,
    signed: false,
    overwrite: true,
  } as const;
  return {
    get: (ctx, kind) => ctx.cookies.get(nameOf(kind)),
    set: (ctx, kind, value) => {
      ctx.cookies.set(nameOf(kind), value, options);
    },
    clear: (ctx, kind) => {
      ctx.cookies.set(nameOf(kind), null, options);
    },
  };
}
