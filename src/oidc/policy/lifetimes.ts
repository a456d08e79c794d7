/** How long what the engine keeps may live, in seconds. */
import type { Configuration } from 'oidc-provider';
import { engineLives, refreshSuccessorKey } from '../../storage/catalogue/engine-keys.ts';

const minute = 60;
const hour = 60 * minute;

/** Idle 15 minutes, 12 hours in all (NIST SP 800-63B-4 §2.2.3 allows 1 and 24 hours). */
const sessionIdle = engineLives.Session;
export const sessionInAll = 12 * hour;
const refreshInAll = engineLives.RefreshToken;
/** For which a spent refresh token is answered with its successor: as long as requests of one page may take to meet. */
export const refreshGrace = refreshSuccessorKey.lifeInSeconds;
/** For how long a consent lets a relying party ask: a token of the session's last moment is refreshed as long as any. */
export const consentInAll = sessionInAll + refreshInAll;
/** RFC 9700 §2.2.2: whoever finds such a token can use it, so it does not lie about for long. */
const unusedByPublicClient = hour;

export const lifetimes: NonNullable<Configuration['ttl']> = {
  AccessToken: (_ctx, token) => token.resourceServer?.accessTokenTTL ?? 10 * minute,
  AuthorizationCode: engineLives.AuthorizationCode,
  BackchannelAuthenticationRequest: (_ctx, request) => approvalLife(request.params?.requested_expiry),
  ClientCredentials: engineLives.ClientCredentials,
  DeviceCode: engineLives.DeviceCode,
  IdToken: 10 * minute,
  Interaction: engineLives.Interaction,
  RefreshToken: (_ctx, token, client) => {
    const left = (token.iiat ?? epochSeconds()) + refreshInAll - epochSeconds();
    return atLeastOneSecond(isBearers(token, client) ? Math.min(unusedByPublicClient, left) : left);
  },
  Session: (_ctx, session) => {
    // Never less than a second for the engine; the policy refuses a session whose time is over all the same.
    const left = (session.loginTs ?? epochSeconds()) + sessionInAll - epochSeconds();
    return atLeastOneSecond(Math.min(sessionIdle, left));
  },
  RegistrationAccessToken: engineLives.RegistrationAccessToken,
  Grant: engineLives.Grant,
};

interface BoundToken {
  readonly jkt?: string | undefined;
  readonly 'x5t#S256'?: string | undefined;
}

/** True where nothing but the token itself is asked for: no client that authenticates, no key. */
function isBearers(token: BoundToken, client: { readonly clientAuthMethod?: string }): boolean {
  return client.clientAuthMethod === 'none' && token.jkt === undefined && token['x5t#S256'] === undefined;
}

/** CIBA §7.1: a relying party may want less than ten minutes, not more. */
function approvalLife(requested: unknown): number {
  return Math.min(
    Number(requested ?? Number.POSITIVE_INFINITY),
    engineLives.BackchannelAuthenticationRequest,
  );
}

function epochSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

function atLeastOneSecond(seconds: number): number {
  return Math.max(1, seconds);
}
