/**
 * Ships what is chained, and its checkpoints, out of reach of whoever can write to Redis: at least once each, in order. How far it has come
 * is kept in Redis and noted only after the other side has it; a process that dies in between ships some lines twice, which their
 * numbers tell. One node ships at a time. Each kind of other side is a sink: file-sink.ts, syslog-sink.ts.
 */
import { randomUUID } from 'node:crypto';
import type { Logger } from '../../observability/logger.ts';
import { monthOf } from '../audit-keys.ts';
import type { ChainStore } from '../chain/chain-store.ts';
import { checkpointLine, lineOf } from '../export/json-lines.ts';
import type { AuditReader } from '../reading/audit-reader.ts';
import type { ShippingStore } from './shipping-store.ts';

/** Where lines go. */
export interface Sink {
  /** Resolves when the other side has them. @param month of all of them */
  write(month: string, lines: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

export interface ShipperParts {
  readonly reader: Pick<AuditReader, 'openedBehind'>;
  readonly chain: ChainStore;
  readonly shipping: ShippingStore;
  readonly sink: Sink;
}

const atOnce = 500;
/** From what is new in the chain until it is shipped, at most; after a fault as well. */
const calmInMilliseconds = 1000;
/** When nobody rings. Whoever ships is looked for as often, and remains the one meanwhile (`shipping.hold`). */
const lookEveryMilliseconds = 10_000;

/** @returns how many lines were shipped; undefined when another node ships. */
export async function ship(parts: ShipperParts, holder: string): Promise<number | undefined> {
  const { shipping } = parts;
  if (!(await shipping.hold(holder))) {
    return undefined;
  }
  if (await isAllShipped(parts)) {
    return 0;
  }
  return (await shipEntries(parts, holder)) + (await shipCheckpoints(parts, holder));
}

async function isAllShipped({ chain, shipping }: ShipperParts): Promise<boolean> {
  const [position, id, { checkpoint }] = await Promise.all([
    shipping.position(),
    chain.lastId(),
    chain.head(),
  ]);
  return position.id === id && position.checkpoint === checkpoint;
}

async function shipEntries({ reader, shipping, sink }: ShipperParts, holder: string): Promise<number> {
  const from = await shipping.position();
  let shipped = 0;
  let batch: { month: string; lines: string[]; id: string; sequence: number } | undefined;

  async function send(): Promise<void> {
    if (batch) {
      await shipping.hold(holder);
      await sink.write(batch.month, batch.lines);
      await shipping.noteEntries(batch.id, batch.sequence);
      shipped += batch.lines.length;
      batch = undefined;
    }
  }

  for await (const entry of reader.openedBehind(from.id)) {
    const month = monthOf(entry.id);
    if (batch && (batch.month !== month || batch.lines.length >= atOnce)) {
      await send();
    }
    const lines: string[] = [...(batch?.lines ?? []), lineOf(entry)];
    batch = { month, lines, id: entry.id, sequence: entry.sequence };
  }
  await send();
  return shipped;
}

async function shipCheckpoints({ chain, shipping, sink }: ShipperParts, holder: string): Promise<number> {
  const { checkpoint: last, id } = await shipping.position();
  let shipped = 0;
  for await (const checkpoint of chain.checkpoints(last + 1)) {
    await shipping.hold(holder);
    await sink.write(monthOf(id), [checkpointLine(checkpoint)]);
    await shipping.noteCheckpoint(checkpoint.number);
    shipped += 1;
  }
  return shipped;
}

/** @returns a function that stops it, after what is under way. */
export function startShipper(parts: ShipperParts, logger: Logger): () => Promise<void> {
  const holder = randomUUID();
  const stopping = new AbortController();
  const bell = parts.chain.bellOfHead(calmInMilliseconds);
  let isFailing = false;
  const finished = run();

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await work();
      await bell.wait(lookEveryMilliseconds, stopping.signal);
    }
  }

  async function work(): Promise<void> {
    try {
      const shipped = await ship(parts, holder);
      if (isFailing && shipped !== undefined) {
        isFailing = false;
        logger.info({ lines: shipped }, 'the audit log is shipped again');
      }
    } catch (error) {
      bell.ringIn(calmInMilliseconds / 2);
      if (!isFailing) {
        isFailing = true;
        logger.error({ reason: (error as Error).message }, 'the audit log cannot be shipped');
      }
    }
  }

  return async () => {
    stopping.abort();
    await finished;
    await parts.sink.close();
  };
}
