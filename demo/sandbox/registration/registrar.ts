/**
 * Registers clients by the provider's administration (docs/admin-api.yaml), as a program does: a token of the client credentials
 * grant, then JSON. There are never more than a few dozen of them, and none is older than a day.
 */
import { randomBytes } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import * as oidc from 'openid-client';
import { z } from 'zod';
import type { SandboxSettings } from '../settings.ts';
import type { Fetch } from '../walk/wire.ts';
import type { SandboxClient, Wish } from './sandbox-client.ts';

export type Registered =
  | { kind: 'registered'; client: SandboxClient; metadata: Record<string, unknown> }
  /** The provider did not like it; its own words. */
  | { kind: 'refused'; reasons: readonly string[] };

export interface Registrar {
  /** @throws when the provider does not answer */
  register(wish: Wish, fetch: Fetch, algorithm?: SandboxClient['idTokenAlgorithm']): Promise<Registered>;
}

const prefix = 'homokozo-';
const mostClients = 60;
const oldestInMilliseconds = 24 * 60 * 60_000;
const scope = 'openid profile email phone natural_person';

const listSchema = z.object({
  clients: z.array(z.object({ metadata: z.object({ client_id: z.string() }), created_at: z.iso.datetime() })),
});
const madeSchema = z.object({ client_secret: z.string().optional() });
const refusalSchema = z.object({
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).default([]),
});

export function createRegistrar({ sandboxUrl, issuer, registrar, now }: SandboxSettings): Registrar {
  async function ask(fetch: Fetch, method: string, path: string, body?: object): Promise<Response> {
    const { access_token: token } = await accessToken(fetch);
    return fetch(`${issuer}/admin/clients${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  }

  async function accessToken(fetch: Fetch): Promise<oidc.TokenEndpointResponse> {
    const execute = issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : [];
    const configuration = await oidc.discovery(
      new URL(issuer),
      registrar.clientId,
      {},
      oidc.ClientSecretBasic(registrar.clientSecret),
      { execute, [oidc.customFetch]: fetch as oidc.CustomFetch },
    );
    return oidc.clientCredentialsGrant(configuration, {
      scope: 'clients:read clients:write',
      resource: `${issuer}/admin`,
    });
  }

  /** Makes room: first those of yesterday, then the oldest. */
  async function removeOld(fetch: Fetch): Promise<void> {
    const { clients } = listSchema.parse(await (await ask(fetch, 'GET', '')).json());
    const ours = clients
      .filter(({ metadata }) => metadata.client_id.startsWith(prefix))
      .toSorted((one, other) => one.created_at.localeCompare(other.created_at));
    const tooMany = ours.length - mostClients + 1;
    const oldest = new Date(now().getTime() - oldestInMilliseconds).toISOString();
    for (const [place, { metadata, created_at }] of ours.entries()) {
      if (place < tooMany || created_at < oldest) {
        await ask(fetch, 'DELETE', `/${metadata.client_id}`);
      }
    }
  }

  function signedOutUriOf({ redirectUri, signedOutUri }: Wish): string {
    return signedOutUri ?? (redirectUri ? new URL('/', redirectUri).href : `${sandboxUrl}/signed-out`);
  }

  function metadataOf(
    wish: Wish,
    id: string,
    jwk: JWK | undefined,
    algorithm: string,
  ): Record<string, unknown> & { redirect_uris: string[] } {
    const redirectUri = wish.redirectUri ?? `${sandboxUrl}/callback`;
    return {
      client_id: id,
      client_name: wish.name,
      'client_name#en': wish.name,
      client_uri: new URL(redirectUri).origin,
      redirect_uris: [redirectUri],
      post_logout_redirect_uris: [signedOutUriOf(wish)],
      token_endpoint_auth_method: wish.method,
      grant_types: ['authorization_code', 'refresh_token'],
      scope,
      minimum_assurance: wish.minimum,
      first_party: wish.method !== 'none',
      id_token_signed_response_alg: algorithm,
      ...(jwk ? { jwks: { keys: [jwk] } } : {}),
      ...(wish.hearsLogouts
        ? {
            backchannel_logout_uri: `${sandboxUrl}/backchannel-logout`,
            backchannel_logout_session_required: true,
          }
        : {}),
    };
  }

  return {
    async register(wish, fetch, algorithm = wish.algorithm) {
      await removeOld(fetch);
      const id = prefix + randomBytes(9).toString('hex');
      const keys = wish.method === 'private_key_jwt' ? await newKeys(id) : undefined;
      const metadata = metadataOf(wish, id, keys?.publicKey, algorithm);
      const response = await ask(fetch, 'POST', '', metadata);
      if (response.status !== 201) {
        const { errors } = refusalSchema.parse(await response.json());
        return { kind: 'refused', reasons: errors.map(({ pointer, detail }) => `${pointer} ${detail}`) };
      }
      const { client_secret: secret } = madeSchema.parse(await response.json());
      const redirectUri = String(metadata.redirect_uris[0]);
      const privateKey = keys?.privateKey;
      const client = { id, wish, redirectUri, secret, privateKey, idTokenAlgorithm: algorithm };
      return { kind: 'registered', client, metadata };
    },
  };
}

async function newKeys(kid: string): Promise<{ publicKey: JWK; privateKey: JWK }> {
  const pair = await generateKeyPair('ES256', { extractable: true });
  const about = { kid, use: 'sig', alg: 'ES256' };
  return {
    publicKey: { ...(await exportJWK(pair.publicKey)), ...about },
    privateKey: { ...(await exportJWK(pair.privateKey)), ...about },
  };
}
