/** A browser that is signed in goes on to another relying party: nothing is typed, and data goes out all the same. */
import type { Provider } from 'oidc-provider';
import type { AuditLog } from '../audit/audit-log.ts';
import { securityEvents } from '../audit/events/security-events.ts';
import { isOwnClient } from '../relying-party/own-client.ts';

/** What a device, or a request from elsewhere, is let in to is recorded by who decides it. */
const routes = new Set(['authorization', 'resume']);

/** Recorded in the round of the code, before the answer leaves. A sign-in of this very request was recorded when it ended. */
export function recordContinuedSessions(provider: Provider, audit: AuditLog): void {
  provider.on('authorization.success', (ctx) => {
    const { route, session, client, result, entities } = ctx.oidc;
    const login = result?.login ?? entities.Interaction?.lastSubmission?.login;
    if (session?.accountId && client && !login && routes.has(route)) {
      const where = isOwnClient(client.clientId) ? 'own-pages' : 'service';
      void audit.record(securityEvents.sessionContinued(session.accountId, client.clientId, where));
    }
  });
}
