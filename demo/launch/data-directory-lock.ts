/**
 * One demo a data directory. The lock is a listening unix socket: it answers only while its owner lives, so that a demo
 * that was killed leaves nothing to clean up.
 */
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { isListening, socketPath } from '../../src/storage/connection/unix-socket.ts';

/** @returns what gives the directory free again. @throws Error when another demo runs on it. */
export async function lockDataDirectory(dataDirectory: string): Promise<() => Promise<void>> {
  const path = socketPath(dataDirectory, 'demo.sock', 'kapu-demo');
  if (await isListening(path)) {
    throw new Error(
      `a demo is already running on ${dataDirectory}; stop it, or choose another directory with KAPU_DATA_DIR=…`,
    );
  }
  rmSync(path, { force: true });
  const server = createServer((connection) => connection.destroy());
  server.listen(path);
  await once(server, 'listening');
  return () => close(server);
}

async function close(server: Server): Promise<void> {
  await new Promise((resolve) => server.close(resolve));
}
