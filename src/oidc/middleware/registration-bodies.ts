/**
 * What comes to, and leaves, the engine's registration endpoints. The engine knows hashes of secrets only: what a client sends to
 * prove that it knows its own is hashed on the way in, and no hash leaves.
 */
import type { Context, Middleware } from 'koa';
import type { ClientMetadata } from 'oidc-provider';
import getRawBody from 'raw-body';
import type { LiveClients } from '../../clients/live-clients.ts';
import { parseMetadataJson } from '../../clients/metadata-json.ts';
import { hashOfIdentifier } from '../../storage/keyed-hash.ts';
import { withoutOwnMembers } from '../clients/dynamic-clients.ts';
import { handBodyToEngine } from '../engine/internals/read-bodies.ts';

const largestBodyInBytes = 56 * 1024;

/** @param path of the registration endpoint */
export function registrationBodies(path: string, clients: LiveClients): Middleware {
  return async (ctx, next) => {
    if (ctx.path !== path && !ctx.path.startsWith(`${path}/`)) {
      await next();
      return;
    }
    if (ctx.is('application/json') && !(await readMetadata(ctx))) {
      ctx.status = 400;
      ctx.body = {
        error: 'invalid_client_metadata',
        error_description: 'the body is too large, not JSON, or not such as metadata are',
      };
      return;
    }
    await next();
    const metadata = ctx.body as Partial<ClientMetadata> | undefined;
    if ((ctx.status === 200 || ctx.status === 201) && metadata?.client_id !== undefined) {
      const client = await clients.find(metadata.client_id);
      ctx.body = withoutOwnMembers(metadata, client?.secret?.hash);
    }
  };
}

/** Handed to the engine as read. @returns false when it is not such as metadata are */
async function readMetadata(ctx: Context): Promise<boolean> {
  const parsed = parseMetadataJson(await readText(ctx));
  if (!parsed || typeof parsed.value !== 'object' || parsed.value === null || Array.isArray(parsed.value)) {
    return false;
  }
  const { client_secret: secret, ...metadata } = parsed.value as Record<string, unknown>;
  const proof = typeof secret === 'string' ? { client_secret: hashOfIdentifier(secret) } : {};
  handBodyToEngine(ctx, { ...metadata, ...proof });
  return true;
}

async function readText(ctx: Context): Promise<string> {
  try {
    return (await getRawBody(ctx.req, { limit: largestBodyInBytes })).toString('utf8');
  } catch {
    return '';
  }
}
