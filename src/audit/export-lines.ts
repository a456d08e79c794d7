/** The log as lines of JSON, for a file or another system: each entry with what is needed to check it without us, each checkpoint. */
import type { JSONWebKeySet } from 'jose';
import { z } from 'zod';
import type { ReadEntry } from './audit-reader.ts';
import { canonicalJson } from './canonical-json.ts';
import type { WithheldEntry } from './chain.ts';
import { recordedEventSchema } from './security-event.ts';
import { type EntryToVerify, type Place, type Verdict, verifyChain, wholeChain } from './verify-chain.ts';

const lineSchema = z.union([
  z.strictObject({
    sequence: z.int(),
    id: z.string(),
    salt: z.string(),
    event: recordedEventSchema,
    previous: z.string(),
    digest: z.string(),
    hash: z.string(),
  }),
  /** What a filter did not show, or what does not open: it keeps the chain whole, and tells nothing. */
  z.strictObject({ withheld: z.int(), id: z.string(), digest: z.string(), hash: z.string() }),
  z.strictObject({ checkpoint: z.int(), jws: z.string() }),
]);

export type ExportLine = z.output<typeof lineSchema>;

export function lineOf(entry: ReadEntry): string {
  if (entry.event === undefined) {
    return withheldLine(entry);
  }
  const { sequence, id, salt, event, previous, digest, hash } = entry;
  return JSON.stringify({ sequence, id, salt, event, previous, digest, hash });
}

export function withheldLine({ sequence, id, digest, hash }: WithheldEntry): string {
  return JSON.stringify({ withheld: sequence, id, digest, hash });
}

export function checkpointLine({ number, jws }: { number: number; jws: string }): string {
  return JSON.stringify({ checkpoint: number, jws });
}

/**
 * Checks what was exported or shipped. What stands there twice, as shipping may write it, must say the same twice.
 * @param lines opens the file anew, from its beginning
 */
export async function verifyExport(
  lines: () => AsyncIterable<string>,
  keys: JSONWebKeySet,
): Promise<Verdict> {
  const read = async function* (): AsyncGenerator<ExportLine> {
    for await (const line of lines()) {
      yield lineSchema.parse(JSON.parse(line));
    }
  };
  const repeated = await repeatedIn(read());
  const entries = async function* (): AsyncGenerator<EntryToVerify> {
    let last = 0;
    for await (const line of read()) {
      const entry = entryOn(line);
      if (entry && entry.sequence > last) {
        last = entry.sequence;
        if (repeated.get(last)?.every((other) => other === canonicalJson(line))) {
          repeated.delete(last);
        }
        yield entry;
      }
    }
  };
  const checkpoints = async function* (): AsyncGenerator<{ number: number; jws: string }> {
    let last = 0;
    for await (const line of read()) {
      if ('checkpoint' in line && line.checkpoint > last) {
        last = line.checkpoint;
        yield { number: line.checkpoint, jws: line.jws };
      }
    }
  };
  const { start, firstCheckpoint } = await beginningOf(read());
  const verdict = await verifyChain({
    entries: entries(),
    checkpoints: checkpoints(),
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
