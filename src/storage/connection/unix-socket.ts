/** Unix sockets: where a program of this machine listens, found by the directory of its data. */
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
