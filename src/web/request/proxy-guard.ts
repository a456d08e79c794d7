/**
 * Where a proxy is believed, it alone is: of a request of anybody else nothing stays of what only the proxy may say. What it says of the
 * protocol goes too, so that where the issuer is https they are at a foreign origin (host-guard.ts).
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { BlockList } from 'node:net';
import type { Context, Middleware } from 'koa';
import { blockListOf, type ProxyProof } from '../../configuration/connections/proxy-proof.ts';
import { ownRequestHeader, ownRequestSecret } from '../../observability/own-requests.ts';

const proxySecretHeader = 'x-kapu-proxy';
const ofTheProxy = ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'traceparent', 'tracestate'];
const own = new WeakSet<Context['req']>();

/** Whether this node sent it itself, or another process of its supervisor. */
export function isOwnRequest({ req }: Pick<Context, 'req'>): boolean {
  return own.has(req);
}

/** @param proof undefined where nobody else reaches the port. @param certificateHeader in which it hands over certificates */
export function proxyGuard(proof: ProxyProof | undefined, certificateHeader: string | undefined): Middleware {
  const believed = [...ofTheProxy, ...(certificateHeader ? [certificateHeader.toLowerCase()] : [])];
  const addresses = proof && blockListOf(proof.addresses);
  return (ctx, next) => {
    const { headers, socket } = ctx.req;
    if (isSame(headers[ownRequestHeader], ownRequestSecret())) {
      own.add(ctx.req);
    }
    const isProven =
      proof === undefined ||
      own.has(ctx.req) ||
      (isFrom(socket.remoteAddress, proof, addresses) &&
        (proof.secret === undefined || isSame(headers[proxySecretHeader], proof.secret)));
    for (const name of [proxySecretHeader, ownRequestHeader, ...(isProven ? [] : believed)]) {
      delete headers[name];
    }
    return next();
  };
}

function isFrom(address: string | undefined, proof: ProxyProof, addresses: BlockList | undefined): boolean {
  if (proof.addresses.length === 0) {
    return true;
  }
  const plain = address?.replace(/^::ffff:(?=[\d.]+$)/, '') ?? '';
  return addresses?.check(plain, plain.includes(':') ? 'ipv6' : 'ipv4') ?? false;
}

/** Takes as long whatever is said. */
function isSame(said: string | string[] | undefined, secret: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return typeof said === 'string' && timingSafeEqual(hash(said), hash(secret));
}
