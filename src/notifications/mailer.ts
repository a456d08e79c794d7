/** Sends what is queued, one message after the other; several nodes share the work, and take over from one that is gone. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '../observability/logger.ts';
import { type Bell, bellOf } from '../storage/news/bell.ts';
import {
  type Outbox,
  openOutbox,
  type RetryTiming,
  type Taken,
  whileHolding,
} from '../storage/outbox/outbox.ts';
import type { Store } from '../storage/redis.ts';
import type { Sealer } from '../storage/sealed.ts';
import { reasonInWords } from '../storage/store-failure.ts';
import { inDeliverySpan } from '../tracing/tracing.ts';
import { createMailDelivery, type Delivery, type MailDelivery } from './mail-delivery.ts';
import { messageQueue, openMessage, type Queued } from './message-queue.ts';
import type { SmsGateway } from './sms.ts';
import type { MailTemplates } from './templates.ts';
import { deliverText } from './text-delivery.ts';

export interface MailerSettings {
  readonly smtpUrl: string;
  /** Whether the mail server must encrypt what it is told. */
  readonly needsTls: boolean;
  readonly from: string;
  readonly accountAddress: string;
  /** Absent: our own words. */
  readonly templates?: MailTemplates | undefined;
  /** Absent: text messages cannot be sent. */
  readonly sms?: SmsGateway | undefined;
  readonly timing?: Partial<MailerTiming>;
}

export interface MailerTiming extends RetryTiming {
  /** Between two looks at an empty queue, when nobody rings. */
  readonly lookEveryMilliseconds: number;
  /** From a ring until the look, at most; after a server that cannot be reached longer and longer. */
  readonly pauseInMilliseconds: number;
  readonly longestPauseInMilliseconds: number;
  /** A mail server that says nothing for so long is taken for gone. */
  readonly patienceInMilliseconds: number;
  /** From when it was queued; then it is laid aside. */
  readonly giveUpAfterInMilliseconds: number;
}

const hour = 60 * 60_000;

const usualTiming: MailerTiming = {
  firstRetryInMilliseconds: 30_000,
  longestRetryInMilliseconds: hour,
  lookEveryMilliseconds: 15_000,
  pauseInMilliseconds: 1000,
  longestPauseInMilliseconds: 15_000,
  patienceInMilliseconds: 20_000,
  giveUpAfterInMilliseconds: 3 * 24 * hour,
};

/** What one node cannot open may be opened by another that knows a newer key: not for longer than a change of keys takes. */
const mostTriesOfUnreadable = 5;

export interface Mailer {
  /** Stops after the message that is being sent. */
  stop(): Promise<void>;
}

/** What a look at the queue came to. */
type Outcome = 'busy' | 'idle' | 'unreachable' | 'failed';

/** What sending one message takes. */
interface MailerParts {
  readonly sealer: Sealer;
  readonly sms: SmsGateway | undefined;
  readonly templates: MailTemplates | undefined;
  readonly timing: MailerTiming;
  readonly outbox: Outbox;
  readonly bell: Bell;
  readonly delivery: MailDelivery;
  readonly logger: Logger;
}

export function startMailer(store: Store, sealer: Sealer, settings: MailerSettings, logger: Logger): Mailer {
  const timing = { ...usualTiming, ...settings.timing };
  const outbox = openOutbox(store, messageQueue, `${hostname()}-${process.pid}-${randomUUID()}`, timing);
  const delivery = createMailDelivery({ ...settings, ...timing });
  // Not in the instant in which it is queued: how long that request takes must not tell whether a message went out.
  const bell = bellOf(store, messageQueue.stream, timing.pauseInMilliseconds);
  const { sms, templates } = settings;
  const parts: MailerParts = { sealer, sms, templates, timing, outbox, bell, delivery, logger };
  const stopping = new AbortController();
  const finished = sendUntilStopped(parts, stopping.signal);

  return {
    async stop() {
      stopping.abort();
      await finished;
      delivery.close();
      await outbox.leave().catch((error: Error) => noteFault(logger, error));
    },
  };
}

async function sendUntilStopped(parts: MailerParts, stopping: AbortSignal): Promise<void> {
  const { timing, outbox, bell, logger } = parts;
  let pause = timing.pauseInMilliseconds;
  while (!stopping.aborted) {
    const outcome = await sendNext(parts).catch((error: Error) => noteFault(logger, error));
    const isDown = outcome === 'unreachable';
    pause = isDown ? Math.min(2 * pause, timing.longestPauseInMilliseconds) : timing.pauseInMilliseconds;
    if (outcome === 'idle') {
      bell.ringIn(outbox.dueIn());
      await bell.wait(timing.lookEveryMilliseconds, stopping);
    } else if (outcome !== 'busy') {
      await delay(pause, undefined, { signal: stopping }).catch(() => {});
    }
  }
}

function noteFault(logger: Logger, error: Error): Outcome {
  logger.warn({ reason: reasonInWords(error) }, 'mailer');
  return 'failed';
}

async function sendNext(parts: MailerParts): Promise<Outcome> {
  const { sealer, outbox, logger } = parts;
  const taken = await outbox.take();
  if (!taken) {
    return 'idle';
  }
  const message = openIfPossible(sealer, taken);
  if (!message) {
    await leaveOrBury(parts, taken, 'unreadable', taken.tries >= mostTriesOfUnreadable);
    return 'busy';
  }
  if (isTooLate(message)) {
    logger.info({ message_id: taken.id }, 'message dropped: too late');
    await outbox.forget(taken.id);
    return 'busy';
  }
  return settle(parts, taken, await deliverHolding(parts, taken, message));
}

/** What becomes of a message, by how its delivery went. */
async function settle(parts: MailerParts, taken: Taken, outcome: Delivery): Promise<Outcome> {
  const { outbox, timing } = parts;
  if (outcome.kind === 'sent') {
    await outbox.forget(taken.id);
    return 'busy';
  }
  await leaveOrBury(parts, taken, outcome.reason, outcome.kind === 'refused' || isTooOld(taken, timing));
  if (outcome.kind === 'unreachable') {
    await outbox.giveBack(taken.id);
    return 'unreachable';
  }
  return 'busy';
}

function deliverHolding(
  { outbox, timing, sms, templates, delivery, logger }: MailerParts,
  taken: Taken,
  message: Queued,
): Promise<Delivery> {
  const note = (error: Error): Outcome => noteFault(logger, error);
  const deliver = (): Promise<Delivery> =>
    message.channel === 'sms'
      ? deliverText(sms, taken.name, message, templates)
      : delivery.deliver(taken.name, message);
  return whileHolding(outbox, taken, timing, note, () => inDeliverySpan('messages', message.trace, deliver));
}

async function leaveOrBury(
  { outbox, logger }: MailerParts,
  taken: Taken,
  reason: string,
  isGivenUp: boolean,
): Promise<void> {
  const details = { message_id: taken.id, tries: taken.tries, reason };
  if (isGivenUp) {
    await outbox.bury(taken, reason);
    logger.error(details, 'message given up');
  } else {
    logger.warn(details, 'message not sent yet');
  }
}

function isTooOld({ queuedAt }: Taken, { giveUpAfterInMilliseconds }: MailerTiming): boolean {
  return Date.now() - queuedAt.getTime() >= giveUpAfterInMilliseconds;
}

function openIfPossible(sealer: Sealer, { sealed }: Taken): Queued | undefined {
  try {
    return openMessage(sealer, sealed);
  } catch {
    return undefined;
  }
}

function isTooLate({ expiresAt }: Queued): boolean {
  return expiresAt !== undefined && Date.now() >= Date.parse(expiresAt);
}
