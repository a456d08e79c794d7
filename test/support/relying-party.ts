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

export class RelyingParty {
  readonly configuration: client.Configuration;

  private constructor(configuration: client.Configuration) {
    this.configuration = configuration;
  }

  static async discover(
    { issuer }: Pick<Installation, 'issuer'>,
    clientId = 'portal',
    algorithm = 'ES256',
  ): Promise<RelyingParty> {
    const configuration = await client.discovery(
      new URL(issuer),
      clientId,
      { id_token_signed_response_alg: algorithm },
      client.ClientSecretBasic(portalSecret),
      { execute: [client.allowInsecureRequests] },
    );
    return new RelyingParty(configuration);
  }

  async request(parameters: Record<string, string> = {}): Promise<AuthorizationRequest> {
    const { checks, query } = await this.#prepare(parameters);
    return { ...checks, address: client.buildAuthorizationUrl(this.configuration, query).href };
  }

  async pushedRequest(parameters: Record<string, string> = {}): Promise<AuthorizationRequest> {
    const { checks, query } = await this.#prepare(parameters);
    const address = await client.buildAuthorizationUrlWithPAR(this.configuration, query);
    return { ...checks, address: address.href };
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
    { state, nonce, codeVerifier }: AuthorizationRequest,
  ): ReturnType<typeof client.authorizationCodeGrant> {
    return client.authorizationCodeGrant(this.configuration, new URL(String(response.headers.location)), {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: codeVerifier,
      idTokenExpected: true,
    });
  }
}

/** The parameters of the redirect back to the relying party. */
export function answerOf(response: Pick<Response, 'headers'>): Record<string, string> {
  return Object.fromEntries(new URL(String(response.headers.location)).searchParams);
}
