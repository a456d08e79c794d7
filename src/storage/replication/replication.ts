/**
 * Whether a replica has what was written. A master answers before its replicas have heard of a write, which is lost with it until one
 * of them has. `WAIT` blocks the connection that it is sent on, so it is sent on another one, behind a message that is replicated
 * like a write: whoever has the message has every write before it, from whatever connection and node. Decision 32.
 *
 * In this folder: what makes a write wait for a replica, in a group of servers under Sentinels.
 */
import { timeSince } from '../../metrics/measuring.ts';
import type { LastingConnection } from '../connection/lasting-connection.ts';
import { coalesceCalls } from './coalesced-calls.ts';

/** Resolves once a replica has the write. @throws Error, a failure of the store, when nothing says so in time */
export type Kept = () => Promise<void>;

export interface Replication {
  /** Called before a write leaves. */
  begin(): Kept;
  /** Connects beside the store, which is connected already. */
  connect(): Promise<void>;
}

/** Long for a replica that lives, short for a citizen, and shorter than the two seconds of a command. */
const longestWaitInMilliseconds = 1000;
/** Nobody listens to it. */
const channel = 'replicated';

export function watchReplication(store: LastingConnection): Replication {
  const witness = store.beside('kapu-witness');
  // The store's own connection reports what is wrong.
  witness.on('error', () => {});
  const writing = observed(store);
  const watching = observed(witness);

  const awaitReplica = coalesceCalls(async () => {
    const session = watching.session();
    const [written, watched] = await Promise.all([writing.server(), watching.server()]);
    if (written !== watched) {
      witness.disconnect(true);
      throw notKept('another server was asked than was written to');
    }
    const [, replicas] = await Promise.all([
      witness.publish(channel, ''),
      witness.wait(1, longestWaitInMilliseconds),
    ]);
    // A command whose connection breaks is sent again on the next one, where it says nothing of what was written before.
    if (replicas < 1 || watching.session() !== session) {
      throw notKept('no replica has what was written');
    }
  });

  return {
    begin() {
      const session = writing.session();
      const expectSameConnection = () => {
        if (writing.session() !== session) {
          throw notKept('the connection was lost before a replica was known to have what was written');
        }
      };
      return async () => {
        expectSameConnection();
        const since = performance.now();
        await awaitReplica().catch((error: Error) => {
          timeSince(since, 'kapu_redis_replica_wait_seconds', { outcome: 'not known' });
          throw isRefusalOfServer(error) ? notKept(error.message) : error;
        });
        timeSince(since, 'kapu_redis_replica_wait_seconds', { outcome: 'kept' });
        expectSameConnection();
      };
    },

    connect: () => witness.connect(),
  };
}

/** Which of its connections in a row this is, and to which run of which server it leads. */
function observed(connection: LastingConnection): { session: () => number; server: () => Promise<string> } {
  let session = 0;
  let server: Promise<string> | undefined;

  connection.on('close', () => {
    session += 1;
    server = undefined;
  });

  async function ask(): Promise<string> {
    try {
      const [, run] = /^run_id:(\w+)/m.exec(await connection.info('server')) ?? [];
      return run ?? unnamed();
    } catch (error) {
      server = undefined;
      throw error;
    }
  }

  return {
    session: () => session,
    server: () => {
      server ??= ask();
      return server;
    },
  };
}

function unnamed(): never {
  throw new Error('the server does not say which one it is');
}

/** Such as of a master that is one no more. */
function isRefusalOfServer({ name }: Error): boolean {
  return name === 'ReplyError';
}

/** Named as the store itself names it when it sees no replica. */
function notKept(reason: string): Error {
  return new Error(`NOREPLICAS ${reason}`);
}
