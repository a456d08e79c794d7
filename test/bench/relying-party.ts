/** The relying party of the bench: one registration for Kapu and for the bare engine, and every answer is looked at. */
import { createHash, randomBytes } from 'node:crypto';
import { type Answer, Browser, createHttp } from './browser.ts';

export const redirectUri = 'http://localhost:4999/callback';

/** As registered at both providers. */
export const registration = {
  client_id: 'bench',
  client_name: 'Bench',
  client_uri: 'http://localhost:4999',
  redirect_uris: [redirectUri],
  token_endpoint_auth_method: 'client_secret_basic',
  grant_types: ['authorization_code', 'refresh_token'],
  scope: 'openid profile email phone natural_person',
  subject_type: 'pairwise',
  id_token_signed_response_alg: 'ES256',
} as const;

export interface Tokens {
  readonly id_token: string;
  readonly access_token: string;
  readonly refresh_token: string;
}

export interface RelyingParty {
  /** Sends a new browser with an authorization request; `visit` brings it back with a code, which is exchanged. */
  signIn(acr: string, visit: (browser: Browser, path: string) => Promise<Answer>): Promise<Tokens>;
  refresh(tokens: Tokens): Promise<Tokens>;
  /** Asks who it is, with the access token. */
  askUserinfo(tokens: Tokens): Promise<void>;
  /** Asks what the access token is worth (RFC 7662). */
  introspect(tokens: Tokens): Promise<void>;
}

/** @param http how browsers and the relying party itself ask */
export function createRelyingParty(
  issuer: string,
  clientSecret: string,
  http = createHttp(issuer),
): RelyingParty {
  const credentials = Buffer.from(`${registration.client_id}:${clientSecret}`).toString('base64');

  async function askForTokens(fields: Record<string, string>): Promise<Tokens> {
    const headers = { Authorization: `Basic ${credentials}`, Accept: 'application/json' };
    const answer = await http({ method: 'POST', path: '/token', headers, fields });
    expect(answer.status === 200, 'a token response', answer);
    const tokens = JSON.parse(answer.text) as Partial<Tokens>;
    const isComplete = tokens.id_token && tokens.access_token && tokens.refresh_token;
    expect(Boolean(isComplete) && partOf(tokens.id_token, 0).alg === 'ES256', 'ES256 tokens', answer);
    return tokens as Tokens;
  }

  return {
    async signIn(acr, visit) {
      const [state, nonce, verifier] = [randomText(), randomText(), randomText()];
      const query = new URLSearchParams({
        client_id: registration.client_id,
        redirect_uri: redirectUri,
        response_type: 'code',
        scope: registration.scope,
        acr_values: acr,
        state,
        nonce,
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
      });
      const back = await visit(new Browser(http), `/auth?${query}`);
      const { location = '' } = back.headers;
      expect(back.status === 303 && location.startsWith(redirectUri), 'the way back with a code', back);
      const given = new URL(location).searchParams;
      expect(given.has('code') && given.get('state') === state, 'a code', back);
      const tokens = await askForTokens({
        grant_type: 'authorization_code',
        code: given.get('code') ?? '',
        redirect_uri: redirectUri,
        code_verifier: verifier,
      });
      const claims = partOf(tokens.id_token, 1);
      expect(claims.nonce === nonce && claims.acr === acr && claims.iss === issuer, 'our own sign-in', back);
      return tokens;
    },

    async refresh({ refresh_token }) {
      const tokens = await askForTokens({ grant_type: 'refresh_token', refresh_token });
      if (tokens.refresh_token === refresh_token) {
        throw new Error('the refresh token was not rotated');
      }
      return tokens;
    },

    async askUserinfo({ access_token }) {
      const headers = { Authorization: `Bearer ${access_token}`, Accept: 'application/json' };
      const answer = await http({ method: 'GET', path: '/me', headers });
      expect(answer.status === 200 && answer.text.includes('"sub"'), 'a citizen', answer);
    },

    async introspect({ access_token }) {
      const headers = { Authorization: `Basic ${credentials}`, Accept: 'application/json' };
      const path = '/token/introspection';
      const answer = await http({ method: 'POST', path, headers, fields: { token: access_token } });
      expect(answer.status === 200 && answer.text.includes('"active":true'), 'a valid token', answer);
    },
  };
}

/** @throws Error that shows the answer when it is not what it must be. */
export function expect(condition: boolean, what: string, { status, headers, text }: Answer): void {
  if (!condition) {
    const shown = text.replace(/<style[\s\S]*?<\/style>|<[^>]+>|\s+/g, ' ').slice(0, 600);
    throw new Error(`not ${what}: ${status} ${headers.location ?? ''} ${shown}`);
  }
}

function partOf(token: string | undefined, index: 0 | 1): Record<string, unknown> {
  return JSON.parse(Buffer.from(token?.split('.')[index] ?? '', 'base64url').toString()) as Record<
    string,
    unknown
  >;
}

function randomText(): string {
  return randomBytes(32).toString('base64url');
}
