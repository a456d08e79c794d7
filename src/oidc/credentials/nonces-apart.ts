/**
 * Nonces for proofs (`POST /nonce`, OpenID4VCI 1.0 §7) and challenges for wallets that attest themselves (`POST /challenge`): the engine
 * answers both in one body at one address, and to each standard the other's member is unknown.
 */
import type { Context, Middleware } from 'koa';

const members = { '/nonce': 'c_nonce', '/challenge': 'attestation_challenge' } as const;
const atEngine = '/challenge';
export const noncesAddresses = Object.keys(members);

export const noncesApart: Middleware = async (ctx, next) => {
  const { path } = ctx;
  if (path !== '/nonce' && path !== atEngine) {
    await next();
    return;
  }
  ctx.path = atEngine;
  await next();
  ctx.path = path;
  keepAlone(ctx, members[path]);
};

/** What is refused stays as it is. */
function keepAlone(ctx: Context, member: string): void {
  if (isObject(ctx.body) && member in ctx.body) {
    ctx.body = { [member]: ctx.body[member] };
  }
}

function isObject(body: unknown): body is Readonly<Record<string, unknown>> {
  return typeof body === 'object' && body !== null;
}
