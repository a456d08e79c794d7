/**
 * Messages wait in a Redis Stream until the mail server (or the SMS gateway) has taken them: a slow server slows no sign-in, and
 * a message is not lost with a node. Delivery is at least once, always under the same Message-ID.
 */
import { z } from 'zod';
import { toldKey } from '../storage/catalogue/account-keys.ts';
import type { StoreKey } from '../storage/catalogue/entry.ts';
import { messageKeys } from '../storage/catalogue/queue-keys.ts';
import {
  type Queue,
  queueingRule,
  queueMessage,
  type Requeue,
  readDeadLetters,
} from '../storage/outbox/outbox.ts';
import { declareStep, readStep, type Store } from '../storage/redis.ts';
import { declareWriteKind, writeTogether } from '../storage/request/write-together.ts';
import type { Sealer } from '../storage/sealed.ts';
import { openRecord } from '../storage/sealed-record.ts';
import { traceToCarry } from '../tracing/tracing.ts';
import {
  type Further,
  type KindWithLink,
  type KindWithoutLink,
  linkNames,
  type MessageKind,
  messageKinds,
  type NoticeKind,
  type TextKind,
  textKinds,
} from './message-kinds.ts';
import { type NoticeAddress, VerifiedContact, VerifiedPhone } from './verified-contact.ts';

