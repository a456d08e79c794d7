/**
 * Messages to the world outside wait in a Redis Stream until their worker, on whatever node, has delivered them: at least once each, again
 * and again with longer and longer pauses, and by another worker when one is gone. What was given up is laid aside for an operator.
 *
 * In this folder: the queue and its scripts. What a message says, and whom it reaches, belongs to the rooms that send.
 */
import type { StoreKey } from '../catalogue/entry.ts';
import { atomicStep, declareStep, readStep, type Store } from '../redis.ts';

/** Where one kind of message waits. The keys share a slot. */
export interface Queue {
  readonly stream: StoreKey;
  readonly deadLetters: StoreKey;
  /** Of consumers, the workers. */
  readonly group: string;
  /**
   * Absent: the oldest message that is due goes first, and one that is put off holds up nobody. With it messages are delivered in their
   * order: only the first is tried, whoever holds it, except for parked ones, whose ids are kept under this key.
   */
  readonly aside?: StoreKey;
}

/** A message as a worker has it in hand. */
export interface Taken {
  readonly id: string;
  /** The name by which it is known outside, on whatever node and however often it is sent. */
  readonly name: string;
  /** How often it was taken, with this time. */
  readonly tries: number;
  readonly queuedAt: Date;
  readonly sealed: string;
}

/** How long nobody else takes a message that was tried: so long after the first time, and twice as long after each further one. */
export interface RetryTiming {
  readonly firstRetryInMilliseconds: number;
  readonly longestRetryInMilliseconds: number;
}

/** The queue from a worker's side. */
export interface Outbox {
  /** The next message that is due, held for this worker; undefined when there is none. */
  take(): Promise<Taken | undefined>;
  /** When nothing was taken: in how many milliseconds something is due that waits for its next try, if anything does. */
  dueIn(): number | undefined;
  /** Goes on holding a message whose sending takes long. */
  hold(id: string): Promise<void>;
  /** Gives a message back as if it had not been tried. */
  giveBack(id: string): Promise<void>;
  /**
   * Parks a message in an ordered queue: the other side answered with a fault, which may be this message's own (a poison message). After
   * some tries those behind it go on.
   */
  park(taken: Taken): Promise<void>;
  /** It was delivered. */
  forget(id: string): Promise<void>;
  /** Lays it aside for an operator. */
  bury(taken: Taken, reason: string): Promise<void>;
  /** Forgets the worker itself, unless it leaves messages behind. */
  leave(): Promise<void>;
}

const triesBeforeParking = 5;

type TakenFields = [id: string, tries: number, fields: string[]];

const takeMessage = atomicStep<TakenFields | number | null>(import.meta.dirname, 'take-message', 'any');
const parkStep = atomicStep<number>(import.meta.dirname, 'park-message', 1);
const acknowledgeInOrder = atomicStep<number>(import.meta.dirname, 'acknowledge-in-order', 2);
const holdMessage = atomicStep<number>(import.meta.dirname, 'hold-message', 1);
const buryMessage = atomicStep<number>(import.meta.dirname, 'bury-message', 2);

/** `queue_message(stream, message)`, which goes before every step that queues a message in the same move. */
export const queueingRule = readStep(import.meta.dirname, 'queue-message');
const queueStep = declareStep<null>('queue-message', `${queueingRule}queue_message(KEYS[1], ARGV[1])`, 1);

export async function queueMessage(store: Store, { stream }: Queue, sealed: string): Promise<void> {
  await queueStep(store, [stream], [sealed]);
}

