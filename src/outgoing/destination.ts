/** Where an outgoing request may go: over https to public addresses, or to a host that the operator listed. */
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isPublicAddress } from './public-address.ts';

/** Why nothing was fetched; carries no address, which may name a secret place. */
export class OutgoingRefused extends Error {
  override name = 'OutgoingRefused';
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason, options?: ErrorOptions) {
    super(`outgoing request refused: ${reason}`, options);
    this.reason = reason;
  }
}

export type RefusalReason =
  | 'malformed address'
  | 'user name in the address'
  | 'not https'
  | 'host unknown'
  | 'address not public'
  | 'redirect'
  | 'answer too large'
  | 'no answer in time'
  | 'not reachable';

export interface Destination {
  readonly url: URL;
  /** Checked addresses: the connection goes to one of these and to no other. */
  readonly addresses: readonly [string, ...string[]];
}

/** All addresses of a host name. @throws when there is none. */
export type Resolve = (host: string) => Promise<string[]>;

/**
 * Every address of the name must do, not just one: which of them is connected to is not ours to choose.
 * @param privateHosts `host` or `host:port`, in lower case
 * @throws OutgoingRefused
 */
export async function destinationOf(
  address: string,
  privateHosts: readonly string[],
  resolve: Resolve = resolveAsSystem,
): Promise<Destination> {
  const url = parse(address);
  const isListed = privateHosts.includes(url.hostname) || privateHosts.includes(hostAndPort(url));
  if (url.protocol !== 'https:' && !(isListed && url.protocol === 'http:')) {
    throw new OutgoingRefused('not https');
  }
  if (url.username || url.password) {
    throw new OutgoingRefused('user name in the address');
  }
  const addresses = await addressesOf(url.hostname, resolve);
  if (!isListed && !addresses.every(isPublicAddress)) {
    throw new OutgoingRefused('address not public');
  }
  return { url, addresses };
}

/** The parser of the URL standard also brings every spelling of an IPv4 address (octal, hex, one number) into the usual form. */
function parse(address: string): URL {
  try {
    return new URL(address);
  } catch {
    throw new OutgoingRefused('malformed address');
  }
}

function hostAndPort({ hostname, port, protocol }: URL): string {
  return `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`;
}

async function addressesOf(hostname: string, resolve: Resolve): Promise<[string, ...string[]]> {
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const found = isIP(host) ? [host] : await resolve(host).catch(unknownHost);
  const [first, ...more] = found;
  return first === undefined ? unknownHost() : [first, ...more];
}

function unknownHost(cause?: unknown): never {
  throw new OutgoingRefused('host unknown', { cause });
}

async function resolveAsSystem(host: string): Promise<string[]> {
  const found = await lookup(host, { all: true });
  return found.map(({ address }) => address);
}
