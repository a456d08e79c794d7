/**
 * Messages wait in a Redis Stream until the mail server (or the SMS gateway) has taken them: a slow server slows no sign-in, and
 * a message is not lost with a node. Delivery is at least once, always under the same Message-ID.
 */
import { z } from 'zod';
import { atomicStep, type Store } from '../storage/redis.ts';
import type { Sealer } from '../storage/sealed.ts';
import { type MessageKind, messageKinds } from './messages.ts';
import { type TextKind, textKinds } from './sms.ts';

const common = {
  to: z.string(),
  locale: z.enum(['hu', 'en']),
  more: z.record(z.string(), z.string()).default({}),
  /** A message that is of no use any more is dropped rather than sent late. */
  expiresAt: z.iso.datetime().optional(),
};

const queuedSchema = z.union([
  z.strictObject({
    channel: z.literal('email').default('email'),
    ...common,
    kind: z.enum(messageKinds),
    name: z.string(),
    when: z.iso.datetime(),
  }),
  z.strictObject({ channel: z.literal('sms'), ...common, kind: z.enum(textKinds) }),
]);

export type Queued = z.output<typeof queuedSchema>;
export type QueuedMail = Extract<Queued, { channel: 'email' }>;
export type QueuedText = Extract<Queued, { channel: 'sms' }>;

export interface Recipient {
  readonly email?: string | undefined;
  readonly name: string;
  readonly locale: 'hu' | 'en';
}

/** E.164, e.g. `+36301234567`. */
export interface TextRecipient {
  readonly phone: string;
  readonly locale: 'hu' | 'en';
}

export interface MessageQueue {
  /** Resolves when the message is safely queued. Without an address there is nobody to tell. */
  tell(
    recipient: Recipient,
    kind: MessageKind,
    when: Date,
    more?: Record<string, string>,
    expiresAt?: Date,
  ): Promise<void>;
  /** Sends a text message; resolves when it is safely queued. */
  text(
    recipient: TextRecipient,
    kind: TextKind,
    more: Record<string, string>,
    expiresAt?: Date,
  ): Promise<void>;
  /** Does the work of `tell` where nobody is to be written to, so that the time tells nobody who has an account. */
  tellNobody(kind: MessageKind, when: Date, more?: Record<string, string>): Promise<void>;
}

const stream = 'messages:{queue}';
/** Holds one message at most: whatever strangers ask for, nothing piles up. */
const unsent = 'messages:{queue}:nobody';
const deadLetters = 'messages:{queue}:dead';
const nobody = { to: 'nobody@nowhere.example', name: 'Nobody At All', locale: 'hu' } as const;
const group = 'mailers';
const place = 'messages';

export function createMessageQueue(store: Store, sealer: Sealer): MessageQueue {
  async function queue(message: z.input<typeof queuedSchema>): Promise<void> {
    await store.xadd(stream, '*', 'message', sealer.seal(JSON.stringify(message), place));
  }

  return {
    async tell({ email, name, locale }, kind, when, more = {}, expiresAt = undefined) {
      if (email) {
        const about = { kind, name, locale, when: when.toISOString(), more };
        await queue({ to: email, ...about, expiresAt: expiresAt?.toISOString() });
      }
    },

    async text({ phone, locale }, kind, more, expiresAt) {
      await queue({ channel: 'sms', to: phone, kind, locale, more, expiresAt: expiresAt?.toISOString() });
    },

    async tellNobody(kind, when, more = {}) {
      const queued: Queued = { channel: 'email', kind, ...nobody, when: when.toISOString(), more };
      const sealed = sealer.seal(JSON.stringify(queued), 'messages-to-nobody');
      await store.xadd(unsent, 'MAXLEN', 1, '*', 'message', sealed);
    },
  };
}

/** @throws when it was not sealed by this installation, or holds something else. */
export function openMessage(sealer: Sealer, sealed: string): Queued {
  return queuedSchema.parse(JSON.parse(sealer.open(sealed, place)));
}