/** @param worker unlike any other that ever ran */
export function openOutbox(store: Store, queue: Queue, worker: string, timing: RetryTiming): Outbox {
  const { stream, deadLetters, group, aside } = queue;
  const takeArguments = [group, worker, timing.firstRetryInMilliseconds, timing.longestRetryInMilliseconds];
  let [hasJoined, isGroupThere] = [false, false];
  let dueIn: number | undefined;

  async function takeFields(): Promise<TakenFields | number | null> {
    // Most looks find nothing, which a read can tell: a step is a write, also when it changes nothing.
    if ((await store.xlen(stream)) === 0) {
      return null;
    }
    if (!isGroupThere) {
      await ensureGroup(store, queue);
      hasJoined = true;
    }
    // Until it has shown: another master may know nothing of it.
    isGroupThere = false;
    const taken = await takeMessage(store, aside ? [stream, aside] : [stream], takeArguments);
    isGroupThere = true;
    return taken;
  }

  return {
    dueIn: () => dueIn,

    async take() {
      dueIn = undefined;
      const taken = await takeFields();
      if (taken === null || typeof taken === 'number') {
        dueIn = taken ?? undefined;
        return undefined;
      }
      const [id, tries, fields] = taken;
      const { message = '', mail = id } = fieldsOf(fields);
      return { id, name: mail, tries, queuedAt: instantOf(id), sealed: message };
    },

    async hold(id) {
      await holdMessage(store, [stream], [group, worker, id, 'hold']);
    },

    async giveBack(id) {
      await holdMessage(store, [stream], [group, worker, id, 'untried']);
    },

    async park({ id, tries }) {
      if (aside) {
        await parkStep(store, [aside], [id, tries, triesBeforeParking]);
      }
    },

    async forget(id) {
      await (aside
        ? acknowledgeInOrder(store, [stream, aside], [group, worker, id])
        : Promise.all([store.xack(stream, group, id), store.xdel(stream, id)]));
    },

    async bury({ id, name }, reason) {
      await buryMessage(store, [stream, deadLetters], [group, id, reason, name]);
      if (aside) {
        await store.srem(aside, id);
      }
    },

    async leave() {
      if (!hasJoined) {
        return;
      }
      const left = await store.xpending(stream, group, '-', '+', 1, worker);
      if (left.length === 0) {
        await store.xgroup('DELCONSUMER', stream, group, worker);
      }
    },
  };
}

/** As long as the work takes, nobody else takes the message. */
export async function whileHolding<Result>(
  outbox: Outbox,
  { id }: Taken,
  { firstRetryInMilliseconds }: RetryTiming,
  noteFault: (error: Error) => unknown,
  work: () => Promise<Result>,
): Promise<Result> {
  const hold = (): void => void outbox.hold(id).catch(noteFault);
  const holding = setInterval(hold, firstRetryInMilliseconds / 3);
  try {
    return await work();
  } finally {
    clearInterval(holding);
  }
}

async function ensureGroup(store: Store, { stream, group }: Queue): Promise<void> {
  await store.xgroup('CREATE', stream, group, '0', 'MKSTREAM').catch((error: Error) => {
    if (!error.message.startsWith('BUSYGROUP')) {
      throw error;
    }
  });
}

export interface SealedDeadLetter {
  readonly id: string;
  readonly buriedAt: Date;
  readonly reason: string;
  readonly sealed: string;
}

const pageSize = 100;

/** What was given up, the oldest first. */
export async function* readDeadLetters(
  store: Store,
  deadLetters: StoreKey,
): AsyncGenerator<SealedDeadLetter> {
  let from = '-';
  for (;;) {
    const page = await store.xrange(deadLetters, from, '+', 'COUNT', pageSize);
    for (const [id, fields] of page) {
      const { message = '', reason = '' } = fieldsOf(fields);
      yield { id, buriedAt: instantOf(id), reason, sealed: message };
      from = `(${id}`;
    }
    if (page.length < pageSize) {
      return;
    }
  }
}

/**
 * Queues a dead letter again; false when there is no such letter. Whoever has it done records it in the same step, which is for a room that
 * knows the log (operations/requeue.ts).
 */
export type Requeue = (queue: Pick<Queue, 'stream' | 'deadLetters'>, id: string) => Promise<boolean>;

/** The id of an entry begins with the milliseconds at which it was made. */
function instantOf(id: string): Date {
  return new Date(Number(id.split('-')[0]));
}

function fieldsOf(flat: readonly string[]): Record<string, string> {
  const names = flat.filter((_, index) => index % 2 === 0);
  return Object.fromEntries(names.map((name, index) => [name, flat[2 * index + 1] ?? '']));
}

const largestPart = 2n ** 64n - 1n;

/** As Redis counts, by two numbers of 64 bits. By anything else there is no letter, and Redis, which would take it for a fault, is not asked. */
export function isIdOfEntry(id: string): boolean {
  const [, milliseconds, sequence] = /^(\d{1,20})-(\d{1,20})$/.exec(id) ?? [];
  return [milliseconds, sequence].every((part) => part !== undefined && BigInt(part) <= largestPart);
}
