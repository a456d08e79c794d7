/**
 * Our side of OpenID Connect: code flow with PKCE, state and nonce (RFC 9700 §2.1), refresh, userinfo, revocation and
 * sign-out, all by the addresses that the provider's discovery document names.
 */
import * as client from 'openid-client';
import type { Language } from '../site/language.ts';
import type { LogoutTokenIssuer } from '../site/logout-token.ts';
import { type Assurance, acrOf } from './assurance.ts';
import type { PortalSettings } from './settings.ts';

export interface Tokens {
  readonly accessToken: string;
  readonly accessTokenUntil: Date;
  readonly refreshToken: string | undefined;
  readonly idToken: string;
  readonly idTokenClaims: client.IDToken;
}

/** A request on its way to the provider; spent by the first answer to it. */
export interface AuthorizationRequest {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  /** Set when a level was asked for, so that the answer is measured against it: a wish is not a promise. */
  readonly asked: Assurance | undefined;
}

export type SignInAnswer =
  | { kind: 'signed-in'; tokens: Tokens }
  /** The citizen turned back on the provider's pages. */
  | { kind: 'cancelled' }
  /** The provider cannot, or the citizen could not, reach what was asked. */
  | { kind: 'too-low' }
  /** The provider or its answer is at fault; `cause` is for the log. */
  | { kind: 'failed'; cause: unknown };

export type Userinfo =
  | { kind: 'read'; claims: client.UserInfoResponse; tokens: Tokens }
  /** Signed out, disabled or revoked at the provider: the tokens are worth nothing any more. */
  | { kind: 'over' };

export interface ProviderClient {
  /** Fetches the discovery document unless it is known. @throws when the provider does not answer. */
  reach(): Promise<void>;
  startSignIn(
    asked: Assurance | undefined,
    language: Language,
  ): Promise<{ request: AuthorizationRequest; address: URL }>;
  /** @param pathAndQuery of the callback as it was requested */
  finishSignIn(pathAndQuery: string, request: AuthorizationRequest): Promise<SignInAnswer>;
  /** Fresh data about the citizen; renews the access token first when it is over. */
  readUserinfo(tokens: Tokens): Promise<Userinfo>;
  revoke(tokens: Tokens): Promise<void>;
  /** Where one signs out of the provider too (OpenID Connect RP-Initiated Logout 1.0). */
  signOutAddress(tokens: Tokens, language: Language): Promise<URL>;
  /** Who signs logout tokens, and with which keys. */
  logoutTokenIssuer(): Promise<LogoutTokenIssuer>;
}

const scope = 'openid profile email phone natural_person';
const timeoutInSeconds = 10;

/** An access token is renewed this long before its end, so that it does not end on its way. */
const marginInMilliseconds = 10_000;

