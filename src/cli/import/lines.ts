/** The lines of a file from some byte on, in constant memory whatever the file holds. */
import type { FileHandle } from 'node:fs/promises';

/** Longer lines are skipped, not kept. */
export const longestLine = 48 * 1024;

export interface FileLine {
  /** From 1. */
  readonly number: number;
  /** Where the next line begins. */
  readonly end: number;
  /** Undefined when the line is longer than `longestLine`. Overwritten when the next line is asked for. */
  readonly bytes: Buffer | undefined;
}

/** A place in the file: the byte where a line begins, and how many lines lie before it. */
export interface Place {
  readonly offset: number;
  readonly lines: number;
}

const chunkLength = 256 * 1024;
const newline = 0x0a;

/** Blank lines are counted but not given. */
export async function* linesOf(file: FileHandle, from: Place): AsyncGenerator<FileLine> {
  let number = from.lines;
  let position = from.offset;
  let begun: Buffer | undefined = Buffer.alloc(0);
  const buffer = Buffer.alloc(chunkLength);
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, chunkLength, position);
    const chunk = buffer.subarray(0, bytesRead);
    let start = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      const bytes = joined(begun, chunk.subarray(start, end));
      number += 1;
      start = end + 1;
      begun = Buffer.alloc(0);
      if (!isBlank(bytes)) {
        yield { number, end: position + start, bytes };
      }
    }
    begun = joined(begun, Buffer.from(chunk.subarray(start)));
    position += bytesRead;
    if (bytesRead === 0) {
      break;
    }
  }
  if (!isBlank(begun)) {
    yield { number: number + 1, end: position, bytes: begun };
  }
}

/** Undefined stays undefined: the rest of a line that was already too long. */
function joined(begun: Buffer | undefined, more: Buffer): Buffer | undefined {
  if (begun === undefined || begun.length + more.length > longestLine) {
    return undefined;
  }
  return begun.length === 0 ? more : Buffer.concat([begun, more]);
}

function isBlank(bytes: Buffer | undefined): boolean {
  return bytes !== undefined && (bytes.length === 0 || (bytes.length < 8 && bytes.toString().trim() === ''));
}