const common = {
  to: z.string(),
  locale: z.enum(['hu', 'en']),
  more: z.record(z.string(), z.string()).default({}),
  /** A message that is of no use any more is dropped rather than sent late. */
  expiresAt: z.iso.datetime().optional(),
  /** A `traceparent`. */
  trace: z.string().optional(),
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

/** What stands behind a link, while it counts. */
export interface KeptLink {
  readonly key: StoreKey;
  readonly value: string;
  readonly lifeInSeconds: number;
}

export interface MessageQueue {
  /**
   * For a step that tells of what it does in the same move, so that no node can die in between.
   * @returns what goes into the stream `messageQueue.stream` as its `message`; '' where there is nobody to tell.
   */
  prepare(recipient: Recipient, kind: KindWithoutLink, when: Date, more?: Further): string;
  /** The same of a text message. */
  prepareText(recipient: TextRecipient, kind: TextKind): string;
  /**
   * Tells the owner with what this request writes, unless they were told of this kind today: which is decided by the same step.
   * @param link what it leads to is kept with the message alone
   */
  notice(
    accountId: string,
    to: NoticeAddress | 'nobody',
    kind: NoticeKind,
    link: { readonly address: string; readonly kept: KeptLink },
    when: Date,
    more: Readonly<Record<string, string>>,
  ): Promise<void>;
  /** Resolves when the message is safely queued. Without an address there is nobody to tell. */
  tell(
    recipient: Recipient,
    kind: KindWithoutLink,
    when: Date,
    more?: Further,
    expiresAt?: Date,
  ): Promise<void>;
  /** The only way out for a link that does something: to a contact that its owner confirmed. */
  tellWithLink(
    contact: VerifiedContact,
    kind: KindWithLink,
    link: string,
    when: Date,
    more?: Further,
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

export const messageQueue: Queue = {
  stream: messageKeys.stream(),
  deadLetters: messageKeys.deadLetters(),
  group: 'mailers',
};
/** Holds one message at most: whatever strangers ask for, nothing piles up. */
const unsent = messageKeys.nobody();
const nobody = { to: 'nobody@nowhere.example', name: 'Nobody At All', locale: 'hu' } as const;
const place = 'messages';
declareWriteKind(`${queueingRule}${readStep(import.meta.dirname, 'notice')}`);

/** As much work as for somebody. */
const queueToNobody = declareStep<null>(
  'queue-to-nobody',
  "redis.call('XADD', KEYS[1], 'MAXLEN', 1, '*', 'message', ARGV[1]) redis.pcall('PUBLISH', KEYS[1], '')",
  1,
);

export function createMessageQueue(store: Store, sealer: Sealer): MessageQueue {
  const sealed = (message: z.input<typeof queuedSchema>): string =>
    sealer.seal(JSON.stringify({ ...message, ...traceToCarry() }), place);

  async function queue(message: z.input<typeof queuedSchema>): Promise<void> {
    await queueMessage(store, messageQueue, sealed(message));
  }

  return {
    prepare({ email, name, locale }, kind, when, more = {}) {
      if (!email) {
        return '';
      }
      const message: z.input<typeof queuedSchema> = {
        to: email,
        kind,
        name,
        locale,
        when: when.toISOString(),
        more,
      };
      return sealed(message);
    },

    prepareText: ({ phone, locale }, kind) => sealed({ channel: 'sms', to: phone, kind, locale }),

    async tell({ email, name, locale }, kind, when, more = {}, expiresAt = undefined) {
      if (email) {
        const about = { kind, name, locale, when: when.toISOString(), more };
        await queue({ to: email, ...about, expiresAt: expiresAt?.toISOString() });
      }
    },

    async notice(accountId, to, kind, { address, kept }, when, more) {
      const message = messageOfNotice(to, kind, address, when, more);
      const stream = to === 'nobody' ? unsent : messageQueue.stream;
      await writeTogether(store, {
        kind: 'notice',
        keys: [toldKey(accountId, kind), stream, kept.key],
        args: [toldKey.lifeInSeconds * 1000, sealed(message), kept.value, kept.lifeInSeconds * 1000],
      });
    },

    async tellWithLink({ email, name, locale }, kind, link, when, more = {}) {
      const about = { kind, name, locale, when: when.toISOString() };
      await queue({ to: email, ...about, more: { ...more, [linkNames[kind]]: link } });
    },

    async text({ phone, locale }, kind, more, expiresAt) {
      await queue({ channel: 'sms', to: phone, kind, locale, more, expiresAt: expiresAt?.toISOString() });
    },

    async tellNobody(kind, when, more = {}) {
      const queued: Queued = { channel: 'email', kind, ...nobody, when: when.toISOString(), more };
      const sealed = sealer.seal(JSON.stringify(queued), 'messages-to-nobody');
      await queueToNobody(store, [unsent], [sealed]);
    },
  };
}

function messageOfNotice(
  to: NoticeAddress | 'nobody',
  kind: NoticeKind,
  objection: string,
  when: Date,
  more: Readonly<Record<string, string>>,
): z.input<typeof queuedSchema> {
  if (to instanceof VerifiedPhone) {
    return { channel: 'sms', to: to.number, kind, locale: to.locale, more: { ...more, objection } };
  }
  if (to === 'nobody') {
    return { kind, ...nobody, when: when.toISOString(), more: { ...more, objection } };
  }
  const { email = '', name, locale } = to;
  const about = { to: email, name, locale, when: when.toISOString() };
  return to instanceof VerifiedContact
    ? { ...about, kind, more: { ...more, objection } }
    : { ...about, kind: `${kind}-without-link`, more };
}

/** @throws when it was not sealed by this installation, or holds something else. */
export function openMessage(sealer: Sealer, sealed: string): Queued {
  return openRecord(sealer, queuedSchema, sealed, place, 'a message');
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
  retry(id: string, requeue: Requeue): Promise<boolean>;
}

export function createDeadLetters(store: Store, sealer: Sealer): DeadLetters {
  function openIfPossible(sealed: string): Queued | undefined {
    try {
      return openMessage(sealer, sealed);
    } catch {
      return undefined;
    }
  }

  return {
    countWaiting: () => store.xlen(messageQueue.stream),

    async *list() {
      for await (const { sealed, ...letter } of readDeadLetters(store, messageQueue.deadLetters)) {
        yield { ...letter, message: openIfPossible(sealed) };
      }
    },

    retry: (id, requeue) => requeue(messageQueue, id),
  };
}
