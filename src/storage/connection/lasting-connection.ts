/**
 * A connection to Redis that comes back, whatever it ended of, until whoever holds it ends it. ioredis alone gives one up for good when it
 * is told to let go while it asks the Sentinels for the master (decision 44), and nobody would know. Connections beside it, each with a
 * name of its own, lead to the same place and end with it.
 */
import type { Socket } from 'node:net';
import { type Command, Redis, type RedisOptions } from 'ioredis';
import { count, isMeasuring, timeSince } from '../../metrics/measuring.ts';
import { isTracing, traceCommand } from '../../tracing/tracing.ts';

const shortestPauseInMilliseconds = 50;
const longestPauseInMilliseconds = 1000;

export class LastingConnection extends Redis {
  /** As `CLIENT LIST` and `/health/ready` say it. */
  readonly name: string;
  /** Why it is of no use although it is there. */
  fault: string | undefined;
  /** The code of the last fault since it was there: no more, since anybody may read it. */
  #lastFault: string | undefined;
  readonly #beside = new Set<LastingConnection>();
  readonly #ending = new AbortController();
  #vainTries = 0;
  #pause: NodeJS.Timeout | undefined;

  constructor(name: string, options: RedisOptions) {
    super({ ...options, replyMapping: 'legacy', lazyConnect: true, connectionName: name });
    this.name = name;
    this.on('error', (error: NodeJS.ErrnoException) => {
      this.#lastFault = error.code ?? error.message.split(' ', 1)[0];
    });
    this.on('ready', () => {
      this.#vainTries = 0;
      this.#lastFault = undefined;
      count('kapu_redis_connections_total', { connection: name });
    });
    this.on('end', () => this.#noteEnd());
  }

  /** Aborted once it was ended by whoever holds it: it does not come back. */
  readonly ended = this.#ending.signal;

  /** Itself first. */
  connections(): readonly LastingConnection[] {
    return [this, ...[...this.#beside].filter(({ ended }) => !ended.aborted)];
  }

  /** In a word. @returns undefined while it is of use */
  get whyAway(): string | undefined {
    // Of one that is gone, what failed on it says only that.
    return this.status === 'ready' ? this.fault : (this.#lastFault ?? this.status);
  }

  /** False while it leads nowhere. A host by its name is never known to be the same. */
  leadsElsewhereThan(host: string, port: number): boolean {
    const { stream } = this as unknown as { stream: Socket | undefined };
    const address = stream?.remoteAddress?.replace(/^::ffff:(?=\d+\.)/, '');
    return address !== undefined && (address !== host || stream?.remotePort !== port);
  }

  beside(name: string, options: RedisOptions = {}): LastingConnection {
    const another = new LastingConnection(name, { ...this.options, ...options });
    this.#beside.add(another);
    return another;
  }

  /** Commands of one turn of the event loop leave in one write: a pipeline of ioredis does the same with two objects and promises for each. */
  override sendCommand(...[command, stream]: Parameters<Redis['sendCommand']>): unknown {
    const { stream: socket } = this as unknown as { stream: Socket | undefined };
    if (socket?.writableCorked === 0) {
      socket.cork();
      setImmediate(() => socket.uncork());
    }
    // A connection beside another one waits for what may never come.
    if (isMeasuring() && this.name === 'kapu') {
      measureCommand(command);
    }
    if (isTracing() && this.name === 'kapu') {
      traceCommand(
        command.name,
        { address: socket?.remoteAddress, port: socket?.remotePort },
        command.promise,
      );
    }
    return super.sendCommand(command, stream);
  }

  override disconnect(reconnect = false): void {
    if (!reconnect) {
      this.#ending.abort();
      clearTimeout(this.#pause);
      this.#endThoseBeside();
    }
    super.disconnect(reconnect);
  }

  override async quit(): Promise<'OK'> {
    this.#ending.abort();
    try {
      return await super.quit();
    } finally {
      // While the connection is still there: else ioredis waits two seconds for its end, which was; and Sentinels would be listened to for ever.
      this.disconnect();
    }
  }

  #noteEnd(): void {
    if (this.ended.aborted) {
      return;
    }
    const pause = shortestPauseInMilliseconds * 2 ** this.#vainTries;
    this.#vainTries += 1;
    this.#pause = setTimeout(
      () => this.connect().catch(() => {}),
      Math.min(pause, longestPauseInMilliseconds),
    );
  }

  #endThoseBeside(): void {
    for (const another of this.#beside) {
      another.disconnect();
    }
  }
}

function measureCommand({ name: command, promise }: Command): void {
  const since = performance.now();
  promise.then(
    () => timeSince(since, 'kapu_redis_command_seconds', { command }),
    () => count('kapu_redis_command_failures_total', { command }),
  );
}

/** For the health of the node. @throws Error that names each connection that is away */
export async function checkConnections(store: Pick<LastingConnection, 'connections'>): Promise<void> {
  const away = store.connections().filter(({ whyAway }) => whyAway !== undefined);
  if (away.length > 0) {
    throw new Error(away.map(({ name, whyAway }) => `${name} is away (${whyAway})`).join(', '));
  }
}
