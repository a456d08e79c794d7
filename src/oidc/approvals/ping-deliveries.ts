/** Pings relying parties; several nodes share the work and take over from one that is gone. What expires before it got through is dropped. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Logger } from '../../observability/logger.ts';
import { type RetryTiming, type Taken, whileHolding } from '../../storage/outbox/outbox.ts';
import { reasonInWords } from '../../storage/store-failure.ts';
import { inDeliverySpan } from '../../tracing/tracing.ts';
import type { Ping, PingQueue } from './ping-queue-store.ts';
import type { PingOutcome } from './pings.ts';

export interface PingTiming extends RetryTiming {
  /** Between two looks at an empty queue, when nobody rings. */
  readonly lookEveryMilliseconds: number;
  /** From a ring until the look, at most: a ping is queued before the decision is stored. Also after a fault of the store. */
  readonly pauseInMilliseconds: number;
}

export interface PingDeliveryParts {
  readonly pings: PingQueue;
  readonly send: (ping: Ping) => Promise<PingOutcome>;
  readonly timing?: Partial<PingTiming>;
  readonly logger: Logger;
}

export interface PingDeliveries {
  /** Stops after what is being sent. */
  stop(): Promise<void>;
}

/** The first try may come before the decision is stored. */
const usualTiming = {
  firstRetryInMilliseconds: 5000,
  longestRetryInMilliseconds: 60_000,
  lookEveryMilliseconds: 15_000,
  pauseInMilliseconds: 1000,
};
/** So many slow relying parties hold up nobody else of one node. */
const lanes = 4;
/** Another node may know a newer key; not for longer than a request lives. */
const mostTriesOfUnreadable = 5;

export function startPings({ pings, send, timing: wished, logger }: PingDeliveryParts): PingDeliveries {
  const timing: PingTiming = { ...usualTiming, ...wished };
  const stopping = new AbortController();
  const outbox = pings.open(`${hostname()}-${process.pid}-${randomUUID()}`, timing);
  const bell = pings.bell(timing.pauseInMilliseconds);
  const underWay = new Set<Promise<void>>();
  const finished = run();

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const taken = await outbox.take().catch(noteFault);
      if (taken) {
        await begin(taken);
      } else {
        bell.ringIn(outbox.dueIn());
        await bell.wait(timing.lookEveryMilliseconds, stopping.signal);
      }
    }
    await Promise.all(underWay);
  }

  /** Resolves once there is a lane for another. */
  async function begin(taken: Taken): Promise<void> {
    const sending = sendOne(taken).catch(noteFault);
    underWay.add(sending);
    void sending.then(() => underWay.delete(sending));
    if (underWay.size >= lanes) {
      await Promise.race(underWay);
    }
  }

  async function sendOne(taken: Taken): Promise<void> {
    const ping = openIfPossible(taken);
    const outcome = ping
      ? await whileHolding(outbox, taken, timing, noteFault, () =>
          inDeliverySpan('pings', ping.trace, () => send(ping)),
        )
      : unreadable(taken);
    const details = { client_id: ping?.clientId, tries: taken.tries };
    switch (outcome.kind) {
      case 'pinged':
      case 'nobody':
        await outbox.forget(taken.id);
        return;
      case 'refused':
        await outbox.forget(taken.id);
        logger.error({ ...details, reason: outcome.reason }, 'ping given up');
        return;
      case 'postponed':
        logger.warn({ ...details, reason: outcome.reason }, 'not pinged yet');
    }
  }

  function openIfPossible({ sealed }: Taken): Ping | undefined {
    try {
      return pings.read(sealed);
    } catch {
      return undefined;
    }
  }

  function noteFault(error: Error): undefined {
    logger.warn({ reason: reasonInWords(error) }, 'pings');
    bell.ringIn(timing.pauseInMilliseconds);
  }

  return {
    async stop() {
      stopping.abort();
      await finished;
      await outbox.leave().catch(noteFault);
    },
  };
}

function unreadable({ tries }: Taken): PingOutcome {
  return { kind: tries >= mostTriesOfUnreadable ? 'refused' : 'postponed', reason: 'unreadable' };
}
