/**
 * A relying party of FAPI 2.0 whose messages are made by hand, so that each can be made wrong: private_key_jwt, pushed requests,
 * PKCE, DPoP, and signed requests where they are registered.
 */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import supertest, { type Response } from 'supertest';
import type { ClientRegistration } from '../../src/configuration/clients/client-registration.ts';
import { jwt } from './hostile-jwts.ts';
import { type Installation, portalRedirect } from './installation.ts';

/** What is to be other than right. Undefined members are left out. */
export interface Changes {
  readonly header?: Record<string, unknown>;
  readonly payload?: Record<string, unknown>;
  readonly key?: KeyObject;
}

/** What goes with a request beside its parameters; null leaves it out. */
export interface Wrapping {
  readonly assertion?: string | null;
  readonly proof?: string | null;
}

/** Whether parameters travel as they are, or in a signed request object, with a signed answer asked for. */
export type RequestForm = 'unsigned' | 'signed';

type Parameters = Record<string, string | undefined>;

export interface PushedRequest {
  readonly address: string;
  readonly requestUri: string;
  readonly codeVerifier: string;
}

const inASecond = (): number => Math.floor(Date.now() / 1000);
const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');

export class FapiClient {
  readonly clientId: string;
  readonly keys: ReturnType<typeof newKeys>;
  readonly dpopKeys = newKeys();
  readonly #form: RequestForm;
  #kapu: Pick<Installation, 'issuer'> = { issuer: '' };

  constructor(clientId: string, form: RequestForm = 'unsigned') {
    this.clientId = clientId;
    this.keys = newKeys();
    this.#form = form;
  }

