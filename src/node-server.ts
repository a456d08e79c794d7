/** The server of a node: where it listens, how long it keeps connections, and how it takes leave of them. */
import { once } from 'node:events';
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { Server as Listener } from 'node:net';
import type { Config } from './config.ts';
import { listenAt } from './configuration/addresses/listen-at.ts';
import { socketMode } from './configuration/connections/own-socket.ts';
import { ConfigurationError } from './errors.ts';
import { errorInWords } from './observability/described-error.ts';
import { isListening, whileAlone } from './storage/connection/unix-socket.ts';

/**
 * Longer than any proxy keeps a connection that nobody uses (nginx 60 s): whoever closes first meets a request that is on its way, and
 * nobody may send a password twice for it.
 */
const idleConnectionInMilliseconds = 75_000;

const drainInMilliseconds = 10_000;
/** So long a connection that is used at all is told with an answer that it ends. */
const farewellInMilliseconds = 1000;

/** BCP 195 (RFC 9325 §4.2): forward secrecy and authenticated encryption, with TLS 1.2 too. FAPI 2.0 allows no others (§5.2.1). */
const ciphers = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
].join(':');

export function createNodeServer({ ownTls }: Pick<Config, 'ownTls'>): Server {
  const server = ownTls
    ? createTlsServer({ cert: ownTls.certificate, key: ownTls.key, minVersion: 'TLSv1.2', ciphers })
    : createServer();
  server.keepAliveTimeout = idleConnectionInMilliseconds;
  return server;
}

/** @throws ConfigurationError where somebody else is, or nobody can be */
export async function listen(server: Server, { host, port, socket }: Config): Promise<void> {
  return socket === undefined
    ? listenAt(server, { host, port }, { host: 'KAPU_HOST', port: 'KAPU_PORT' })
    : listenOnSocket(server, socket);
}

/** One that a node left when it was killed is taken away; one that a supervisor made for all of its processes is shared. */
async function listenOnSocket(server: Server, path: string): Promise<void> {
  try {
    await whileAlone(path, () => takeSocket(server, path));
  } catch (error) {
    throw error instanceof ConfigurationError
      ? error
      : new ConfigurationError(`KAPU_SOCKET: ${path} cannot be made: ${errorInWords(error)}`);
  }
}

async function takeSocket(server: Server, path: string): Promise<void> {
  try {
    await bindSocket(server, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') {
      throw error;
    }
    if (await isListening(path)) {
      throw new ConfigurationError(`another node listens on ${path}; set KAPU_SOCKET to another`);
    }
    rmSync(path, { force: true });
    await bindSocket(server, path);
  }
}

/** Nobody else may open it before its mode is what it is to be: a supervisor, which makes it for its processes, sees to that itself. */
async function bindSocket(server: Server, path: string): Promise<void> {
  const before = process.umask(0o777 & ~socketMode);
  try {
    server.listen(path);
    await once(server, 'listening');
  } finally {
    process.umask(before);
  }
  chmodSync(path, socketMode);
}

/**
 * Takes no more connections, and answers what is under way. `server.close()` would at once end those that nobody uses, with whatever a
 * proxy has just sent along one of them.
 */
export async function drain(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.prependListener('request', endConnection);
  Listener.prototype.close.call(server);
  const farewell = setInterval(() => server.closeIdleConnections(), farewellInMilliseconds);
  const end = setTimeout(() => server.closeAllConnections(), drainInMilliseconds);
  await closed;
  clearInterval(farewell);
  clearTimeout(end);
}

function endConnection(_: IncomingMessage, response: ServerResponse): void {
  response.setHeader('Connection', 'close');
}
