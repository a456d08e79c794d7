/** The lines of a file in batches, as the threads of an import are given them: the bytes of a few lines, copied once. */
import type { FileHandle } from 'node:fs/promises';
import { type FileLine, linesOf, type Place } from './lines.ts';

export interface Batch {
  /** Of all its lines, one after the other. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly lines: readonly BatchLine[];
  /** Where the next batch begins. */
  readonly end: Place;
}

export interface BatchLine {
  readonly number: number;
  /** In bytes; undefined when the line is longer than `longestLine`, and left out. */
  readonly length: number | undefined;
}

const mostLines = 128;
/** So that batches of long lines do not fill the memory. */
const mostBytes = 512 * 1024;

export async function* batchesOf(file: FileHandle, from: Place): AsyncGenerator<Batch> {
  let lines: BatchLine[] = [];
  let parts: Buffer[] = [];
  let held = 0;
  let end = from;

  function cut(): Batch {
    // In memory of its own: it is handed over to another thread.
    const bytes = new Uint8Array(held);
    let at = 0;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.length;
    }
    const batch = { bytes, lines, end };
    [lines, parts, held] = [[], [], 0];
    return batch;
  }

  function add(line: FileLine): void {
    const { number, bytes } = line;
    end = { offset: line.end, lines: number };
    lines.push({ number, length: bytes?.length });
    if (bytes) {
      // The reader overwrites its own.
      parts.push(Buffer.from(bytes));
      held += bytes.length;
    }
  }

  for await (const line of linesOf(file, from)) {
    add(line);
    if (lines.length === mostLines || held >= mostBytes) {
      yield cut();
    }
  }
  if (lines.length > 0) {
    yield cut();
  }
}

/** Each of its lines, with its bytes. */
export function* linesIn({ bytes, lines }: Batch): Generator<Pick<FileLine, 'number' | 'bytes'>> {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 0;
  for (const { number, length } of lines) {
    yield { number, bytes: length === undefined ? undefined : whole.subarray(at, at + length) };
    at += length ?? 0;
  }
}
