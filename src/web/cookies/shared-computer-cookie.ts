/** That somebody said of this computer that others use it, too: nothing that stays on it is offered here any more. It says nothing of anybody. */
import type { Context } from 'koa';

export interface SharedComputerCookie {
  remember(ctx: Context): void;
  isShared(ctx: Context): boolean;
}

const yearInMilliseconds = 365 * 24 * 60 * 60 * 1000;

export function createSharedComputerCookie(isSecure: boolean): SharedComputerCookie {
  const cookieName = isSecure ? '__Host-kapu_shared' : 'kapu_shared';
  return {
    isShared: (ctx) => ctx.cookies.get(cookieName) === 'yes',
    remember(ctx) {
      ctx.cookies.set(cookieName, 'yes', {
        httpOnly: true,
        sameSite: 'lax',
        secure: isSecure,
        signed: false,
        overwrite: true,
        maxAge: yearInMilliseconds,
      });
    },
  };
}
