/**
 * `offline_access` asks for a refresh token (OpenID Connect Core §11), which here the registration decides: it is ignored wherever it
 * comes, also with a refresh.
 *
 * oidc-provider 9.13.3: wraps `RefreshToken.find`; leaves the word out of the `scope` in `oidc.params`.
 * Why: it drops the word from the first request, then refuses it with a refresh as a scope that was never granted; clients repeat the
 * scopes that they are configured with, and some add this one by themselves.
 * Held by: test/flows/offline-access.test.ts, "a client that repeats offline_access at every refresh is refreshed"
 */
import type { Provider } from 'oidc-provider';
import { withoutOfflineAccess } from '../../../policy/claims.ts';
import { currentRequest } from '../../internals/current-request.ts';

type FindRefreshToken = (value: string, options?: object) => Promise<object | undefined>;

export function ignoreOfflineAccessAtRefresh(provider: Provider): void {
  const find = (provider.RefreshToken.find as unknown as FindRefreshToken).bind(provider.RefreshToken);
  Object.assign(provider.RefreshToken, {
    find(value: string, options?: object): Promise<object | undefined> {
      leaveOfflineAccessOut(currentRequest()?.oidc.params);
      return find(value, options);
    },
  });
}

/** Without any scope a refresh is for all that was granted. */
function leaveOfflineAccessOut(params: Record<string, unknown> | undefined): void {
  if (typeof params?.scope === 'string') {
    params.scope = withoutOfflineAccess(params.scope) || undefined;
  }
}
