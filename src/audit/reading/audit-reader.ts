/** Reading the audit log: for whoever oversees it, for exports, and for the check of the whole. In pages, never all at once. */
import type { JSONWebKeySet } from 'jose';
import type { Store } from '../../storage/redis.ts';
import type { Sealer } from '../../storage/sealed.ts';
import { bodyPlace, monthOf } from '../audit-keys.ts';
import { type ChainedEntry, type OpenedBody, readBody, type WithheldEntry } from '../chain/chain.ts';
import { type ChainStore, createChainStore, instantOf } from '../chain/chain-store.ts';
import { type Place, type Verdict, verifyChain, wholeChain } from '../chain/verify-chain.ts';
import { readCheckpoint } from '../checkpoints/checkpoint.ts';
import { type CheckpointKeyStore, createCheckpointKeyStore } from '../checkpoints/checkpoint-key-store.ts';
import type { RecordedEvent } from '../events/security-event.ts';
import { createRetentionStore, type RetentionStore } from '../retention/retention-store.ts';

/** What is looked for. An entry must match every member that is there. */
export interface AuditFilter {
  readonly account?: string;
  /** Staff number of a clerk, or of an operator. */
  readonly clerk?: string;
  readonly office?: string;
  /** Of events: a name, or its beginning up to a dot, e.g. `desk`. */
  readonly kind?: string;
  /** True: what operators and their programs did. */
  readonly isOperation?: boolean;
  readonly from?: Date;
  readonly to?: Date;
}

export interface AuditEntry {
  readonly id: string;
  readonly sequence: number;
  readonly at: Date;
  readonly event: RecordedEvent;
}

/** An entry with its place in the chain and what is needed to check it. */
export type OpenedEntry = Omit<ChainedEntry, 'body'> &
  OpenedBody & {
    /** Hash of the entry before. */
    readonly previous: string;
  };

/** An entry that does not open is known by its place alone. It blocks neither shipping nor an export, and `verify` names it. */
export type ReadEntry =
  | OpenedEntry
  | (WithheldEntry & { readonly event?: undefined; readonly previous: string });

export interface AuditReader {
  /** Newest last. */
  find(filter: AuditFilter): AsyncGenerator<AuditEntry>;
  /** The entries of these months, both included. */
  opened(from?: string, to?: string): AsyncGenerator<ReadEntry>;
  /** The entries after the one with this id. */
  openedBehind(id: string): AsyncGenerator<ReadEntry>;
  verify(range?: VerifyRange): Promise<Verdict>;
  awaiting: ChainStore['awaiting'];
  keys: CheckpointKeyStore;
}

export interface VerifyRange {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** The newest checkpoint that was shipped, as JWS: the chain must hold at least what it covers. */
  readonly checkpoint?: string | undefined;
}

export function createAuditReader(store: Store, sealer: Sealer): AuditReader {
  const parts: ReaderParts = {
    chain: createChainStore(store),
    keys: createCheckpointKeyStore(store, sealer),
    retention: createRetentionStore(store),
    open: (body) => sealer.open(body, bodyPlace),
  };

  return {
    keys: parts.keys,
    opened: (from, to) => openedBetween(parts, from, to),
    openedBehind: (id) => openedBehind(parts, id),
    awaiting: () => parts.chain.awaiting(),
    find: (filter) => findFitting(parts, filter),
    verify: (range = {}) => verifyRange(parts, range),
  };
}

interface ReaderParts {
  readonly chain: ChainStore;
  readonly keys: CheckpointKeyStore;
  readonly retention: RetentionStore;
  readonly open: (body: string) => string;
}

async function* entriesBetween(
  { chain }: Pick<ReaderParts, 'chain'>,
  from = '',
  to = '9999-12',
): AsyncGenerator<ChainedEntry> {
  for (const month of await chain.months()) {
    if (month >= from && month <= to) {
      yield* chain.entries(month);
    }
  }
}

async function* openedBetween(parts: ReaderParts, from?: string, to?: string): AsyncGenerator<ReadEntry> {
  let { hash: previous } = await startOf(parts, await parts.keys.published(), from);
  for await (const entry of entriesBetween(parts, from, to)) {
    yield readEntry(parts, entry, previous);
    previous = entry.hash;
  }
}