  /** Metadata, as the operator registers them. */
  registration(more: Partial<ClientRegistration> = {}): Partial<ClientRegistration> {
    const jwk = { ...this.keys.publicKey.export({ format: 'jwk' }), kid: this.clientId, use: 'sig' };
    return {
      client_id: this.clientId,
      client_secret: undefined,
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [jwk] },
      fapi_profile: '2.0',
      require_pushed_authorization_requests: true,
      dpop_bound_access_tokens: true,
      ...(this.#form === 'signed'
        ? { require_signed_request_object: true, response_modes: ['jwt' as const] }
        : {}),
      ...more,
    };
  }

  at(kapu: Pick<Installation, 'issuer'>): this {
    this.#kapu = kapu;
    return this;
  }

  assertion({ header, payload, key = this.keys.privateKey }: Changes = {}): string {
    const claims = {
      iss: this.clientId,
      sub: this.clientId,
      aud: this.#kapu.issuer,
      jti: randomUUID(),
      iat: inASecond(),
      exp: inASecond() + 60,
    };
    const parts = {
      header: { alg: 'ES256', kid: this.clientId, ...header },
      payload: { ...claims, ...payload },
    };
    return jwt(parts, key);
  }

  /** @param accessToken given for a resource, absent at the token endpoint */
  proof(
    method: string,
    path: string,
    { header, payload, key = this.dpopKeys.privateKey }: Changes = {},
    accessToken?: string,
  ): string {
    const claims = {
      jti: randomUUID(),
      htm: method,
      htu: `${this.#kapu.issuer}${path}`,
      iat: inASecond(),
      ...(accessToken ? { ath: sha256(accessToken) } : {}),
    };
    const jwk = this.dpopKeys.publicKey.export({ format: 'jwk' });
    return jwt(
      { header: { alg: 'ES256', typ: 'dpop+jwt', jwk, ...header }, payload: { ...claims, ...payload } },
      key,
    );
  }

  requestObject(
    parameters: Parameters,
    { header, payload, key = this.keys.privateKey }: Changes = {},
  ): string {
    const claims = {
      ...parameters,
      iss: this.clientId,
      aud: this.#kapu.issuer,
      nbf: inASecond(),
      exp: inASecond() + 60,
    };
    return jwt(
      {
        header: { alg: 'ES256', kid: this.clientId, typ: 'oauth-authz-req+jwt', ...header },
        payload: { ...claims, ...payload },
      },
      key,
    );
  }

  /** A whole request, and the verifier that belongs to it. */
  prepare(changes: Parameters = {}): { parameters: Record<string, string>; codeVerifier: string } {
    const codeVerifier = randomBytes(32).toString('base64url');
    const parameters = {
      client_id: this.clientId,
      response_type: 'code',
      redirect_uri: portalRedirect,
      scope: 'openid email',
      state: randomUUID(),
      nonce: randomUUID(),
      code_challenge: sha256(codeVerifier),
      code_challenge_method: 'S256',
      ...(this.#form === 'signed' ? { response_mode: 'jwt' } : {}),
      ...changes,
    };
    return { parameters: given(parameters), codeVerifier };
  }

  /** Sends the form to the endpoint for pushed requests. */
  push(fields: Parameters, wrapping: Wrapping = {}): Promise<Response> {
    return this.post('/request', fields, { proof: null, ...wrapping });
  }

  /** Sends the parameters there in the form of this relying party. */
  pushInForm(parameters: Parameters, wrapping: Wrapping = {}): Promise<Response> {
    const signed = { client_id: this.clientId, request: this.requestObject(parameters) };
    return this.push(this.#form === 'signed' ? signed : parameters, wrapping);
  }

  /** @throws an error with the answer where it was refused */
  async pushed(changes: Parameters = {}, wrapping: Wrapping = {}): Promise<PushedRequest> {
    const { parameters, codeVerifier } = this.prepare(changes);
    return { ...this.accepted(await this.pushInForm(parameters, wrapping)), codeVerifier };
  }

  /** Likewise, with all parameters in a signed request object. */
  async pushedSigned(changes: Parameters = {}, ofObject: Changes = {}): Promise<PushedRequest> {
    const { parameters, codeVerifier } = this.prepare(changes);
    const request = this.requestObject(parameters, ofObject);
    return { ...this.accepted(await this.push({ client_id: this.clientId, request })), codeVerifier };
  }

  private accepted({ status, body }: Response): Omit<PushedRequest, 'codeVerifier'> {
    if (status !== 201) {
      throw new Error(`the request was refused: ${status} ${JSON.stringify(body)}`);
    }
    return { requestUri: body.request_uri, address: this.addressOf(body.request_uri) };
  }

  addressOf(requestUri: string, more: Record<string, string> = {}): string {
    const query = new URLSearchParams({ client_id: this.clientId, request_uri: requestUri, ...more });
    return `${this.#kapu.issuer}/auth?${query}`;
  }

  redeem(
    code: string,
    codeVerifier: string,
    changes: Parameters = {},
    wrapping: Wrapping = {},
  ): Promise<Response> {
    const fields = {
      grant_type: 'authorization_code',
      code,
      code_verifier: codeVerifier,
      redirect_uri: portalRedirect,
      ...changes,
    };
    return this.post('/token', fields, wrapping);
  }

  refresh(refreshToken: string, wrapping: Wrapping = {}): Promise<Response> {
    return this.post('/token', { grant_type: 'refresh_token', refresh_token: refreshToken }, wrapping);
  }

  async post(path: string, fields: Parameters, { assertion, proof }: Wrapping = {}): Promise<Response> {
    const authentication =
      assertion === null
        ? {}
        : {
            client_assertion: assertion ?? this.assertion(),
            client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
          };
    const sent = supertest(this.#kapu.issuer).post(path).type('form');
    if (proof !== null) {
      sent.set('DPoP', proof ?? this.proof('POST', path));
    }
    return sent.send(given({ ...fields, ...authentication }));
  }

  /** Asks for personal data, the one resource that there is everywhere. */
  async me(
    accessToken: string,
    proof: string | null = this.proof('GET', '/me', {}, accessToken),
    scheme = 'DPoP',
  ): Promise<Response> {
    const sent = supertest(this.#kapu.issuer).get('/me').set('Authorization', `${scheme} ${accessToken}`);
    return proof === null ? sent : sent.set('DPoP', proof);
  }
}

export function newKeys() {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

/** RFC 7638, of a P-256 key. */
export function thumbprintOf(key: KeyObject): string {
  const { crv, kty, x, y } = key.export({ format: 'jwk' });
  return sha256(JSON.stringify({ crv, kty, x, y }));
}

function given(fields: Parameters): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined),
  );
}
