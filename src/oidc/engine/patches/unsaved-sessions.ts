/**
 * A session that was only just begun is not prolonged before it is kept.
 *
 * oidc-provider 9.13.3: wraps `Session.prototype.persist`.
 * Why: whoever sends the form of a device's code when their session is over, or from another site, is refused. The engine prolongs a new
 * session on that way, which it answers with a fault of its own; a moment later it keeps that session in any case.
 * Held by: test/flows/device.test.ts, "cannot confirm from another site, or twice at once, or with what is no code"
 */
import type { Provider } from 'oidc-provider';

export function leaveNewSessionsToBeKept(provider: Provider): void {
  const { prototype } = provider.Session;
  const { persist } = prototype;
  Object.assign(prototype, {
    async persist(this: InstanceType<Provider['Session']>): Promise<string | undefined> {
      return this.exp === undefined ? undefined : persist.call(this);
    },
  });
}
