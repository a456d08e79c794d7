/** Relying parties that are to be pinged once a citizen has decided (CIBA §10.2). Queued before the decision, so that a node's death loses none. */
import { z } from 'zod';
import { pingKeys } from '../../storage/catalogue/queue-keys.ts';
import { type Bell, bellOf } from '../../storage/news/bell.ts';
import {
  type Outbox,
  openOutbox,
  type Queue,
  queueMessage,
  type Requeue,
  type RetryTiming,
  readDeadLetters,
} from '../../storage/outbox/outbox.ts';
import type { Store } from '../../storage/redis.ts';
import type { Sealer } from '../../storage/sealed.ts';
import { openRecord } from '../../storage/sealed-record.ts';
import { traceToCarry } from '../../tracing/tracing.ts';

const pingSchema = z.strictObject({
  requestId: z.string(),
  clientId: z.string(),
  /** A `traceparent`. */
  trace: z.string().optional(),
});

/** `requestId` is the `auth_req_id`. */
export type Ping = z.output<typeof pingSchema>;

export interface PingQueue {
  /** Resolves when it is safely queued. */
  add(ping: Ping): Promise<void>;
  open(worker: string, timing: RetryTiming): Outbox;
  /** Rung when there is something more to send, and some milliseconds at most have passed. */
  bell(calm: number): Bell;
  /** @throws when it was not sealed by this installation, or holds something else. */
  read(sealed: string): Ping;
}

const pingQueue: Queue = { stream: pingKeys.stream(), deadLetters: pingKeys.deadLetters(), group: 'pingers' };
const place = 'pings';

export function createPingQueue(store: Store, sealer: Sealer): PingQueue {
  return {
    add: (ping) =>
      queueMessage(store, pingQueue, sealer.seal(JSON.stringify({ ...ping, ...traceToCarry() }), place)),
    bell: (calm) => bellOf(store, pingQueue.stream, calm),
    open: (worker, timing) => openOutbox(store, pingQueue, worker, timing),
    read: (sealed) => openRecord(sealer, pingSchema, sealed, place, 'a ping'),
  };
}

export interface GivenUpPing {
  readonly id: string;
  readonly buriedAt: Date;
  readonly reason: string;
  /** Undefined when it cannot be opened with the keys at hand. */
  readonly ping: Ping | undefined;
}

/** What was given up, for an operator. */
export interface GivenUpPings {
  /** Oldest first. */
  list(): AsyncIterable<GivenUpPing>;
  /** Queues one again; false when there is no such ping. */
  retry(id: string, requeue: Requeue): Promise<boolean>;
}

export function createGivenUpPings(store: Store, sealer: Sealer): GivenUpPings {
  const { read } = createPingQueue(store, sealer);
  function readIfPossible(sealed: string): Ping | undefined {
    try {
      return read(sealed);
    } catch {
      return undefined;
    }
  }

  return {
    async *list() {
      for await (const { sealed, ...letter } of readDeadLetters(store, pingQueue.deadLetters)) {
        yield { ...letter, ping: readIfPossible(sealed) };
      }
    },

    retry: (id, requeue) => requeue(pingQueue, id),
  };
}
