/**
 * Who uses the managed server: each user holds a connection with a name, so that Redis itself knows how many there are, and forgets those that
 * died. They come and go one after another (`whileAlone`), so that nobody finds a server that is about to be stopped.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';

export interface ServerUse {
  /** @returns whether others are known to use the server still */
  leave(): Promise<boolean>;
  /** Leaves, and stops the server where it is ours and this was its last user. */
  end(): Promise<void>;
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
  return { leave: () => leaveServer(connection), end: () => endUse(connection) };
}

async function sayWho(connection: Redis): Promise<void> {
  await connection.connect();
  await connection.client('SETNAME', nameOfUsers);
}

async function leaveServer(connection: Redis): Promise<boolean> {
  try {
    return await othersUseIt(connection);
  } catch {
    return false;
  } finally {
    letGo(connection);
  }
}

async function endUse(connection: Redis): Promise<void> {
  try {
    if (!(await othersUseIt(connection)) && (await isOurs(connection))) {
      // The answer is that the connection ends, after the last write.
      await connection.shutdown();
    }
  } catch {
    // Whoever comes next asks it something, and hears what is wrong with it.
  } finally {
    letGo(connection);
  }
}

async function othersUseIt(connection: Redis): Promise<boolean> {
  // A connection that one lets go of is seen for a moment after: a name is gone at once.
  await connection.client('SETNAME', '');
  return String(await connection.client('LIST')).includes(` name=${nameOfUsers} `);
}

/** To let go of a connection that has ended would hold the process up for two seconds (ioredis 6.0.0). */
function letGo(connection: Redis): void {
  if (connection.status !== 'end') {
    connection.disconnect();
  }
}

async function isOurs(connection: Redis): Promise<boolean> {
  const [, value] = (await connection.config('GET', 'syslog-ident')) as string[];
  return value === ident;
}
