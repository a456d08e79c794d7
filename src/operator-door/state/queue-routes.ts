/** What was given up: messages, logouts, pings; and queueing it again. Whom it was for is not shown. */
import { Router } from '@koa/router';
import type { Context } from 'koa';
import { z } from 'zod';
import type { AuditLog, Recorder } from '../../audit/audit-log.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import { RequestRefused } from '../../errors.ts';
import { type OutgoingQueue, outgoingQueues } from '../../operations/queues-store.ts';
import { requeueRecording } from '../../operations/requeue.ts';
import type { SignedInStaff } from '../../staff-pages/staff-access.ts';
import type { Requeue } from '../../storage/outbox/outbox.ts';
import type { Fields, ReadForm } from '../../web/form/form.ts';
import { languageOf } from '../../web/language.ts';
import { instantInWords } from '../../web/page/dates-and-times.ts';
import type { FormError } from '../../web/page/page.ts';
import { type Door, forPeople } from '../../web/request/door.ts';
import { seeOther } from '../../web/request/redirect.ts';
import { type Operators, operatorHome } from '../operator-access.ts';

export interface GivenUp {
  readonly id: string;
  readonly buriedAt: Date;
  readonly reason: string;
  /** The kind of a message, or the relying party; undefined where it does not open. */
  readonly about: string | undefined;
}

export interface GivenUpLetters {
  /** Oldest first. */
  list(): AsyncIterable<GivenUp>;
  retry(id: string, requeue: Requeue): Promise<boolean>;
}

export interface QueueRouteParts {
  readonly operators: Operators;
  readonly givenUp: Readonly<Record<OutgoingQueue, GivenUpLetters>>;
  readonly audit: AuditLog & Recorder;
  readonly readForm: ReadForm;
}

const mostShown = 50;
/** Of one press of the button. */
const mostRetried = 1000;

const retrySchema = z.object({ id: z.union([z.literal('all'), z.string().regex(/^\d{1,16}-\d{1,16}$/)]) });

export function queueAddress(queue: OutgoingQueue): string {
  return `${operatorHome}/queues/${queue}`;
}

export function queueRoutes(parts: QueueRouteParts): Door {
  const { operators, readForm } = parts;
  const router = new Router();
  const pattern = `${operatorHome}/queues/:queue`;

  router.get(pattern, (ctx) => {
    const queue = queueOf(ctx.params.queue);
    return operators.whenSignedIn(ctx, queueAddress(queue), (staff) => showQueue(parts, ctx, staff, queue));
  });
  router.post(pattern, async (ctx) => {
    const queue = queueOf(ctx.params.queue);
    const fields = await readForm(ctx);
    await operators.whenSignedIn(ctx, queueAddress(queue), (staff) =>
      submitRetry(parts, ctx, staff, queue, fields),
    );
  });

  return forPeople(router);
}

function queueOf(name: string | undefined): OutgoingQueue {
  const queue = outgoingQueues.find((one) => one === name);
  if (!queue) {
    throw new RequestRefused(404, 'not-found');
  }
  return queue;
}

async function showQueue(
  { operators, givenUp, audit }: QueueRouteParts,
  ctx: Context,
  staff: SignedInStaff,
  queue: OutgoingQueue,
  errors: FormError[] = [],
): Promise<void> {
  await audit.recordFirst(securityEvents.deadLettersListed(queue, staff.person));
  const letters = await first(mostShown + 1, givenUp[queue].list());
  await operators.show(ctx, staff, 'state/queue', {
    title: `operator.queue.${queue}`,
    errors,
    data: {
      queue,
      address: queueAddress(queue),
      isMore: letters.length > mostShown,
      letters: letters.slice(0, mostShown).map(({ id, buriedAt, reason, about }) => ({
        id,
        at: instantInWords(buriedAt, languageOf(ctx)),
        reason,
        about,
      })),
    },
  });
}

async function submitRetry(
  parts: QueueRouteParts,
  ctx: Context,
  staff: SignedInStaff,
  queue: OutgoingQueue,
  fields: Fields,
): Promise<void> {
  const asked = retrySchema.safeParse({ ...fields }).data;
  const letters = parts.givenUp[queue];
  const requeue = requeueRecording(parts.audit, (id) =>
    securityEvents.deadLetterRetried(queue, id, staff.person),
  );
  const ids =
    asked?.id === 'all' ? (await first(mostRetried, letters.list())).map(({ id }) => id) : [asked?.id ?? ''];
  const lost: string[] = [];
  for (const id of ids) {
    if (!(await letters.retry(id, requeue))) {
      lost.push(id);
    }
  }
  // Of all, those that do not open stay, and are seen to stay.
  if (lost.length > 0 && asked?.id !== 'all') {
    await showQueue(parts, ctx, staff, queue, [{ field: '', message: 'operator.queue.gone' }]);
    return;
  }
  seeOther(ctx, queueAddress(queue));
}

async function first<Item>(most: number, items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) {
    if (found.push(item) >= most) {
      break;
    }
  }
  return found;
}
