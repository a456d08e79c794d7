/**
 * An export of what a filter shows, as lines that `kapu audit verify-export` checks: the entries that match, of those between them their
 * places alone, and the checkpoint that covers the last. It leaves out what no checkpoint covers yet.
 */
import { monthOf } from '../audit-keys.ts';
import { type ChainedEntry, chainBeginning, readBody } from '../chain/chain.ts';
import { type ChainStore, instantOf } from '../chain/chain-store.ts';
import { type AuditFilter, matchesFilter, type OpenedEntry } from '../reading/audit-reader.ts';
import { checkpointLine, lineOf, withheldLine } from './json-lines.ts';

export type LogExport =
  | { readonly kind: 'nothing' }
  /** The time that was asked for holds more entries than this. */
  | { readonly kind: 'too-many'; readonly most: number }
  | { readonly kind: 'found'; readonly entries: readonly OpenedEntry[]; readonly lines: readonly string[] };

/** Entries in the time that is asked for, whether they match or not. */
const mostInExport = 10_000;

export async function writeExport(
  chain: ChainStore,
  open: (body: string) => string,
  filter: AuditFilter,
): Promise<LogExport> {
  const { covered, coveredId, firstId } = await chain.head();
  const first = await chain.firstFrom(filter.from ? `${filter.from.getTime()}-0` : firstId);
  const end = filter.to ? await chain.before(`${filter.to.getTime() + 1}-0`) : undefined;
  const last = filter.to && (end?.sequence ?? 0) < covered ? end : await chain.find(coveredId);
  if (!first || !last || first.sequence > last.sequence) {
    return { kind: 'nothing' };
  }
  if (last.sequence - first.sequence >= mostInExport) {
    return { kind: 'too-many', most: mostInExport };
  }
  const inTime = await upTo(chain, first, last.sequence);
  const before = first.sequence === 1 ? chainBeginning : ((await chain.before(first.id))?.hash ?? '');
  const opened = inTime.map((entry, at) => fitting(entry, inTime[at - 1]?.hash ?? before, open, filter));
  const oldest = opened.findIndex((entry) => entry !== undefined);
  const newest = opened.findLastIndex((entry) => entry !== undefined);
  const lastFitting = inTime[newest];
  if (!lastFitting) {
    return { kind: 'nothing' };
  }
  const lines = inTime.slice(oldest, newest + 1).map((entry, at) => {
    const shown = opened[oldest + at];
    return shown ? lineOf(shown) : withheldLine(entry);
  });
  const behind = await upToCheckpoint(chain, lastFitting);
  return {
    kind: 'found',
    entries: opened.filter((entry) => entry !== undefined),
    lines: [...lines, ...behind],
  };
}

/** From an entry to the one with this number. */
async function upTo(chain: ChainStore, from: ChainedEntry, sequence: number): Promise<ChainedEntry[]> {
  const entries = [from];
  for (const month of (await chain.months()).filter((one) => one >= monthOf(from.id))) {
    for await (const entry of chain.entries(month, month === monthOf(from.id) ? from.id : undefined)) {
      if (entry.sequence > sequence) {
        return entries;
      }
      entries.push(entry);
    }
  }
  return entries;
}

/** The places behind an entry up to the last one that its checkpoint covers, and that checkpoint. */
async function upToCheckpoint(chain: ChainStore, last: ChainedEntry): Promise<string[]> {
  const found = await chain.covering(last.sequence);
  if (!found) {
    return [];
  }
  const [, ...behind] = await upTo(chain, last, found.count);
  return [...behind.map(withheldLine), checkpointLine(found)];
}

/** Undefined for what does not fit, or does not open. */
function fitting(
  { body, ...place }: ChainedEntry,
  previous: string,
  open: (body: string) => string,
  filter: AuditFilter,
): OpenedEntry | undefined {
  try {
    const { salt, event } = readBody(open(body));
    const isShown = matchesFilter({ at: instantOf(place.id), event }, filter);
    return isShown ? { ...place, salt, event, previous } : undefined;
  } catch {
    return undefined;
  }
}
