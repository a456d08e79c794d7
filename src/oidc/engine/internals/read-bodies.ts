/**
 * Hands the engine a body that we have read and changed.
 *
 * oidc-provider 9.13.3: takes `req.body`, where something stands there, for what it would read itself.
 * Why: the body of a request can be read once, and secrets in it are hashed on their way in.
 * Held by: test/conformance/dynamic.test.ts, "reads without the secret, which is kept as a hash, changes with it, and removes"
 */
import type { Context } from 'koa';

export function handBodyToEngine(ctx: Context, body: object): void {
  Object.assign(ctx.req, { body });
}
