/**
 * A code or a refresh token is used in the step that keeps what is issued for it, and who comes second hears it before anything is answered.
 *
 * oidc-provider 9.13.3: wraps the handlers of the grants `authorization_code` and `refresh_token`.
 * Why: it uses what is presented before it issues anything, in a step of its own; a node that died in between left the citizen with neither.
 * Held by: test/flows/races.test.ts, "one authorization code, redeemed twenty times at once, gives tokens once and ends the grant"
 * Held by: test/flows/refresh-grace.test.ts, "a thousand times, on two nodes at once, each race has one successor"
 */
import type { Provider } from 'oidc-provider';
import instance from 'oidc-provider/lib/helpers/weak_cache.js';
import { storeWhatWaits } from '../../../../storage/request/store-request.ts';
import { tellSuccessor } from './refresh-successors.ts';

export function useWithTokens(provider: Provider): void {
  const { grantTypeHandlers } = instance(provider);
  for (const grantType of ['authorization_code', 'refresh_token']) {
    const issue = grantTypeHandlers.get(grantType);
    if (!issue) {
      throw new Error(`the engine has no grant ${grantType}`);
    }
    grantTypeHandlers.set(grantType, async (ctx) => {
      try {
        await issue(ctx);
      } finally {
        // Also of what was refused after it was used.
        await storeWhatWaits();
      }
      tellSuccessor(ctx);
    });
  }
}
