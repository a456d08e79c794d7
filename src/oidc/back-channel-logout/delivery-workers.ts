/**
 * Tells relying parties of logouts, each in the order of age; several nodes share the work and take over from one that is gone. A relying
 * party that is slow or down keeps only its own logouts waiting.
 */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import PQueue from 'p-queue';
import type { Logger } from '../../observability/logger.ts';
import { runTask } from '../../storage/due/task.ts';
import type { Bell } from '../../storage/news/bell.ts';
import { type Outbox, type RetryTiming, type Taken, whileHolding } from '../../storage/outbox/outbox.ts';
import { reasonInWords } from '../../storage/store-failure.ts';
import { inDeliverySpan } from '../../tracing/tracing.ts';
import type { LogoutNotices } from '../sign-out/logout-notices.ts';
import type { LogoutDelivery } from './logout-delivery.ts';
import type { Logout, LogoutQueue } from './logout-queue-store.ts';

export interface LogoutTiming extends RetryTiming {
  /** Between two looks at who is to be told, when nobody rings. */
  readonly pauseInMilliseconds: number;
  /** From when it was queued; then it is laid aside. */
  readonly giveUpAfterInMilliseconds: number;
}

export interface LogoutDeliveryParts {
  readonly logouts: LogoutQueue;
  readonly endings: Pick<LogoutNotices, 'catchUp'>;
  readonly deliver: (logout: Logout) => Promise<LogoutDelivery>;
  readonly timing: Partial<LogoutTiming> & Pick<LogoutTiming, 'giveUpAfterInMilliseconds'>;
  readonly logger: Logger;
}

export interface LogoutDeliveries {
  /** Stops after what is being sent. */
  stop(): Promise<void>;
}

const usualTiming = {
  firstRetryInMilliseconds: 10_000,
  longestRetryInMilliseconds: 5 * 60_000,
  pauseInMilliseconds: 15_000,
};

/** Relying parties that one node speaks to at the same time. */
const relyingPartiesAtOnce = 16;
/** Then the next relying party has its turn. */
const mostInOneTurn = 100;
/** What one node cannot open may be opened by another that knows a newer key: not for longer than a change of keys takes. */
const mostTriesOfUnreadable = 5;

/** After a fault of the store. */
const pauseAfterFaultInMilliseconds = 1000;

/** What the workers of one node share. */
interface DeliveringNode extends Omit<LogoutDeliveryParts, 'timing'> {
  readonly timing: LogoutTiming;
  readonly worker: string;
  readonly turns: PQueue;
  readonly lines: Map<string, Outbox>;
  /** Relying parties that have their turn or wait for it. */
  readonly underWay: Set<string>;
  readonly stopping: AbortSignal;
  readonly bell: Bell;
  readonly noteFault: (error: Error) => void;
}

export function startLogoutDeliveries(parts: LogoutDeliveryParts): LogoutDeliveries {
  const stopping = new AbortController();
  const node: DeliveringNode = {
    ...parts,
    timing: { ...usualTiming, ...parts.timing },
    worker: `${hostname()}-${process.pid}-${randomUUID()}`,
    turns: new PQueue({ concurrency: relyingPartiesAtOnce }),
    lines: new Map(),
    underWay: new Set(),
    stopping: stopping.signal,
    bell: parts.logouts.bell(),
    noteFault: (error) => {
      parts.logger.warn({ reason: reasonInWords(error) }, 'logout deliveries');
      node.bell.ringIn(pauseAfterFaultInMilliseconds);
    },
  };
  const finished = run(node);
  return {
    async stop() {
      stopping.abort();
      await finished;
      await Promise.all([...node.lines.values()].map((line) => line.leave())).catch(node.noteFault);
    },
  };
}

async function run(node: DeliveringNode): Promise<void> {
  const { stopping: signal, timing, turns, bell, noteFault } = node;
  while (!signal.aborted) {
    await look(node).catch(noteFault);
    await bell.wait(timing.pauseInMilliseconds, signal);
  }
  await turns.onIdle();
}

async function look(node: DeliveringNode): Promise<void> {
  const { endings, logouts, underWay, turns, noteFault } = node;
  await runTask('ended sessions', () => endings.catchUp(), node.logger);
  for (const clientId of await logouts.relyingParties()) {
    if (!underWay.has(clientId)) {
      underWay.add(clientId);
      void turns.add(() => takeTurn(node, clientId)).catch(noteFault);
    }
  }
}

/** One turn of a relying party. */
async function takeTurn(node: DeliveringNode, clientId: string): Promise<void> {
  const { logouts, lines, worker, timing, stopping, underWay } = node;
  try {
    const line = lines.get(clientId) ?? logouts.openLine(clientId, worker, timing);
    lines.set(clientId, line);
    for (let delivered = 0; delivered < mostInOneTurn && !stopping.aborted; delivered += 1) {
      const taken = await line.take();
      if (!taken) {
        node.bell.ringIn(line.dueIn());
        await logouts.closeEmptyLine(clientId);
        return;
      }
      await deliverOne(node, line, clientId, taken);
    }
    // Others have their turn; there may be more.
    node.bell.ringIn(0);
  } finally {
    underWay.delete(clientId);
  }
}

async function deliverOne(node: DeliveringNode, line: Outbox, clientId: string, taken: Taken): Promise<void> {
  const { logouts, timing, logger, deliver, noteFault } = node;
  const logout = openIfPossible(logouts, taken);
  const outcome = logout
    ? await whileHolding(line, taken, timing, noteFault, () =>
        inDeliverySpan('logouts', logout.trace, () => deliver(logout)),
      )
    : unreadable(taken);
  const details = { client_id: clientId, logout_id: taken.id, tries: taken.tries };
  switch (outcome.kind) {
    case 'delivered':
    case 'nobody':
      await line.forget(taken.id);
      logger.info(details, outcome.kind === 'delivered' ? 'logout told' : 'logout dropped: nobody to tell');
      return;
    case 'refused':
      await giveUp(line, taken, outcome.reason, logger, details);
      return;
    case 'postponed':
    case 'unreachable':
      if (isTooOld(taken, timing)) {
        await giveUp(line, taken, outcome.reason, logger, details);
        return;
      }
      if (outcome.kind === 'postponed') {
        await line.park(taken);
      }
      logger.warn({ ...details, reason: outcome.reason }, 'logout not told yet');
  }
}

async function giveUp(
  line: Outbox,
  taken: Taken,
  reason: string,
  logger: Logger,
  details: object,
): Promise<void> {
  await line.bury(taken, reason);
  logger.error({ ...details, reason }, 'logout given up');
}

function isTooOld({ queuedAt }: Taken, { giveUpAfterInMilliseconds }: LogoutTiming): boolean {
  return Date.now() - queuedAt.getTime() >= giveUpAfterInMilliseconds;
}

function openIfPossible(logouts: LogoutQueue, { sealed }: Taken): Logout | undefined {
  try {
    return logouts.open(sealed);
  } catch {
    return undefined;
  }
}

function unreadable({ tries }: Taken): LogoutDelivery {
  return { kind: tries >= mostTriesOfUnreadable ? 'refused' : 'unreachable', reason: 'unreadable' };
}
