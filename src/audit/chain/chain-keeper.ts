/**
 * Gives pending events their place in the chain, and signs checkpoints. Every node does so; whichever is first, counts. Redis computes
 * no SHA-256 in scripts, so this is a step of its own: what is pending, about a second of events, could be taken away unseen.
 */
import type { Logger } from '../../observability/logger.ts';
import { isStoreFailure } from '../../storage/store-failure.ts';
import { monthOf } from '../audit-keys.ts';
import { hashOfCheckpoint, signCheckpoint } from '../checkpoints/checkpoint.ts';
import type { CheckpointKeyStore } from '../checkpoints/checkpoint-key-store.ts';
import { digestOf, hashAfter } from './chain.ts';
import type { ChainStore, Head, PendingEvent, Placed } from './chain-store.ts';

export interface CheckpointPolicy {
  /** A checkpoint at the latest after so many entries, */
  readonly everyEntries: number;
  /** and after so long if there is anything new. */
  readonly everySeconds: number;
}

export interface ChainKeeperParts {
  readonly chain: ChainStore;
  readonly keys: CheckpointKeyStore;
  readonly policy: CheckpointPolicy;
}

const atOnce = 500;
/** From an event until it has its place, at most: so it has company, and not all nodes try in the same instant. */
const calmInMilliseconds = 400;
/** When nobody rings. */
const lookEveryMilliseconds = 15_000;

/** @returns how many events were pending: whether or not they have their place now, there may be more. */
export async function keepChain(parts: ChainKeeperParts): Promise<number> {
  const { chain } = parts;
  const [head, pending] = await Promise.all([chain.head(), chain.pendingEvents(atOnce)]);
  const entries = placed(head, pending);
  const isPlaced = entries.length > 0 && (await chain.place(head, entries));
  const last = isPlaced ? entries.at(-1) : undefined;
  await signIfDue(parts, last ? { ...head, sequence: last.sequence, hash: last.hash } : head);
  return pending.length;
}

function placed(head: Head, pending: readonly PendingEvent[]): Placed[] {
  let { sequence, hash } = head;
  return pending.map(({ id, bodyHash }) => {
    const digest = digestOf(id, bodyHash);
    sequence += 1;
    hash = hashAfter(hash, digest);
    return { id, sequence, digest, hash };
  });
}

async function signIfDue({ chain, keys, policy }: ChainKeeperParts, head: Head): Promise<void> {
  const uncovered = head.sequence - head.covered;
  if (uncovered === 0) {
    return;
  }
  const now = await chain.now();
  const waited = now.getTime() - head.checkpointAt.getTime();
  if (uncovered >= policy.everyEntries || waited >= policy.everySeconds * 1000) {
    await sign({ chain, keys }, now);
  }
}

/** Signs where the chain stands now. */
async function sign({ chain, keys }: Pick<ChainKeeperParts, 'chain' | 'keys'>, now: Date): Promise<void> {
  const [head, lastId, key] = await Promise.all([chain.head(), chain.lastId(), keys.current()]);
  const last = await chain.find(lastId);
  // A head that does not match its chain is not signed: verification will say why.
  if (!last || last.sequence !== head.sequence || last.hash !== head.hash || head.sequence === head.covered) {
    return;
  }
  const number = head.checkpoint + 1;
  const statement = {
    checkpoint: number,
    month: monthOf(lastId),
    count: head.sequence,
    head: head.hash,
    previous: head.checkpointHash,
    at: now.toISOString(),
  };
  const jws = await signCheckpoint(statement, key);
  await chain.addCheckpoint({ number, jws, hash: hashOfCheckpoint(jws), count: head.sequence, lastId });
}

/** @returns a function that stops it, after what is under way. */
export function startChainKeeper(parts: ChainKeeperParts, logger: Logger): () => Promise<void> {
  const stopping = new AbortController();
  const bell = parts.chain.bellOfPending(calmInMilliseconds);
  const lookEvery = Math.min(lookEveryMilliseconds, parts.policy.everySeconds * 1000);
  let complaint: string | undefined;
  const finished = run();

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const found = await keep();
      if (found > 0) {
        bell.ringIn(0);
      }
      if (found < atOnce) {
        await bell.wait(lookEvery, stopping.signal);
      }
    }
  }

  async function keep(): Promise<number> {
    try {
      const found = await keepChain(parts);
      complaint = undefined;
      return found;
    } catch (error) {
      complain(error as Error);
      bell.ringIn(calmInMilliseconds);
      return 0;
    }
  }

  /** A store that is away is told of by its connection; anything else is told of once. */
  function complain(error: Error): void {
    if (!isStoreFailure(error) && error.message !== complaint) {
      complaint = error.message;
      logger.error({ reason: error.message }, 'the audit log cannot be chained');
    }
  }

  return async () => {
    stopping.abort();
    await finished;
  };
}
