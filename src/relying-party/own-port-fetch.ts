/** Requests to the issuer that stay on this machine, with the headers that the proxy in front of it would set. */

import { X509Certificate } from 'node:crypto';
import { request as requestOverHttp } from 'node:http';
import { request as requestOverHttps } from 'node:https';
import { text } from 'node:stream/consumers';
import type { PeerCertificate } from 'node:tls';
import type { CustomFetch } from 'openid-client';
import { ownRequestHeader, ownRequestSecret } from '../observability/own-requests.ts';
import { inClientSpan } from '../tracing/tracing.ts';

/**
 * The built-in `fetch` does not let a caller name the `Host`, so this speaks HTTP to our own port.
 * @param ownAddress where this node listens, e.g. `http://127.0.0.1:3000` or `unix:/run/kapu/node.sock`
 * @param certificate of this node, where TLS ends here; nobody else's is trusted
 */
export function overOwnPort(issuer: string, ownAddress: () => string, certificate?: string): CustomFetch {
  const { host, hostname, protocol } = new URL(issuer);
  const trust: TlsTrust = certificate
    ? {
        ca: certificate,
        servername: hostname,
        allowPartialTrustChain: true,
        checkServerIdentity: isItself(certificate),
      }
    : {};
  return async (url, { method, headers, body }) => {
    const { pathname, search } = new URL(url);
    const forwarded = {
      ...headers,
      host,
      'x-forwarded-host': host,
      'x-forwarded-proto': protocol.slice(0, -1),
      [ownRequestHeader]: ownRequestSecret(),
    };
    const [, socketPath] = /^unix:(.*)$/.exec(ownAddress()) ?? [];
    const target = new URL(pathname + search, socketPath === undefined ? ownAddress() : 'http://localhost');
    const way = socketPath === undefined ? trust : { socketPath };
    return inClientSpan(method, target, (trace) =>
      send(target, method, { ...forwarded, ...trace }, way, body?.toString()),
    );
  };
}

interface TlsTrust {
  readonly ca?: string;
  readonly servername?: string;
  /** The certificate itself is enough, whoever issued it. */
  readonly allowPartialTrustChain?: boolean;
  /** Behind a proxy it is of another name than the issuer's. */
  readonly checkServerIdentity?: (name: string, peer: PeerCertificate) => Error | undefined;
}

function isItself(certificate: string): (name: string, peer: PeerCertificate) => Error | undefined {
  const { raw } = new X509Certificate(certificate);
  return (_name, peer) => (raw.equals(peer.raw) ? undefined : new Error('another answers at our own port'));
}

function send(
  target: URL,
  method: string,
  headers: Record<string, string>,
  way: TlsTrust | { readonly socketPath: string },
  body?: string,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = target.protocol === 'https:' ? requestOverHttps : requestOverHttp;
    const sent = request(target, { method, headers, timeout: 5000, ...way }, async (answer) => {
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
