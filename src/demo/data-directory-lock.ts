/**
 * One demo a data directory. The lock is a listening unix socket: it answers only while its owner lives, so that a demo
 * that was killed leaves nothing to clean up.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createConnection, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Unix socket paths end at 107 bytes. */
const longestSocketPath = 107;

/** @returns what gives the directory free again. @throws Error when another demo runs on it. */
export async function lockDataDirectory(dataDirectory: string): Promise<() => Promise<void>> {
  const path = socketPath(dataDirectory);
  if (await answers(path)) {
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

function socketPath(dataDirectory: string): string {
  const within = join(dataDirectory, 'demo.sock');
  const digest = createHash('sha256').update(dataDirectory).digest('hex').slice(0, 16);
  return Buffer.byteLength(within) <= longestSocketPath ? within : join(tmpdir(), `kapu-demo-${digest}.sock`);
}

async function answers(path: string): Promise<boolean> {
  const connection = createConnection(path);
  try {
    await once(connection, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    connection.destroy();
  }
}

async function close(server: Server): Promise<void> {
  await new Promise((resolve) => server.close(resolve));
}
