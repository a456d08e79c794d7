/**
 * Messages wait in a Redis Stream until the mail server has taken them: a slow mail server slows no sign-in, and a message
 * is not lost with a node. Delivery is at least once.
 */
import { hostname } from 'node:os';
import nodemailer from 'nodemailer';
import { z } from 'zod';
import type { Logger } from '../observability/logger.ts';
import type { Store } from '../storage/redis.ts';
import type { Sealer } from '../storage/sealed.ts';
import { type MessageKind, messageKinds, writeMessage } from './messages.ts';

const queuedSchema = z.strictObject({
  kind: z.enum(messageKinds),
  to: z.string(),
  name: z.string(),
  locale: z.enum(['hu', 'en']),
  when: z.iso.datetime(),
  more: z.record(z.string(), z.string()).default({}),
});

type Queued = z.output<typeof queuedSchema>;

export interface Recipient {
  readonly email?: string | undefined;
  readonly name: string;
  readonly locale: 'hu' | 'en';
}

export interface MessageQueue {
  /** Resolves when the message is safely queued. Without an address there is nobody to tell. */
  tell(recipient: Recipient, kind: MessageKind, when: Date, more?: Record<string, string>): Promise<void>;
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
  return {
    async tell({ email, name, locale }, kind, when, more = {}) {
      if (!email) {
        return;
      }
      const queued: Queued = { kind, to: email, name, locale, when: when.toISOString(), more };
      await store.xadd(stream, '*', 'message', sealer.seal(JSON.stringify(queued), place));
    },

    async tellNobody(kind, when, more = {}) {
      const queued: Queued = { kind, ...nobody, when: when.toISOString(), more };
      const sealed = sealer.seal(JSON.stringify(queued), 'messages-to-nobody');
      await store.xadd(unsent, 'MAXLEN', 1, '*', 'message', sealed);
    },
  };
}

export interface MailerSettings {
  readonly smtpUrl: string;
  readonly from: string;
  readonly accountAddress: string;
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
    const { kind, to, name, locale, when, more } = queuedSchema.parse(JSON.parse(sealer.open(sealed, place)));
    const message = writeMessage(kind, locale, {
      name,
      when: new Date(when),
      address: settings.accountAddress,
      more,
    });
    try {
      await transport.sendMail({
        from: settings.from,
        to,
        messageId: `<${id}.kapu@${hostname()}>`,
        ...message,
      });
      await forget(id);
    } catch (error) {
      logger.warn({ message_id: id, reason: (error as Error).message.slice(0, 80) }, 'message not sent yet');
      await buryAfterTooMany(id, sealed);
    }
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
