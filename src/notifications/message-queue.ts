/**
 * Messages wait in a Redis Stream until the mail server (or the SMS gateway) has taken them: a slow server slows no sign-in,
 * and a message is not lost with a node. Delivery is at least once.
 */
import { hostname } from 'node:os';
import nodemailer from 'nodemailer';
import { z } from 'zod';
import type { Logger } from '../observability/logger.ts';
import type { Store } from '../storage/redis.ts';
import type { Sealer } from '../storage/sealed.ts';
import { type MessageKind, messageKinds, writeMessage } from './messages.ts';
import { type SmsGateway, type TextKind, textKinds, writeText } from './sms.ts';

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

type Queued = z.output<typeof queuedSchema>;
type QueuedMail = Extract<Queued, { channel: 'email' }>;
type QueuedText = Extract<Queued, { channel: 'sms' }>;

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
}

const stream = 'messages:{queue}';
const deadLetters = 'messages:{queue}:dead';
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
  };
}

export interface MailerSettings {
  readonly smtpUrl: string;
  readonly from: string;
  readonly accountAddress: string;
  /** Absent: text messages cannot be sent. */
  readonly sms?: SmsGateway | undefined;
}

export interface Mailer {
  /** Stops after the message that is being sent. */
  stop(): Promise<void>;
}

const idleBeforeRetryInMilliseconds = 30_000;
const mostDeliveries = 20;
const pauseInMilliseconds = 1000;

/** Sends what is queued, one after the other; several nodes share the work. */
export function startMailer(store: Store, sealer: Sealer, settings: MailerSettings, logger: Logger): Mailer {
  const transport = nodemailer.createTransport(withTimeouts(settings.smtpUrl));
  const consumer = `${hostname()}-${process.pid}`;
  const stopping = new AbortController();
  const finished = run();

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const sent = await sendNext().catch((error: Error) => {
        logger.warn({ reason: error.message }, 'mailer');
        return false;
      });
      if (!sent) {
        await pause();
      }
    }
  }

  /** @returns whether there was anything to do. */
  async function sendNext(): Promise<boolean> {
    await ensureGroup(store);
    const entry = (await claimAbandoned()) ?? (await readFresh());
    if (!entry) {
      return false;
    }
    await deliver(entry);
    return true;
  }

  async function readFresh(): Promise<Entry | undefined> {
    const reply = await store.xreadgroup('GROUP', group, consumer, 'COUNT', 1, 'STREAMS', stream, '>');
    return firstEntry(reply);
  }

  async function claimAbandoned(): Promise<Entry | undefined> {
    const reply = await store.xautoclaim(
      stream,
      group,
      consumer,
      idleBeforeRetryInMilliseconds,
      '0',
      'COUNT',
      1,
    );
    const entries = (reply as [string, RawEntry[]])[1];
    return toEntry(entries[0]);
  }

  async function deliver({ id, sealed }: Entry): Promise<void> {
    const queued = queuedSchema.parse(JSON.parse(sealer.open(sealed, place)));
    if (isTooLate(queued)) {
      logger.info({ message_id: id }, 'message dropped: too late');
      await forget(id);
      return;
    }
    try {
      await (queued.channel === 'sms' ? sendText(id, queued) : sendMail(id, queued));
      await forget(id);
    } catch (error) {
      logger.warn({ message_id: id, reason: (error as Error).message.slice(0, 80) }, 'message not sent yet');
      await buryAfterTooMany(id, sealed);
    }
  }

  async function sendMail(id: string, { kind, to, name, locale, when, more }: QueuedMail): Promise<void> {
    const details = { name, when: new Date(when), address: settings.accountAddress, more };
    await transport.sendMail({
      from: settings.from,
      to,
      messageId: `<${id}.kapu@${hostname()}>`,
      ...writeMessage(kind, locale, details),
    });
  }

  async function sendText(id: string, { kind, to, locale, more }: QueuedText): Promise<void> {
    if (!settings.sms) {
      throw new Error('no SMS gateway is configured');
    }
    await settings.sms.send(to, writeText(kind, locale, more), id);
  }

  async function buryAfterTooMany(id: string, sealed: string): Promise<void> {
    const pending = await store.xpending(stream, group, id, id, 1);
    const deliveries = Number((pending as [string, string, number, number][])[0]?.[3] ?? 0);
    if (deliveries >= mostDeliveries) {
      await store.xadd(deadLetters, '*', 'message', sealed);
      await forget(id);
      logger.error({ message_id: id }, 'message given up');
    }
  }

  async function forget(id: string): Promise<void> {
    await Promise.all([store.xack(stream, group, id), store.xdel(stream, id)]);
  }

  function pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, pauseInMilliseconds);
      stopping.signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  return {
    async stop() {
      stopping.abort();
      await finished;
      transport.close();
    },
  };
}

function isTooLate({ expiresAt }: Queued): boolean {
  return expiresAt !== undefined && Date.now() >= Date.parse(expiresAt);
}

function withTimeouts(smtpUrl: string): string {
  const url = new URL(smtpUrl);
  url.searchParams.set('connectionTimeout', '10000');
  url.searchParams.set('socketTimeout', '20000');
  return url.href;
}

interface Entry {
  readonly id: string;
  readonly sealed: string;
}

type RawEntry = [id: string, fields: string[]];

async function ensureGroup(store: Store): Promise<void> {
  await store.xgroup('CREATE', stream, group, '0', 'MKSTREAM').catch((error: Error) => {
    if (!error.message.startsWith('BUSYGROUP')) {
      throw error;
    }
  });
}

/** XREADGROUP answers with a list of streams, or with a map of them where the connection speaks RESP3. */
function firstEntry(reply: unknown): Entry | undefined {
  if (!reply) {
    return undefined;
  }
  const streams = Array.isArray(reply) ? (reply as [string, RawEntry[]][]) : Object.entries(reply as object);
  const [[, entries] = ['', []]] = streams as [string, RawEntry[]][];
  return toEntry(entries[0]);
}

function toEntry(raw: RawEntry | undefined): Entry | undefined {
  if (!raw) {
    return undefined;
  }
  const [id, fields] = raw;
  return { id, sealed: fields[1] ?? '' };
}
