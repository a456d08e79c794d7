/** Requests to the issuer that stay on this node, with the headers that the proxy in front of it would set. */
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { CustomFetch } from 'openid-client';

/**
 * The built-in `fetch` does not let a caller name the `Host`, so this speaks plain HTTP to our own port.
 * @param ownAddress where this node listens, e.g. `http://127.0.0.1:3000`
 */
export function overOwnPort(issuer: string, ownAddress: () => string): CustomFetch {
  const { host, protocol } = new URL(issuer);
  return async (url, { method, headers, body }) => {
    const { pathname, search } = new URL(url);
    const forwarded = {
      ...headers,
      host,
      'x-forwarded-host': host,
      'x-forwarded-proto': protocol.slice(0, -1),
    };
    return send(new URL(pathname + search, ownAddress()), method, forwarded, body?.toString());
  };
}

function send(
  target: URL,
  method: string,
  headers: Record<string, string>,
  body?: string,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const sent = request(target, { method, headers, timeout: 5000 }, async (answer) => {
      const received = Object.entries(answer.headersDistinct).flatMap(([name, values = []]) =>
        values.map((value): [string, string] => [name, value]),
      );
      resolve(new Response(await text(answer), { status: answer.statusCode ?? 502, headers: received }));
    });
    sent.on('timeout', () => sent.destroy(new Error('ETIMEDOUT: our own port did not answer')));
    sent.on('error', reject);
    sent.end(body);
  });
}
