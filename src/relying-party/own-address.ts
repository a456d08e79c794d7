/** Where this node reaches itself. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { reachableHost } from '../configuration/addresses/loopback.ts';

/**
 * `http://127.0.0.1:3000`, or `unix:/run/kapu/node.sock`. Remembered when it listens: a server that drains has no address any more, and what
 * it still answers asks for it. Nobody is reached there then, which is a 503 with another node to go on at, and no fault.
 */
export function addressOnceListening(server: Server, protocol: 'http' | 'https'): () => string {
  let address: string | AddressInfo | null = null;
  server.once('listening', () => {
    address = server.address();
  });
  return () => (typeof address === 'string' ? `unix:${address}` : `${protocol}://${placeOf(address)}`);
}

/** One that listens on a single address of its machine is reached at that one alone. */
function placeOf(listening: AddressInfo | null): string {
  const host = reachableHost(listening?.address ?? '127.0.0.1');
  return `${host.includes(':') ? `[${host}]` : host}:${listening?.port}`;
}
