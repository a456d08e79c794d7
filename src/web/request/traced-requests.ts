/** Every request in the traces, by the pattern of its route; those of whoever watches the node, and of files, are not. */
import type { Middleware } from 'koa';
import { inRequestSpan, isTracing, type TraceContext } from '../../tracing/tracing.ts';
import { methodOf, routeOf } from './measured-requests.ts';
import { isOwnRequest } from './proxy-guard.ts';

const untold = /^\/(health|assets)\//;

/** @param isProxyBelieved whether a proxy alone says which trace a request belongs to */
export function tracedRequests(isProxyBelieved: boolean): Middleware {
  return async (ctx, next) => {
    if (!isTracing() || untold.test(ctx.path)) {
      await next();
      return;
    }
    const method = methodOf(ctx.method);
    const attributes = {
      'http.request.method': method === 'other' ? '_OTHER' : method,
      'url.scheme': ctx.protocol,
    };
    const isBelieved = isProxyBelieved || isOwnRequest(ctx);
    await inRequestSpan(
      { kind: 'server', name: method, attributes },
      givenContext(ctx.req.headers),
      isBelieved,
      async (span) => {
        await next();
        const route = routeOf(ctx);
        span.rename(`${method} ${route}`);
        span.note({
          'http.route': route,
          'http.response.status_code': ctx.status,
          'kapu.request_id': String(ctx.state.requestId ?? ''),
        });
        if (ctx.status >= 500) {
          span.fail(String(ctx.status));
        }
      },
    );
  };
}

function givenContext(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): TraceContext | undefined {
  const { traceparent, tracestate } = headers;
  return typeof traceparent === 'string'
    ? { traceparent, tracestate: typeof tracestate === 'string' ? tracestate : undefined }
    : undefined;
}