async function* openedBehind(parts: ReaderParts, after: string): AsyncGenerator<ReadEntry> {
  const { chain, keys } = parts;
  const last = await chain.find(after);
  let previous = last?.hash ?? (await startOf(parts, await keys.published())).hash;
  for (const month of await chain.months()) {
    if (month < monthOf(after)) {
      continue;
    }
    for await (const entry of chain.entries(month, month === monthOf(after) ? after : undefined)) {
      yield readEntry(parts, entry, previous);
      previous = entry.hash;
    }
  }
}

function readEntry(
  { open }: Pick<ReaderParts, 'open'>,
  { body, ...place }: ChainedEntry,
  previous: string,
): ReadEntry {
  try {
    return { ...place, ...readBody(open(body)), previous };
  } catch {
    return { ...place, previous };
  }
}

async function* findFitting(parts: ReaderParts, filter: AuditFilter): AsyncGenerator<AuditEntry> {
  const first = filter.from && monthOf(String(filter.from.getTime()));
  const last = filter.to && monthOf(String(filter.to.getTime()));
  for await (const { id, sequence, event } of openedBetween(parts, first, last)) {
    const entry = event && { id, sequence, at: instantOf(id), event };
    if (entry && matchesFilter(entry, filter)) {
      yield entry;
    }
  }
}

/** Where retention let the chain begin, or the entry before the month that is asked for. */
async function startOf(
  { chain, retention }: Pick<ReaderParts, 'chain' | 'retention'>,
  published: JSONWebKeySet,
  from?: string,
): Promise<Place & { checkpoint: number }> {
  const removal = await retention.read(published);
  const start = removal
    ? { sequence: removal.count, hash: removal.head, checkpoint: removal.checkpoint }
    : { ...wholeChain, checkpoint: 1 };
  const before = from ? await chain.before(`${new Date(`${from}-01`).getTime()}-0`) : undefined;
  return before ? { ...start, sequence: before.sequence, hash: before.hash } : start;
}

async function verifyRange(parts: ReaderParts, { from, to, checkpoint }: VerifyRange): Promise<Verdict> {
  const { chain, keys, open } = parts;
  const published = await keys.published();
  const given = checkpoint === undefined ? undefined : await readCheckpoint(checkpoint, published);
  if (checkpoint !== undefined && !given) {
    const why = 'the checkpoint that was given is not signed with our key';
    return { kind: 'bad', what: 'checkpoint', month: '', sequence: 0, why };
  }
  const [{ checkpoint: firstCheckpoint, ...start }, head] = await Promise.all([
    startOf(parts, published, from),
    chain.head(),
  ]);
  return verifyChain({
    entries: entriesBetween(parts, from, to),
    checkpoints: chain.checkpoints(firstCheckpoint),
    keys: published,
    start,
    firstCheckpoint,
    atLeast: {
      entries: Math.max(head.sequence, given?.count ?? 0),
      checkpoints: Math.max(head.checkpoint, given?.checkpoint ?? 0),
    },
    kept: given,
    isToTheEnd: to === undefined,
    open,
  });
}

export function matchesFilter(
  { at, event }: Pick<AuditEntry, 'at' | 'event'>,
  { account, clerk, office, kind, isOperation = false, from, to }: AuditFilter,
): boolean {
  const { actor } = event;
  const byClerk = actor.kind === 'clerk' ? actor : undefined;
  const staffNumber = actor.kind === 'operator' ? actor.id : byClerk?.id;
  return (
    (account === undefined || event.account === account) &&
    (clerk === undefined || staffNumber === clerk) &&
    (office === undefined || byClerk?.office === office) &&
    (!isOperation || isDoneByOperators(event)) &&
    (kind === undefined || event.event === kind || event.event.startsWith(`${kind}.`)) &&
    (from === undefined || at >= from) &&
    (to === undefined || at <= to)
  );
}

/** Of what programs do, that which concerns nobody's account: a relying party acts for citizens otherwise. */
function isDoneByOperators({ actor, account }: RecordedEvent): boolean {
  return actor.kind === 'operator' || (actor.kind === 'client' && account === undefined);
}
