/** The cookies of the citizen's own pages. */
import type { Context } from 'koa';

export interface OwnCookies {
  get(ctx: Context, kind: OwnCookie): string | undefined;
  set(ctx: Context, kind: OwnCookie, value: string): void;
  clear(ctx: Context, kind: OwnCookie): void;
}

type OwnCookie = 'session' | 'pending';

export function createOwnCookies(isSecure: boolean): OwnCookies {
  const nameOf = (kind: OwnCookie): string => `${isSecure ? '__Host-' : ''}kapu_account_${kind}`;
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