/** A message as a mailer has it in hand. */
export interface Taken {
  readonly id: string;
  /** The name by which its mail is known, on whatever node and however often it is sent. */
  readonly mail: string;
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

/** The queue from a mailer's side. */
export interface Outbox {
  /** The next message that is due, held for this mailer; undefined when there is none. */
  take(): Promise<Taken | undefined>;
  /** Goes on holding a message whose sending takes long. */
  hold(id: string): Promise<void>;
  /** Gives a message back as if it had not been tried. */
  giveBack(id: string): Promise<void>;
  /** The mail server has it. */
  forget(id: string): Promise<void>;
  /** Lays it aside for an operator. */
  bury(taken: Taken, reason: string): Promise<void>;
  /** Forgets the mailer itself, unless it leaves messages behind. */
  leave(): Promise<void>;
}

const takeMessage = atomicStep<[string, number, string[]] | null>(import.meta.dirname, 'take-message', 1);
const holdMessage = atomicStep<number>(import.meta.dirname, 'hold-message', 1);
const buryMessage = atomicStep<number>(import.meta.dirname, 'bury-message', 2);
const retryMessage = atomicStep<number>(import.meta.dirname, 'retry-message', 2);

/** @param mailer unlike any other that ever ran */
export function openOutbox(store: Store, mailer: string, timing: RetryTiming): Outbox {
  const waits = [timing.firstRetryInMilliseconds, timing.longestRetryInMilliseconds];

  return {
    async take() {
      await ensureGroup(store);
      const taken = await takeMessage(store, [stream], [group, mailer, ...waits]);
      if (!taken) {
        return undefined;
      }
      const [id, tries, fields] = taken;
      const { message = '', mail = id } = fieldsOf(fields);
      return { id, mail, tries, queuedAt: instantOf(id), sealed: message };
    },

    async hold(id) {
      await holdMessage(store, [stream], [group, mailer, id, 'hold']);
    },

    async giveBack(id) {
      await holdMessage(store, [stream], [group, mailer, id, 'untried']);
    },

    async forget(id) {
      await Promise.all([store.xack(stream, group, id), store.xdel(stream, id)]);
    },

    async bury({ id, mail }, reason) {
      await buryMessage(store, [stream, deadLetters], [group, id, reason, mail]);
    },

    async leave() {
      const left = await store.xpending(stream, group, '-', '+', 1, mailer);
      if (left.length === 0) {
        await store.xgroup('DELCONSUMER', stream, group, mailer);
      }
    },
  };
}

async function ensureGroup(store: Store): Promise<void> {
  await store.xgroup('CREATE', stream, group, '0', 'MKSTREAM').catch((error: Error) => {
    if (!error.message.startsWith('BUSYGROUP')) {
      throw error;
    }
  });
}

export interface DeadLetter {
  readonly id: string;
  readonly buriedAt: Date;
  readonly reason: string;
  /** Undefined when it cannot be opened with the keys at hand. */
  readonly message: Queued | undefined;
}

/** What was given up, for an operator. */
export interface DeadLetters {
  /** Messages that wait or are being sent. */
  countWaiting(): Promise<number>;
  /** Oldest first. */
  list(): AsyncIterable<DeadLetter>;
  /** Queues one again; false when there is no such letter. */
  retry(id: string): Promise<boolean>;
}

const pageSize = 100;

export function createDeadLetters(store: Store, sealer: Sealer): DeadLetters {
  function openIfPossible(sealed: string): Queued | undefined {
    try {
      return openMessage(sealer, sealed);
    } catch {
      return undefined;
    }
  }

  return {
    countWaiting: () => store.xlen(stream),

    async *list() {
      let from = '-';
      for (;;) {
        const page = await store.xrange(deadLetters, from, '+', 'COUNT', pageSize);
        for (const [id, fields] of page) {
          const { message = '', reason = '' } = fieldsOf(fields);
          yield { id, buriedAt: instantOf(id), reason, message: openIfPossible(message) };
          from = `(${id}`;
        }
        if (page.length < pageSize) {
          return;
        }
      }
    },

    async retry(id) {
      return (await retryMessage(store, [stream, deadLetters], [id])) === 1;
    },
  };
}

/** The id of an entry begins with the milliseconds at which it was made. */
function instantOf(id: string): Date {
  return new Date(Number(id.split('-')[0]));
}

function fieldsOf(flat: readonly string[]): Record<string, string> {
  const names = flat.filter((_, index) => index % 2 === 0);
  return Object.fromEntries(names.map((name, index) => [name, flat[2 * index + 1] ?? '']));
}
