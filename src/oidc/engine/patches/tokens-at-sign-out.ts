/**
 * A citizen who signs out ends the tokens of that session as well, though tokens outlive an idle session.
 *
 * oidc-provider 9.13.3: takes `persistsLogout` back, which it sets on a session's authorization of a client.
 * Why: it keeps tokens that are not bound to the session's life (`expiresWithSession`) at sign-out.
 * Held by: test/flows/protocol.test.ts, "loses its tokens when the citizen signs out"
 */
import type { Provider } from 'oidc-provider';

export function endTokensAtSignOut(provider: Provider): void {
  provider.on('authorization.success', (ctx) => {
    const { client, session } = ctx.oidc;
    if (client && session) {
      const authorization = session.authorizationFor(client.clientId) as
        | { persistsLogout?: boolean }
        | undefined;
      delete authorization?.persistsLogout;
    }
  });
}
