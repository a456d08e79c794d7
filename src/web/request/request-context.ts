/**
 * What every request carries: an id that is also on error pages, a logger that knows it, and a line in the log at the end.
 *
 * In this folder: what surrounds a request before a route sees it and after: host, limits, headers, cookies, and redirects.
 */
import { randomInt, randomUUID } from 'node:crypto';
import type { Context, Middleware } from 'koa';
import type { Logger } from '../../observability/logger.ts';
import { withSender } from '../../observability/request-origin.ts';
import { toldTraceId } from '../../tracing/tracing.ts';

export function requestContext(logger: Logger): Middleware {
  return async (ctx, next) => {
    const startedAt = performance.now();
    // As they came: a sign-in that is through goes on at another address (decision 63).
    const { method, path } = ctx;
    const requestId = newRequestId();
    ctx.state.requestId = requestId;
    ctx.state.nodesLog = logger;
    ctx.set('X-Request-Id', requestId);
    await withSender({ requestId, userAgent: ctx.get('user-agent'), address: ctx.ip }, next);
    const milliseconds = Math.round(performance.now() - startedAt);
    // Asked for every few seconds by whoever watches the node.
    const level = path.startsWith('/health/') ? 'debug' : 'info';
    logger[level](
      {
        request_id: requestId,
        trace_id: toldTraceId(),
        method,
        path: pathForLog(path),
        status: ctx.status,
        milliseconds,
      },
      'request',
    );
  };
}

/** A UUID that begins with eight digits, which can be said by telephone and found in the log. */
function newRequestId(): string {
  return String(randomInt(10 ** 8)).padStart(8, '0') + randomUUID().slice(8);
}

export function requestIdOf(ctx: Context): string {
  return String(ctx.state.requestId ?? '');
}

/** Made when something is to be said: most requests say nothing but their line. */
export function logOf(ctx: Context): Logger {
  const { state } = ctx;
  state.log ??= (state.nodesLog as Logger).child({ request_id: state.requestId });
  return state.log as Logger;
}

/** Without the query, which may carry a code, and without the id of a sign-in, which is also in its cookie. */
function pathForLog(path: string): string {
  return path
    .replace(
      /^\/(interaction|auth|nem-en-voltam|jelszo-hivatkozas|hivatali-keres|credential-offers|desk\/case)\/[^/]+/i,
      '/$1/:uid',
    )
    .replace(/^\/vp\/([^/]+)\/.*/i, '/vp/$1/:id')
    .slice(0, 200);
}

/** Aborted when the client goes away before the answer, so that nobody works for nobody. */
export function goneSignal(ctx: Context): AbortSignal {
  const controller = new AbortController();
  ctx.res.once('close', () => {
    if (!ctx.res.writableEnded) {
      controller.abort();
    }
  });
  return controller.signal;
}
