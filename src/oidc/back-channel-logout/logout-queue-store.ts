/**
 * Logouts that relying parties must be told of (OpenID Connect Back-Channel Logout 1.0): one line per relying party, in the order in
 * which they were queued, so that none waits for another's server. The token itself is made when it is sent.
 */
import { z } from 'zod';
import { logoutKeys } from '../../storage/catalogue/queue-keys.ts';
import { type Bell, bellOf } from '../../storage/news/bell.ts';
import {
  isIdOfEntry,
  type Outbox,
  openOutbox,
  type Queue,
  queueingRule,
  type Requeue,
  type RetryTiming,
  readDeadLetters,
} from '../../storage/outbox/outbox.ts';
import { atomicStep, declareStep, readStep, type Store } from '../../storage/redis.ts';
import type { Sealer } from '../../storage/sealed.ts';
import { openRecord } from '../../storage/sealed-record.ts';
import { traceToCarry } from '../../tracing/tracing.ts';

const logoutSchema = z.strictObject({
  accountId: z.string(),
  clientId: z.string(),
  /** The session's name in ID tokens of this relying party; absent where all sessions of its subject end. */
  sid: z.string().optional(),
  /** A `traceparent`. */
  trace: z.string().optional(),
});

export type Logout = z.output<typeof logoutSchema>;

export interface LogoutQueue {
  /** Resolves when it is safely queued. */
  add(logout: Logout): Promise<void>;
  /** The relying parties that something may wait for. */
  relyingParties(): Promise<string[]>;
  /** Rung when there is something more to tell. */
  bell(): Bell;
  openLine(clientId: string, worker: string, timing: RetryTiming): Outbox;
  /** Forgets a relying party that nothing waits for. */
  closeEmptyLine(clientId: string): Promise<void>;
  /** @throws when it was not sealed by this installation, or holds something else. */
  open(sealed: string): Logout;
}

const relyingPartiesKey = logoutKeys.relyingParties();
const deadLetters = logoutKeys.deadLetters();
const place = 'logouts';
const queueLogout = declareStep<null>(
  'queue-logout',
  `${queueingRule}${readStep(import.meta.dirname, 'queue-logout')}`,
  2,
);
const forgetEmpty = atomicStep<number>(import.meta.dirname, 'forget-empty-line', 2);

function lineOf(clientId: string): Queue {
  const stream = logoutKeys.line(clientId);
  return { stream, deadLetters, group: 'tellers', aside: logoutKeys.aside(clientId) };
}

export function createLogoutQueue(store: Store, sealer: Sealer): LogoutQueue {
  return {
    async add(logout) {
      const sealed = sealer.seal(JSON.stringify({ ...logout, ...traceToCarry() }), place);
      const { clientId } = logout;
      await queueLogout(store, [lineOf(clientId).stream, relyingPartiesKey], [sealed, clientId]);
    },

    relyingParties: () => store.smembers(relyingPartiesKey),
    bell: () => bellOf(store, relyingPartiesKey),
    openLine: (clientId, worker, timing) => openOutbox(store, lineOf(clientId), worker, timing),

    async closeEmptyLine(clientId) {
      await forgetEmpty(store, [lineOf(clientId).stream, relyingPartiesKey], [clientId]);
    },

    open: (sealed) => openLogout(sealer, sealed),
  };
}

function openLogout(sealer: Sealer, sealed: string): Logout {
  return openRecord(sealer, logoutSchema, sealed, place, 'a logout');
}

export interface GivenUpLogout {
  readonly id: string;
  readonly buriedAt: Date;
  readonly reason: string;
  /** Undefined when it cannot be opened with the keys at hand. */
  readonly logout: Logout | undefined;
}

/** What was given up, for an operator. */
export interface GivenUpLogouts {
  /** Logouts that wait or are being told. */
  countWaiting(): Promise<number>;
  /** Oldest first. */
  list(): AsyncIterable<GivenUpLogout>;
  /** Queues one again; false when there is no such logout, or nobody knows any more whom it was for. */
  retry(id: string, requeue: Requeue): Promise<boolean>;
}

export function createGivenUpLogouts(store: Store, sealer: Sealer): GivenUpLogouts {
  function openIfPossible(sealed: string): Logout | undefined {
    try {
      return openLogout(sealer, sealed);
    } catch {
      return undefined;
    }
  }

  async function* list(): AsyncGenerator<GivenUpLogout> {
    for await (const { sealed, ...letter } of readDeadLetters(store, deadLetters)) {
      yield { ...letter, logout: openIfPossible(sealed) };
    }
  }

  return {
    async countWaiting() {
      const clientIds = await store.smembers(relyingPartiesKey);
      const lengths = await Promise.all(clientIds.map((clientId) => store.xlen(lineOf(clientId).stream)));
      return lengths.reduce((sum, length) => sum + length, 0);
    },

    list,

    async retry(id, requeue) {
      const [entry] = isIdOfEntry(id) ? await store.xrange(deadLetters, id, id) : [];
      const sealed = entry?.[1][entry[1].indexOf('message') + 1] ?? '';
      const logout = openIfPossible(sealed);
      if (!logout || !(await requeue(lineOf(logout.clientId), id))) {
        return false;
      }
      await store.sadd(relyingPartiesKey, logout.clientId);
      await store.publish(relyingPartiesKey, '');
      return true;
    },
  };
}
