/**
 * A relying party may post its request through the browser (OpenID Connect Core §3.1.2.1, RP-Initiated Logout §2). It is sent on as
 * the same request by GET: with that the browser sends our `SameSite=Lax` cookies, which it keeps back from a foreign POST.
 *
 * In this folder: Koa middleware that stands before and behind the engine's own requests; `app.ts` puts it in order.
 */
import type { Context, Middleware } from 'koa';
import getRawBody from 'raw-body';
import { RequestRefused } from '../../errors.ts';
import { seeOther } from '../../web/request/redirect.ts';

/** As long as a request by GET may be; a longer one is pushed. */
const largestBodyInBytes = 4096;
const mayBePosted = ['/auth', '/session/end'];

/** @throws RequestRefused 400, 413 or 415 */
export const postedRequests: Middleware = async (ctx, next) => {
  if (ctx.method === 'POST' && mayBePosted.includes(ctx.path)) {
    const parameters = new URLSearchParams(await readBody(ctx));
    seeOther(ctx, `${ctx.path}?${parameters}`);
    return;
  }
  await next();
};

async function readBody(ctx: Context): Promise<string> {
  if (!ctx.is('application/x-www-form-urlencoded')) {
    throw new RequestRefused(415, 'content-type');
  }
  try {
    const bytes = await getRawBody(ctx.req, { length: ctx.get('content-length'), limit: largestBodyInBytes });
    return bytes.toString('utf8');
  } catch (error) {
    const isTooLarge = (error as { status?: number }).status === 413;
    throw isTooLarge ? new RequestRefused(413, 'body-too-large') : new RequestRefused(400, 'malformed-body');
  }
}
