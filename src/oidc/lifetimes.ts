/** How long what the engine keeps may live, in seconds. */
import type { Configuration } from 'oidc-provider';

const minute = 60;
const hour = 60 * minute;

/** Idle 15 minutes, 12 hours in all (NIST SP 800-63B-4 §2.2.3 allows 1 and 24 hours). */
const sessionIdle = 15 * minute;
export const sessionInAll = 12 * hour;
const refreshInAll = 12 * hour;

export const lifetimes: NonNullable<Configuration['ttl']> = {
  AccessToken: (_ctx, token) => token.resourceServer?.accessTokenTTL ?? 10 * minute,
  AuthorizationCode: minute,
  BackchannelAuthenticationRequest: (_ctx, request) => approvalLife(request.params?.requested_expiry),
  ClientCredentials: 10 * minute,
  DeviceCode: 10 * minute,
  IdToken: 10 * minute,
  Interaction: hour,
  RefreshToken: (_ctx, token) =>
    atLeastOneSecond((token.iiat ?? epochSeconds()) + refreshInAll - epochSeconds()),
  Session: (_ctx, session) => {
    // Never less than a second for the engine; the policy refuses a session whose time is over all the same.
    const left = (session.loginTs ?? epochSeconds()) + sessionInAll - epochSeconds();
    return atLeastOneSecond(Math.min(sessionIdle, left));
  },
  // Whoever registered itself manages itself as long; each change renews it.
  RegistrationAccessToken: 365 * 24 * hour,
  // A grant must outlive every refresh token that a session of twelve hours may still be given.
  Grant: sessionInAll + refreshInAll + hour,
};

/** CIBA §7.1: a relying party may want less than ten minutes, not more. */
function approvalLife(requested: unknown): number {
  return Math.min(Number(requested ?? Number.POSITIVE_INFINITY), 10 * minute);
}

function epochSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

function atLeastOneSecond(seconds: number): number {
  return Math.max(1, seconds);
}
