/** Checks an export or a shipped file with nothing but the published keys. It reads the file several times, and keeps none of it. */
import type { JSONWebKeySet } from 'jose';
import { canonicalJson } from '../chain/canonical-json.ts';
import {
  type EntryToVerify,
  type Place,
  type Verdict,
  verifyChain,
  wholeChain,
} from '../chain/verify-chain.ts';
import { type ExportLine, exportLineSchema } from './json-lines.ts';

/**
 * What stands in the file twice, as shipping may write it, must say the same twice.
 * @param lines opens the file anew, from its beginning
 */
export async function verifyExport(
  lines: () => AsyncIterable<string>,
  keys: JSONWebKeySet,
): Promise<Verdict> {
  const unread = await firstUnread(lines());
  if (unread) {
    return unread;
  }
  const read = (): AsyncGenerator<ExportLine> => parsed(lines());
  const repeated = await repeatedIn(read());
  const { start, firstCheckpoint } = await beginningOf(read());
  const verdict = await verifyChain({
    entries: entriesOnce(read(), repeated),
    checkpoints: checkpointsOnce(read()),
    keys,
    start,
    firstCheckpoint,
    atLeast: { entries: 0, checkpoints: 0 },
    isToTheEnd: true,
    open: (body) => body,
  });
  const [different] = repeated.keys();
  if (verdict.kind === 'bad' || different === undefined) {
    return verdict;
  }
  const why = 'a line says other than the one before with this number';
  return { kind: 'bad', what: 'inserted', month: '', sequence: different, why };
}

/** Whoever changed the file need not have left it as an export is. */
async function firstUnread(lines: AsyncIterable<string>): Promise<Verdict | undefined> {
  let number = 0;
  let sequence = 0;
  for await (const text of lines) {
    number += 1;
    const line = readLine(text);
    if (line === undefined) {
      const why = `line ${number} of the file is none that an export writes`;
      return { kind: 'bad', what: 'changed', month: '', sequence: sequence + 1, why };
    }
    sequence = entryOn(line)?.sequence ?? sequence;
  }
  return undefined;
}

function readLine(text: string): ExportLine | undefined {
  try {
    return exportLineSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

async function* parsed(lines: AsyncIterable<string>): AsyncGenerator<ExportLine> {
  for await (const line of lines) {
    yield exportLineSchema.parse(JSON.parse(line));
  }
}

/** Each entry at its first place. @param repeated loses the numbers whose lines all say the same */
async function* entriesOnce(
  lines: AsyncIterable<ExportLine>,
  repeated: Map<number, string[]>,
): AsyncGenerator<EntryToVerify> {
  let last = 0;
  for await (const line of lines) {
    const entry = entryOn(line);
    if (entry && entry.sequence > last) {
      last = entry.sequence;
      if (repeated.get(last)?.every((other) => other === canonicalJson(line))) {
        repeated.delete(last);
      }
      yield entry;
    }
  }
}

async function* checkpointsOnce(
  lines: AsyncIterable<ExportLine>,
): AsyncGenerator<{ number: number; jws: string }> {
  let last = 0;
  for await (const line of lines) {
    if ('checkpoint' in line && line.checkpoint > last) {
      last = line.checkpoint;
      yield { number: line.checkpoint, jws: line.jws };
    }
  }
}

/** Lines with a number that a line before them reached, by their number. */
async function repeatedIn(lines: AsyncIterable<ExportLine>): Promise<Map<number, string[]>> {
  const repeated = new Map<number, string[]>();
  let last = 0;
  for await (const line of lines) {
    const { sequence = 0 } = entryOn(line) ?? {};
    if (sequence > last) {
      last = sequence;
    } else if (sequence > 0) {
      repeated.set(sequence, [...(repeated.get(sequence) ?? []), canonicalJson(line)]);
    }
  }
  return repeated;
}

function entryOn(line: ExportLine): EntryToVerify | undefined {
  if ('sequence' in line) {
    const { salt, event, previous: _, ...place } = line;
    return { ...place, body: `${salt}${canonicalJson(event)}` };
  }
  if ('withheld' in line) {
    const { withheld: sequence, ...place } = line;
    return { sequence, ...place };
  }
  return undefined;
}

/** An export may begin anywhere: its checkpoints vouch for what its first entry says of the one before. */
async function beginningOf(
  lines: AsyncIterable<ExportLine>,
): Promise<{ start: Place; firstCheckpoint: number }> {
  let start: Place | undefined;
  let firstCheckpoint: number | undefined;
  for await (const line of lines) {
    if ('sequence' in line) {
      start ??= { sequence: line.sequence - 1, hash: line.previous };
    } else if ('checkpoint' in line) {
      firstCheckpoint ??= line.checkpoint;
    }
    if (start && firstCheckpoint !== undefined) {
      break;
    }
  }
  return { start: start ?? wholeChain, firstCheckpoint: firstCheckpoint ?? 1 };
}
