/** The log page by page, newest first, for auditors. A request reads a bounded number of entries and says where the next one goes on. */
import type { Store } from '../../storage/redis.ts';
import type { Sealer } from '../../storage/sealed.ts';
import { bodyPlace, monthOf } from '../audit-keys.ts';
import { type ChainedEntry, readBody } from '../chain/chain.ts';
import { type ChainStore, createChainStore, instantOf } from '../chain/chain-store.ts';
import type { RecordedEvent } from '../events/security-event.ts';
import { type LogExport, writeExport } from '../export/filtered-export.ts';
import { createHistoryStore, type HistoryStore } from '../history/history-store.ts';
import { type AuditFilter, matchesFilter } from './audit-reader.ts';

export interface LogEntry {
  readonly id: string;
  readonly sequence: number;
  readonly at: Date;
  /** Undefined where it does not open: somebody changed it, so it is shown whatever the filter is. */
  readonly event: RecordedEvent | undefined;
}

export interface LogPage {
  readonly entries: readonly LogEntry[];
  /** Id of the last entry that was read, behind which there may be more; undefined at the end. */
  readonly goOn: string | undefined;
  readonly read: number;
}

/** What is known of the chain without walking along it. */
export interface ChainState {
  readonly entries: number;
  readonly checkpoint: number;
  /** When the last one was signed. */
  readonly signedAt: Date | undefined;
  /** Entries behind the last checkpoint. */
  readonly unsigned: number;
  /** Events without a place in the chain yet, and since when. */
  readonly pending: number;
  readonly pendingSince: Date | undefined;
}

export interface LogPages {
  /** @param before id of an entry; those before it are read */
  page(filter: AuditFilter, before?: string): Promise<LogPage>;
  export(filter: AuditFilter): Promise<LogExport>;
  state(): Promise<ChainState>;
}

const entriesOnPage = 25;
/** Opening these takes about a quarter of a second, two hundred at a time. */
const mostRead = 3000;
const idsAtOnce = 200;

export function createLogPages(store: Store, sealer: Sealer): LogPages {
  const chain = createChainStore(store);
  const parts = { chain, history: createHistoryStore(store, sealer), sealer };

  return {
    page: (filter, before) => readPage(parts, filter, before),
    export: (filter) => writeExport(chain, (body) => sealer.open(body, bodyPlace), filter),
    state: () => stateOf(chain),
  };
}

interface PageParts {
  readonly chain: ChainStore;
  readonly history: HistoryStore;
  readonly sealer: Sealer;
}

async function readPage(parts: PageParts, filter: AuditFilter, before?: string): Promise<LogPage> {
  const start = filter.from ? `${filter.from.getTime()}-0` : '-';
  const end = before !== undefined ? `(${before}` : filter.to ? String(filter.to.getTime()) : '+';
  const { account } = filter;
  const source = account === undefined ? ofEverybody(parts, start, end) : ofOne(parts, account, start, end);
  const entries: LogEntry[] = [];
  let last: string | undefined;
  let read = 0;
  for await (const chained of source) {
    if (entries.length === entriesOnPage || read === mostRead) {
      return { entries, goOn: last, read };
    }
    const entry = openEntry(chained, parts.sealer);
    if (entry.event === undefined || matchesFilter({ at: entry.at, event: entry.event }, filter)) {
      entries.push(entry);
    }
    last = entry.id;
    read += 1;
  }
  return { entries, goOn: undefined, read };
}

async function* ofEverybody(
  { chain }: Pick<PageParts, 'chain'>,
  start: string,
  end: string,
): AsyncGenerator<ChainedEntry> {
  for (const month of (await chain.months()).reverse()) {
    if (isWithin(month, start, end)) {
      yield* chain.newestFirst(month, end, start);
    }
  }
}

/** The owner's history has the ids of the log, so that nobody else's entries are opened. */
async function* ofOne(
  { chain, history }: Pick<PageParts, 'chain' | 'history'>,
  account: string,
  start: string,
  end: string,
): AsyncGenerator<ChainedEntry> {
  let upTo = end;
  for (;;) {
    const ids = await history.ids(account, upTo, start, idsAtOnce);
    const found = await Promise.all(ids.map((id) => chain.find(id)));
    yield* found.filter((entry) => entry !== undefined);
    if (ids.length < idsAtOnce) {
      return;
    }
    upTo = `(${ids.at(-1)}`;
  }
}

function openEntry({ id, sequence, body }: ChainedEntry, sealer: Sealer): LogEntry {
  return { id, sequence, at: instantOf(id), event: eventIn(body, sealer) };
}

async function stateOf(chain: ChainStore): Promise<ChainState> {
  const [head, { many, since }] = await Promise.all([chain.head(), chain.awaiting()]);
  return {
    entries: head.sequence,
    checkpoint: head.checkpoint,
    signedAt: head.checkpoint > 0 ? head.checkpointAt : undefined,
    unsigned: head.sequence - head.covered,
    pending: many,
    pendingSince: since,
  };
}

function eventIn(body: string, sealer: Sealer): RecordedEvent | undefined {
  try {
    return readBody(sealer.open(body, bodyPlace)).event;
  } catch {
    return undefined;
  }
}

/** Whether a month may hold entries between two ids. */
function isWithin(month: string, start: string, end: string): boolean {
  const isAfterStart = start === '-' || month >= monthOf(start);
  const isBeforeEnd = end === '+' || month <= monthOf(end.replace('(', ''));
  return isAfterStart && isBeforeEnd;
}
