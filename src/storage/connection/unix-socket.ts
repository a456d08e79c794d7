/** Unix sockets: where a program of this machine listens, found by the directory of its data. */
import { once } from 'node:events';
import { createConnection, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { hashOfIdentifier } from '../keyed-hash.ts';

/** In bytes; a longer path is refused by the system. */
const longestPath = 107;

/** @returns `<directory>/<name>`; where that is too long, one beside other temporary files that begins with `shortName`. */
export function socketPath(directory: string, name: string, shortName: string): string {
  const beside = join(directory, name);
  const short = join(tmpdir(), `${shortName}-${hashOfIdentifier(directory).slice(0, 16)}.sock`);
  return Buffer.byteLength(beside) <= longestPath ? beside : short;
}

export async function isListening(path: string): Promise<boolean> {
  const connection = createConnection(path);
  try {
    await once(connection, 'connect');
    return true;
  } catch (error) {
    // Whoever has so many waiting that no more may wait listens all the same.
    return (error as NodeJS.ErrnoException).code === 'EAGAIN';
  } finally {
    connection.destroy();
  }
}

/** Longer than anybody needs who does nothing wrong. */
const longestWaitInMilliseconds = 30_000;
const pauseInMilliseconds = 20;

/**
 * One process after another: whoever finds nobody listening takes the socket away that was left and makes its own, and what a second one
 * found before that is not true any more. Held by a socket in no directory, which Linux takes away with its process. Where somebody holds it
 * for ever, or the system knows no such thing, it is done all the same.
 */
export async function whileAlone<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  const held = await hold(`\0kapu-${hashOfIdentifier(path)}`);
  try {
    return await work();
  } finally {
    held?.close();
  }
}

async function hold(name: string): Promise<Server | undefined> {
  const end = performance.now() + longestWaitInMilliseconds;
  while (performance.now() < end) {
    const server = createServer();
    // Its own also among the processes of a supervisor, which share what they listen on.
    server.listen({ path: name, exclusive: true });
    try {
      await once(server, 'listening');
      return server;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') {
        return undefined;
      }
      await delay(pauseInMilliseconds);
    }
  }
  return undefined;
}
