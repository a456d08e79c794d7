/**
 * Signing in to our own pages through our own provider, as any relying party would (authorization code, PKCE, nonce).
 * The back channel goes over this node's own port, so that it works behind any proxy; the `Host` is the issuer's.
 */
import * as client from 'openid-client';
import { isPhishingResistant } from '../assurance/phishing-resistance.ts';
import type { Config } from '../config.ts';
import { Overloaded } from '../errors.ts';
import type { Sealer } from '../storage/sealed.ts';
import type { StoreClock } from '../storage/store-clock.ts';
import { isStoreFailure } from '../storage/store-failure.ts';
import { type OwnSite, originOf, ownClientSecret } from './own-client.ts';
import { overOwnPort } from './own-port-fetch.ts';
import type { OwnSession, OwnSessionStore } from './own-session-store.ts';
import { createPendingSignIns, type PendingSignIn, type PendingSignIns } from './pending-sign-in.ts';

export interface OwnSignIn {
  /** @returns where to send the browser, and the cookie that binds the answer to it. */
  begin(returnTo: string, language: string): Promise<{ address: string; cookie: string }>;
  /** Takes the provider's answer. Undefined when it does not belong to this browser or is refused. */
  complete(address: URL, cookie: string): Promise<{ cookie: string; returnTo: string } | undefined>;
  /**
   * Where to send the browser to sign out. By the client alone, with no ID token: an address ends in histories and logs of proxies, and
   * the citizen is asked in any case (RP-Initiated Logout §2).
   */
  signOutAddress(): Promise<string>;
}

/** What a sign-in to one of our sites is made of. */
interface Site {
  readonly site: OwnSite;
  readonly redirectUri: string;
  readonly pendings: PendingSignIns;
  readonly configuration: () => Promise<client.Configuration>;
  readonly storeClock: StoreClock;
}

/** Browsers keep cookies of four thousand characters. None of our pages has a longer address. */
const longestReturn = 1000;

/** @param ownAddress where this node listens, e.g. `http://127.0.0.1:3000` */
export function createOwnSignIn(
  site: OwnSite,
  config: Config,
  sessions: OwnSessionStore,
  sealer: Sealer,
  ownAddress: () => string,
  storeClock: StoreClock,
): OwnSignIn {
  const configuration = discoverOnce(() => discover(site, config, ownAddress));
  const redirectUri = `${originOf(site, config)}${site.home}/callback`;
  const pendings = createPendingSignIns(site, sealer);
  const own: Site = { site, redirectUri, pendings, configuration, storeClock };

  return {
    begin: (returnTo, language) => begin(own, returnTo, language),

    async complete(address, cookie) {
      const arrivedAt = await storeClock();
      const pending = pendings.open(cookie, arrivedAt);
      if (!pending) {
        return undefined;
      }
      const session = await redeem(await configuration(), address, pending);
      return session && isFresh(session, site, arrivedAt)
        ? { cookie: await sessions.keepSession(session), returnTo: pending.returnTo }
        : undefined;
    },

    async signOutAddress() {
      return client.buildEndSessionUrl(await configuration()).href;
    },
  };
}

/** Once it has succeeded. */
function discoverOnce(ask: () => Promise<client.Configuration>): () => Promise<client.Configuration> {
  let discovered: Promise<client.Configuration> | undefined;
  return () => {
    discovered ??= ask().catch((error: unknown) => {
      discovered = undefined;
      throw asUnavailable(error);
    });
    return discovered;
  };
}

function discover(site: OwnSite, config: Config, ownAddress: () => string): Promise<client.Configuration> {
  const isPlain = config.issuer.startsWith('http:');
  return client.discovery(
    new URL(config.issuer),
    site.clientId,
    { id_token_signed_response_alg: 'ES256' },
    client.ClientSecretBasic(ownClientSecret(site, config)),
    {
      [client.customFetch]: overOwnPort(config.issuer, ownAddress, config.ownTls?.certificate),
      execute: isPlain ? [client.allowInsecureRequests] : [],
    },
  );
}

async function begin(
  { site, redirectUri, pendings, configuration, storeClock }: Site,
  returnTo: string,
  language: string,
): Promise<{ address: string; cookie: string }> {
  const pending = {
    state: client.randomState(),
    nonce: client.randomNonce(),
    codeVerifier: client.randomPKCECodeVerifier(),
    returnTo: returnTo.length > longestReturn ? site.home : returnTo,
  };
  const address = client.buildAuthorizationUrl(await configuration(), {
    redirect_uri: redirectUri,
    scope: 'openid',
    claims: JSON.stringify({ id_token: { sid: null } }),
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(pending.codeVerifier),
    code_challenge_method: 'S256',
    ui_locales: language,
    ...(site.freshForSeconds === undefined ? {} : { prompt: 'login' }),
  });
  return { address: address.href, cookie: pendings.seal(pending, await storeClock()) };
}

/** A browser may leave `prompt` out of its request: what counts is when a code of the app was given. */
function isFresh({ codeGivenAt }: OwnSession, { freshForSeconds }: OwnSite, arrivedAt: Date): boolean {
  return freshForSeconds === undefined || codeGivenAt + freshForSeconds > arrivedAt.getTime() / 1000;
}

async function redeem(
  configuration: client.Configuration,
  address: URL,
  pending: PendingSignIn,
): Promise<OwnSession | undefined> {
  try {
    const tokens = await client.authorizationCodeGrant(configuration, address, {
      expectedState: pending.state,
      expectedNonce: pending.nonce,
      pkceCodeVerifier: pending.codeVerifier,
      idTokenExpected: true,
    });
    return sessionOf(tokens.claims(), tokens.id_token);
  } catch (caught) {
    const error = asUnavailable(caught);
    if (isRefusal(error)) {
      return undefined;
    }
    throw error;
  }
}

/** Our own port did not answer, as while this node drains, or could not: nobody was refused, and another node may serve. */
function asUnavailable(error: unknown): unknown {
  const { cause, status = (cause as Response | undefined)?.status ?? 0 } = error as {
    cause?: unknown;
    status?: number;
  };
  return isStoreFailure(cause) || status >= 500 ? new Overloaded('our own port is not served', 5) : error;
}

function sessionOf(claims: client.IDToken | undefined, idToken: string | undefined): OwnSession | undefined {
  if (!claims || !idToken || typeof claims.sid !== 'string') {
    return undefined;
  }
  const amr = (claims.amr as string[] | undefined) ?? [];
  return {
    accountId: claims.sub,
    acr: String(claims.acr),
    authTime: Number(claims.auth_time),
    begunAt: Number(claims.auth_time),
    idToken,
    sid: claims.sid,
    // By an authenticator, that is: a code that was sent somewhere opens no change of the authenticators.
    codeGivenAt: amr.includes('mfa') ? Number(claims.auth_time) : 0,
    passwordGivenAt: amr.join() === 'pwd' ? Number(claims.auth_time) : 0,
    provenBy: isPhishingResistant(amr) ? 'passkey' : 'code',
  };
}

/** The answer was an error, or no answer to what was asked; anyone can send us one by a link. */
function isRefusal(error: unknown): boolean {
  return (
    error instanceof client.AuthorizationResponseError ||
    error instanceof client.ResponseBodyError ||
    error instanceof client.ClientError
  );
}
