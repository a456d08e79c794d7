/**
 * Sessions that are not kept: one that was only just begun is not prolonged before it is kept, and nobody's is kept for a sign-out.
 *
 * oidc-provider 9.13.3: wraps `Session.prototype.persist` and `Session.get`.
 * Why: whoever sends the form of a device's code when their session is over, or from another site, is refused. The engine prolongs a new
 * session on that way, which it answers with a fault of its own; a moment later it keeps that session in any case. And where nobody is
 * signed in it keeps all that a sign-out was asked with, up to four thousand characters, for whoever asks.
 * Held by: test/flows/device.test.ts, "cannot confirm from another site, or twice at once, or with what is no code"
 * Held by: test/flows/sign-out-of-nobody.test.ts, "keeps nothing, whatever it is asked with"
 */
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';

type Session = InstanceType<Provider['Session']>;

export function leaveNewSessionsToBeKept(provider: Provider): void {
  const { prototype } = provider.Session;
  const { persist } = prototype;
  Object.assign(prototype, {
    async persist(this: Session): Promise<string | undefined> {
      return this.exp === undefined ? undefined : persist.call(this);
    },
  });
}

export function keepNoSessionToSignNobodyOut(provider: Provider): void {
  const get = provider.Session.get.bind(provider.Session);
  Object.assign(provider.Session, {
    async get(ctx: KoaContextWithOIDC): Promise<Session> {
      const session = await get(ctx);
      if (ctx.oidc?.route === 'end_session' && !session.accountId) {
        // As if it had just ended: it is neither saved nor named in a cookie.
        Object.assign(session, { destroyed: true });
      }
      return session;
    },
  });
}
