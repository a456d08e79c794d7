/**
 * Wallets without a name (OpenID4VCI 1.0 §6.1: anonymous access with a pre-authorized code), where the installation has one that stands for
 * them: a request for a token that names no client is taken as that one's. The citizen chose it by its name, and typed the code there.
 */
import { parse } from 'node:querystring';
import type { Context, Middleware } from 'koa';
import getRawBody from 'raw-body';
import { preAuthorizedGrant } from '../../wallet/issuing/offers.ts';
import { handBodyToEngine } from '../engine/internals/read-bodies.ts';

/** As much as the engine reads. */
const largestBodyInBytes = 56 * 1024;

/** Of those who say who they are, somewhere, nothing is touched. */
const saysWhoItIs = ['authorization', 'oauth-client-attestation'];

/** @param path of the token endpoint. @param clientId of the wallet that stands for those without a name */
export function anonymousAccess(path: string, clientId: string): Middleware {
  return async (ctx, next) => {
    const isForToken = ctx.path === path && ctx.method === 'POST' && isForm(ctx);
    if (isForToken && saysWhoItIs.every((header) => ctx.get(header) === '')) {
      const body = await bodyOf(ctx);
      if (!body) {
        ctx.status = 400;
        ctx.body = { error: 'invalid_request', error_description: 'failed to parse the request body' };
        return;
      }
      const isNameless = body.grant_type === preAuthorizedGrant && !('client_id' in body);
      handBodyToEngine(ctx, isNameless ? { ...body, client_id: clientId } : body);
    }
    await next();
  };
}

function isForm(ctx: Context): boolean {
  return ctx.is('application/x-www-form-urlencoded') !== false;
}

async function bodyOf(ctx: Context): Promise<Record<string, unknown> | undefined> {
  try {
    const text = await getRawBody(ctx.req, {
      length: ctx.get('content-length'),
      limit: largestBodyInBytes,
      encoding: 'utf8',
    });
    return { ...parse(text) };
  } catch {
    return undefined;
  }
}
