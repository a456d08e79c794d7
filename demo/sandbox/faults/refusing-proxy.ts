/** A proxy before the provider that is overloaded at first: 503 with Retry-After, then it lets requests through. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { createRecorder, type Exchange, type Fetch } from '../walk/wire.ts';

export interface RefusingProxy {
  /** To the same addresses, by way of the proxy. */
  readonly fetch: Fetch;
  exchanges(): Exchange[];
  untilItIsOver(): Promise<void>;
  stop(): Promise<void>;
}

const retryAfterInSeconds = 1;

/** @param onward how the proxy itself reaches the provider */
export async function startRefusingProxy(onward: Fetch): Promise<RefusingProxy> {
  let isOverloaded = true;
  let providerOrigin = '';
  const server = createServer(async (request, response) => {
    if (isOverloaded) {
      response.writeHead(503, {
        'Retry-After': String(retryAfterInSeconds),
        'Content-Type': 'application/json',
      });
      response.end(JSON.stringify({ error: 'temporarily_unavailable' }));
      return;
    }
    try {
      const body = Buffer.concat(await request.toArray()).toString();
      const { authorization, 'content-type': type } = request.headers;
      const headers = {
        ...(authorization ? { authorization } : {}),
        ...(type ? { 'content-type': type } : {}),
      };
      const method = request.method ?? 'GET';
      const answer = await onward(providerOrigin + request.url, {
        method,
        headers,
        ...(body ? { body } : {}),
      });
      response.writeHead(answer.status, { 'Content-Type': String(answer.headers.get('content-type')) });
      response.end(await answer.text());
    } catch {
      response.writeHead(502).end();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const recorder = createRecorder(origin);

  return {
    fetch(address, options) {
      const { origin: original, pathname, search } = new URL(address);
      providerOrigin = original;
      return recorder.fetch(origin + pathname + search, options);
    },

    exchanges: () => recorder.take().filter(({ method }) => method === 'POST'),

    async untilItIsOver() {
      await delay(retryAfterInSeconds * 1000);
      isOverloaded = false;
    },

    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
