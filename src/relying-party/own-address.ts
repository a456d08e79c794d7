/** Where this node reaches itself. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Remembered when it listens: a server that drains has no address any more, and what it still answers asks for it. Nobody is reached there
 * then, which is a 503 with another node to go on at, and no fault.
 */
export function addressOnceListening(server: Server, protocol: 'http' | 'https'): () => string {
  let port: number | undefined;
  server.once('listening', () => {
    ({ port } = server.address() as AddressInfo);
  });
  return () => `${protocol}://127.0.0.1:${port}`;
}
