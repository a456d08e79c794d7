/** Ties a browser to its session by a random cookie, and changes the cookie whenever the session is another's. */
import type { Context } from 'koa';
import type { SessionStore } from './session-store.ts';

export interface Visits<Session> {
  /** The session of this browser, if it has one. */
  of(ctx: Context): Session | undefined;
  /** The session of this browser, begun now if there was none. */
  ofOrBegin(ctx: Context): Session;
  /** Puts `session` in the place of the one before, under a new id: nobody who knew the old id is signed in by it. */
  replace(ctx: Context, session: Session): void;
}

export interface VisitParts<Session> {
  readonly store: SessionStore<Session>;
  readonly newSession: () => Session;
  readonly siteUrl: string;
  /** Cookies do not know ports: the name must differ from those of the other sites on the same host. */
  readonly cookie: string;
}

export function tieVisits<Session>({
  store,
  newSession,
  siteUrl,
  cookie,
}: VisitParts<Session>): Visits<Session> {
  const isSecure = siteUrl.startsWith('https:');
  const cookieName = isSecure ? `__Host-${cookie}` : cookie;

  function sessionOf(ctx: Context): Session | undefined {
    const id = idOf(ctx);
    return id === undefined ? undefined : store.find(id);
  }

  function idOf(ctx: Context): string | undefined {
    return (ctx.state.siteSessionId as string | undefined) ?? ctx.cookies.get(cookieName);
  }

  function give(ctx: Context, session: Session): void {
    const id = store.add(session);
    ctx.state.siteSessionId = id;
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
