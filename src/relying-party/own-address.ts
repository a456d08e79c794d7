/** Where this node reaches itself. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * `http://127.0.0.1:3000`, or `unix:/run/kapu/node.sock`. Remembered when it listens: a server that drains has no address any more, and what it still answers asks for it. Nobody is reached there
 * then, which is a 503 with another node to go on at, and no fault.
 */
export function addressOnceListening(server: Server, protocol: 'http' | 'https'): () => string {
  let address: string | AddressInfo | null = null;
  server.once('listening', () => {
    address = server.address();
  });
  return () => (typeof address === 'string' ? `unix:${address}` : `${protocol}://127.0.0.1:${address?.port}`);
}