export function createProviderClient(settings: PortalSettings): ProviderClient {
  const { portalUrl, now } = settings;
  let discovered: Promise<client.Configuration> | undefined;
  /** Renewals under way by refresh token: it may be used once, and two tabs must not both use it. */
  const renewals = new Map<string, Promise<Tokens | undefined>>();

  function configuration(): Promise<client.Configuration> {
    discovered ??= discover(settings).catch((error: unknown) => {
      discovered = undefined;
      throw error;
    });
    return discovered;
  }

  async function startSignIn(asked: Assurance | undefined, language: Language) {
    const config = await configuration();
    const state = client.randomState();
    const nonce = client.randomNonce();
    const codeVerifier = client.randomPKCECodeVerifier();
    const address = client.buildAuthorizationUrl(config, {
      redirect_uri: `${portalUrl}/callback`,
      scope,
      state,
      nonce,
      code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
      ui_locales: language,
      ...(asked ? { acr_values: acrOf(asked) } : {}),
    });
    return { request: { state, nonce, codeVerifier, asked }, address };
  }

  async function finishSignIn(pathAndQuery: string, request: AuthorizationRequest): Promise<SignInAnswer> {
    try {
      const answer = await client.authorizationCodeGrant(
        await configuration(),
        new URL(pathAndQuery, portalUrl),
        {
          pkceCodeVerifier: request.codeVerifier,
          expectedState: request.state,
          expectedNonce: request.nonce,
          idTokenExpected: true,
        },
      );
      return { kind: 'signed-in', tokens: tokensOf(answer) };
    } catch (error) {
      return refusalIn(error);
    }
  }

  async function readUserinfo(tokens: Tokens): Promise<Userinfo> {
    const isOver = now().getTime() > tokens.accessTokenUntil.getTime() - marginInMilliseconds;
    const current = isOver ? await renewOnce(tokens) : tokens;
    if (!current) {
      return { kind: 'over' };
    }
    try {
      const claims = await client.fetchUserInfo(
        await configuration(),
        current.accessToken,
        current.idTokenClaims.sub,
      );
      return { kind: 'read', claims, tokens: current };
    } catch (error) {
      if (error instanceof client.WWWAuthenticateChallengeError) {
        return { kind: 'over' };
      }
      throw error;
    }
  }

  function renewOnce(tokens: Tokens): Promise<Tokens | undefined> {
    const { refreshToken } = tokens;
    if (refreshToken === undefined) {
      return Promise.resolve(undefined);
    }
    const underWay = renewals.get(refreshToken);
    if (underWay) {
      return underWay;
    }
    const renewal = renew(tokens, refreshToken).finally(() => renewals.delete(refreshToken));
    renewals.set(refreshToken, renewal);
    return renewal;
  }

  async function renew(tokens: Tokens, refreshToken: string): Promise<Tokens | undefined> {
    try {
      const answer = await client.refreshTokenGrant(await configuration(), refreshToken);
      return tokensOf(answer, tokens);
    } catch (error) {
      if (error instanceof client.ResponseBodyError && error.error === 'invalid_grant') {
        return undefined;
      }
      throw error;
    }
  }

  type TokenAnswer = client.TokenEndpointResponse & client.TokenEndpointResponseHelpers;

  /** A refresh answers with new tokens for some of those before, and need not repeat the rest. */
  function tokensOf(answer: TokenAnswer, before?: Tokens): Tokens {
    const idToken = answer.id_token ?? before?.idToken;
    const idTokenClaims = answer.claims() ?? before?.idTokenClaims;
    if (idToken === undefined || idTokenClaims === undefined) {
      throw new Error('the provider sent no ID token');
    }
    return {
      accessToken: answer.access_token,
      accessTokenUntil: new Date(now().getTime() + (answer.expiresIn() ?? 0) * 1000),
      refreshToken: answer.refresh_token ?? before?.refreshToken,
      idToken,
      idTokenClaims,
    };
  }

  return {
    async reach() {
      await configuration();
    },
    startSignIn,
    finishSignIn,
    readUserinfo,

    async revoke(tokens) {
      await client.tokenRevocation(await configuration(), tokens.refreshToken ?? tokens.accessToken);
    },

    async logoutTokenIssuer() {
      const { issuer, jwks_uri: jwksUri } = (await configuration()).serverMetadata();
      if (!jwksUri) {
        throw new Error('the provider names no keys');
      }
      return { issuer, jwksUri };
    },

    async signOutAddress(tokens, language) {
      return client.buildEndSessionUrl(await configuration(), {
        id_token_hint: tokens.idToken,
        post_logout_redirect_uri: `${portalUrl}/`,
        ui_locales: language,
      });
    },
  };
}

async function discover({ issuer, clientId, clientSecret }: PortalSettings): Promise<client.Configuration> {
  const execute = [client.enableNonRepudiationChecks];
  if (issuer.startsWith('http:')) {
    execute.push(client.allowInsecureRequests);
  }
  const metadata = { id_token_signed_response_alg: 'ES256' };
  const options = { execute, timeout: timeoutInSeconds };
  return client.discovery(
    new URL(issuer),
    clientId,
    metadata,
    client.ClientSecretBasic(clientSecret),
    options,
  );
}

/** RFC 6749 §4.1.2.1, OpenID Connect Core §3.1.2.6, and `unmet_authentication_requirements`. */
function refusalIn(error: unknown): SignInAnswer {
  const code = error instanceof client.AuthorizationResponseError ? error.error : undefined;
  switch (code) {
    case 'access_denied':
    case 'login_required':
    case 'interaction_required':
      return { kind: 'cancelled' };
    case 'unmet_authentication_requirements':
      return { kind: 'too-low' };
    default:
      return { kind: 'failed', cause: error };
  }
}
