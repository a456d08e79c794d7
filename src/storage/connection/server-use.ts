/**
 * Who uses the managed server: each user holds a connection with a name, so that Redis itself knows how many there are, and forgets those that
 * died. They come and go one after another (`whileAlone`), so that nobody finds a server that is about to be stopped.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';

export interface ServerUse {
  /** Stops the server where this was its last user. */
  end(): Promise<'stopped' | 'others use it' | 'unknown'>;
}

/** That a server does not answer is told by whoever asks it something. */
const longestInMilliseconds = 2000;
const nameOfUsers = 'kapu-user';
const ident = 'kapu-managed';
/** What tells a server that we started from one that somebody put on the same socket: a setting that Redis keeps and does not use. */
export const markOfOurs = { '--syslog-ident': ident } as const;

/** Where the connection is lost nobody knows any more who uses the server: then it stays, unless its parent ends it. */
export async function useServer(socket: string): Promise<ServerUse> {
  const connection = new Redis({
    path: socket,
    lazyConnect: true,
    // Also while it reads its data.
    enableReadyCheck: false,
    enableOfflineQueue: false,
    commandTimeout: longestInMilliseconds,
    retryStrategy: () => null,
  });
  connection.on('error', () => {});
  await Promise.race([
    sayWho(connection).catch(() => {}),
    delay(longestInMilliseconds, undefined, { ref: false }),
  ]);
  return { end: () => endUse(connection) };
}

async function sayWho(connection: Redis): Promise<void> {
  await connection.connect();
  await connection.client('SETNAME', nameOfUsers);
}

async function endUse(connection: Redis): ReturnType<ServerUse['end']> {
  try {
    // A connection that one lets go of is seen for a moment after: a name is gone at once.
    await connection.client('SETNAME', '');
    if (String(await connection.client('LIST')).includes(` name=${nameOfUsers} `)) {
      return 'others use it';
    }
    return (await isOurs(connection)) ? await stopped(connection) : 'unknown';
  } catch {
    return 'unknown';
  } finally {
    leave(connection);
  }
}

/** To let go of a connection that has ended would hold the process up for two seconds (ioredis 6.0.0). */
function leave(connection: Redis): void {
  if (connection.status !== 'end') {
    connection.disconnect();
  }
}

async function isOurs(connection: Redis): Promise<boolean> {
  const [, value] = (await connection.config('GET', 'syslog-ident')) as string[];
  return value === ident;
}

/** The answer is that the connection ends, after the last write. */
async function stopped(connection: Redis): Promise<'stopped'> {
  await connection.shutdown().catch(() => {});
  return 'stopped';
}
