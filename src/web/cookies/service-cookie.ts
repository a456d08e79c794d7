/**
 * Where a browser was signing in to, for whoever comes back to a sign-in that is over (decision 52): the last few, an id of a relying
 * party each. Nothing is decided by it; what it names is looked up in the registry, and led to by what is registered there.
 */
import type { Context } from 'koa';

export interface ServiceCookie {
  remember(ctx: Context, signIn: string, clientId: string): void;
  /** The id of the relying party that a sign-in was for. */
  serviceOf(ctx: Context, signIn: string): string | undefined;
}

const mostKept = 5;
const dayInMilliseconds = 24 * 60 * 60 * 1000;

type Kept = readonly [signIn: string, clientId: string];

export function createServiceCookie(isSecure: boolean): ServiceCookie {
  const cookieName = isSecure ? '__Host-kapu_services' : 'kapu_services';

  function keptIn(ctx: Context): Kept[] {
    const entries = (ctx.cookies.get(cookieName) ?? '').split('!').slice(0, mostKept);
    return entries.map((entry) => {
      const [signIn = '', clientId = ''] = entry.split('~');
      return [signIn, clientId];
    });
  }

  return {
    remember(ctx, signIn, clientId) {
      if (!/^[\w.-]{1,64}$/.test(clientId)) {
        return;
      }
      const kept: Kept[] = [[signIn, clientId], ...keptIn(ctx).filter(([other]) => other !== signIn)];
      const value = kept.slice(0, mostKept).map((entry) => entry.join('~'));
      ctx.cookies.set(cookieName, value.join('!'), {
        httpOnly: true,
        sameSite: 'lax',
        secure: isSecure,
        signed: false,
        overwrite: true,
        maxAge: dayInMilliseconds,
      });
    },

    serviceOf: (ctx, signIn) => keptIn(ctx).find(([known]) => known === signIn)?.[1],
  };
}
