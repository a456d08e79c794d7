/** A relying party: openid-client as its makers ship it, configured by the issuer's address alone. */
import * as client from 'openid-client';
import type { Response } from 'supertest';
import { type Installation, portalRedirect, portalSecret } from './installation.ts';

export interface AuthorizationRequest {
  readonly address: string;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** How a relying party identifies itself and reaches the provider, where that is not the usual way. */
interface Ways {
  readonly metadata?: Partial<client.ClientMetadata>;
  readonly authentication?: client.ClientAuth;
  readonly fetch?: client.CustomFetch;
}

export class RelyingParty {
  readonly configuration: client.Configuration;

  private constructor(configuration: client.Configuration) {
    this.configuration = configuration;
  }

  static async discover(
    { issuer }: Pick<Installation, 'issuer'>,
    clientId = 'portal',
    { metadata = {}, authentication = client.ClientSecretBasic(portalSecret), fetch }: Ways = {},
  ): Promise<RelyingParty> {
    const configuration = await client.discovery(
      new URL(issuer),
      clientId,
      { id_token_signed_response_alg: 'ES256', ...metadata },
      authentication,
      { execute: [client.allowInsecureRequests], ...(fetch ? { [client.customFetch]: fetch } : {}) },
    );
    return new RelyingParty(configuration);
  }

  async request(parameters: Record<string, string> = {}): Promise<AuthorizationRequest> {
    const { checks, query } = await this.#prepare(parameters);
    return { ...checks, address: client.buildAuthorizationUrl(this.configuration, query).href };
  }

  async pushedRequest(
    parameters: Record<string, string> = {},
    options: client.DPoPOptions = {},
  ): Promise<AuthorizationRequest> {
    const { checks, query } = await this.#prepare(parameters);
    const address = await client.buildAuthorizationUrlWithPAR(this.configuration, query, options);
    return { ...checks, address: address.href };
  }

  /** With a signed request object, by value or pushed (RFC 9101, RFC 9126 §3). */
  async signedRequest(
    key: client.CryptoKey,
    parameters: Record<string, string> = {},
    way: 'by value' | 'pushed' = 'by value',
    options: client.DPoPOptions = {},
  ): Promise<AuthorizationRequest> {
    const { checks, query } = await this.#prepare(parameters);
    const signed = await client.buildAuthorizationUrlWithJAR(this.configuration, query, key);
    if (way === 'by value') {
      return { ...checks, address: signed.href };
    }
    const pushed = await client.buildAuthorizationUrlWithPAR(
      this.configuration,
      signed.searchParams,
      options,
    );
    return { ...checks, address: pushed.href };
  }

  async #prepare(parameters: Record<string, string>) {
    const checks = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      codeVerifier: client.randomPKCECodeVerifier(),
    };
    const query = {
      redirect_uri: portalRedirect,
      scope: 'openid profile email phone natural_person',
      state: checks.state,
      nonce: checks.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(checks.codeVerifier),
      code_challenge_method: 'S256',
      ...parameters,
    };
    return { checks, query };
  }

  /** Redeems the code in the redirect back to the relying party. */
  redeem(
    response: Pick<Response, 'headers'>,
    request: AuthorizationRequest,
  ): ReturnType<typeof client.authorizationCodeGrant> {
    return this.redeemAt(new URL(String(response.headers.location)), request);
  }

  /** Redeems what arrived at the relying party's address, or was posted to it. */
  redeemAt(
    arrived: URL | Request,
    { state, nonce, codeVerifier }: AuthorizationRequest,
    parameters: Record<string, string> = {},
    options: client.DPoPOptions = {},
  ): ReturnType<typeof client.authorizationCodeGrant> {
    const checks = {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: codeVerifier,
      idTokenExpected: true,
    };
    return client.authorizationCodeGrant(this.configuration, arrived, checks, parameters, options);
  }
}

/** The parameters of the redirect back to the relying party. */
export function answerOf(response: Pick<Response, 'headers'>): Record<string, string> {
  return Object.fromEntries(new URL(String(response.headers.location)).searchParams);
}
