/**
 * Tells relying parties of logouts, each in the order of age; several nodes share the work and take over from one that is gone. A relying
 * party that is slow or down keeps only its own logouts waiting.
 */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import PQueue from 'p-queue';
import type { Logger } from '../observability/logger.ts';
import { type Outbox, type RetryTiming, type Taken, whileHolding } from '../storage/outbox.ts';
import type { LogoutDelivery } from './back-channel-logout.ts';
import type { Logout, LogoutQueue } from './logout-queue-store.ts';
import type { SessionEndings } from './session-endings.ts';

export interface LogoutTiming extends RetryTiming {
  /** Between two looks at who is to be told. */
  readonly pauseInMilliseconds: number;
  /** From when it was queued; then it is laid aside. */
  readonly giveUpAfterInMilliseconds: number;
}

export interface LogoutDeliveryParts {
  readonly logouts: LogoutQueue;
  readonly endings: Pick<SessionEndings, 'catchUp'>;
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
  pauseInMilliseconds: 1000,
};

/** Relying parties that one node speaks to at the same time. */
const relyingPartiesAtOnce = 16;
/** Then the next relying party has its turn. */
const mostInOneTurn = 100;
/** What one node cannot open may be opened by another that knows a newer key: not for longer than a change of keys takes. */
const mostTriesOfUnreadable = 5;

export function startLogoutDeliveries({
  logouts,
  endings,
  deliver,
  timing: wished,
  logger,
}: LogoutDeliveryParts): LogoutDeliveries {
  const timing: LogoutTiming = { ...usualTiming, ...wished };
  const worker = `${hostname()}-${process.pid}-${randomUUID()}`;
  const turns = new PQueue({ concurrency: relyingPartiesAtOnce });
  const lines = new Map<string, Outbox>();
  const underWay = new Set<string>();
  const stopping = new AbortController();
  const finished = run();

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await look().catch(noteFault);
      await delay(timing.pauseInMilliseconds, undefined, { signal: stopping.signal }).catch(() => {});
    }
    await turns.onIdle();
  }

  async function look(): Promise<void> {
    await endings.catchUp();
    for (const clientId of await logouts.relyingParties()) {
      if (!underWay.has(clientId)) {
        underWay.add(clientId);
        void turns.add(() => tell(clientId)).catch(noteFault);
      }
    }
  }

  /** One turn of a relying party. */
  async function tell(clientId: string): Promise<void> {
    try {
      const line = lines.get(clientId) ?? logouts.openLine(clientId, worker, timing);
      lines.set(clientId, line);
      for (let told = 0; told < mostInOneTurn && !stopping.signal.aborted; told += 1) {
        const taken = await line.take();
        if (!taken) {
          await logouts.closeEmptyLine(clientId);
          return;
        }
        await tellOne(line, clientId, taken);
      }
    } finally {
      underWay.delete(clientId);
    }
  }

  async function tellOne(line: Outbox, clientId: string, taken: Taken): Promise<void> {
    const logout = openIfPossible(taken);
    const outcome = logout
      ? await whileHolding(line, taken, timing, noteFault, () => deliver(logout))
      : unreadable(taken);
    const details = { client_id: clientId, logout_id: taken.id, tries: taken.tries };
    switch (outcome.kind) {
      case 'told':
      case 'nobody':
        await line.forget(taken.id);
        logger.info(details, outcome.kind === 'told' ? 'logout told' : 'logout dropped: nobody to tell');
        return;
      case 'refused':
        await giveUp(line, taken, outcome.reason, details);
        return;
      case 'postponed':
      case 'unreachable':
        if (isTooOld(taken)) {
          await giveUp(line, taken, outcome.reason, details);
          return;
        }
        if (outcome.kind === 'postponed') {
          await line.standAside(taken);
        }
        logger.warn({ ...details, reason: outcome.reason }, 'logout not told yet');
    }
  }

  async function giveUp(line: Outbox, taken: Taken, reason: string, details: object): Promise<void> {
    await line.bury(taken, reason);
    logger.error({ ...details, reason }, 'logout given up');
  }

  function isTooOld({ queuedAt }: Taken): boolean {
    return Date.now() - queuedAt.getTime() >= timing.giveUpAfterInMilliseconds;
  }

  function openIfPossible({ sealed }: Taken): Logout | undefined {
    try {
      return logouts.open(sealed);
    } catch {
      return undefined;
    }
  }

  function noteFault(error: Error): void {
    logger.warn({ reason: error.message }, 'logout deliveries');
  }

  return {
    async stop() {
      stopping.abort();
      await finished;
      await Promise.all([...lines.values()].map((line) => line.leave())).catch(noteFault);
    },
  };
}

function unreadable({ tries }: Taken): LogoutDelivery {
  return { kind: tries >= mostTriesOfUnreadable ? 'refused' : 'unreachable', reason: 'unreadable' };
}
