/** Ties a browser to its session by a random cookie, and changes the cookie whenever the citizen changes. */
import type { Context } from 'koa';
import { newSession, type Session, type SessionStore } from './session-store.ts';

export interface Visits {
  /** The session of this browser, if it has one. */
  of(ctx: Context): Session | undefined;
  /** The session of this browser, begun now if there was none. */
  ofOrBegin(ctx: Context): Session;
  /** Puts `session` in the place of the one before, under a new id: nobody who knew the old id is signed in by it. */
  replace(ctx: Context, session: Session): void;
}

export function createVisits(store: SessionStore, portalUrl: string): Visits {
  const isSecure = portalUrl.startsWith('https:');
  // Cookies do not know ports: the name must differ from those of the provider on the same host.
  const cookieName = isSecure ? '__Host-portal_session' : 'portal_session';

  function sessionOf(ctx: Context): Session | undefined {
    const id = idOf(ctx);
    return id === undefined ? undefined : store.find(id);
  }

  function idOf(ctx: Context): string | undefined {
    return (ctx.state.portalSessionId as string | undefined) ?? ctx.cookies.get(cookieName);
  }

  function give(ctx: Context, session: Session): void {
    const id = store.add(session);
    ctx.state.portalSessionId = id;
    const settings = {
      httpOnly: true,
      sameSite: 'lax',
      secure: isSecure,
      signed: false,
      overwrite: true,
    } as const;
    ctx.cookies.set(cookieName, id, settings);
  }

  return {
    of: sessionOf,

    ofOrBegin(ctx) {
      const known = sessionOf(ctx);
      if (known) {
        return known;
      }
      const session = newSession();
      give(ctx, session);
      return session;
    },

    replace(ctx, session) {
      const old = idOf(ctx);
      if (old !== undefined) {
        store.remove(old);
      }
      give(ctx, session);
    },
  };
}
