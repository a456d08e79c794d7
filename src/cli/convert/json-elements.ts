/** The elements of one list in a file of JSON, one at a time, however long the file is. */
import type { FileHandle } from 'node:fs/promises';
import { ConfigurationError } from '../../errors.ts';

export interface JsonElement {
  /** Where it begins. */
  readonly line: number;
  /** Undefined where it is too long to be a person. */
  readonly text: string | undefined;
}

const chunkLength = 256 * 1024;
const longestElement = 1024 * 1024;
const [newline, quote, backslash, comma, colon] = [0x0a, 0x22, 0x5c, 0x2c, 0x3a];
const [beginObject, endObject, beginList, endList] = [0x7b, 0x7d, 0x5b, 0x5d];
const longestKey = 64;

/**
 * Objects in the list under this name in the outermost object, or of one in the outermost list; without a name, in the outermost list.
 * What stands elsewhere is passed over, and not checked.
 */
export async function* elementsOf(file: FileHandle, name: string | undefined): AsyncGenerator<JsonElement> {
  const scan = createScan(name);
  const buffer = Buffer.alloc(chunkLength);
  for (let position = 0; ; ) {
    const { bytesRead } = await file.read(buffer, 0, chunkLength, position);
    if (bytesRead === 0) {
      break;
    }
    position += bytesRead;
    yield* scan.take(buffer.subarray(0, bytesRead));
  }
  const fault = scan.faultAtEnd();
  if (fault !== undefined) {
    throw new ConfigurationError(`the export ${fault}`);
  }
}

interface Scan {
  take(chunk: Buffer): Generator<JsonElement>;
  faultAtEnd(): string | undefined;
}

/** Goes by brackets and quotes alone. */
function createScan(name: string | undefined): Scan {
  let line = 1;
  let depth = 0;
  let isInString = false;
  let isEscaped = false;
  let key = '';
  let isKeyDone = false;
  /** Depth inside the list; 0 outside it. */
  let listDepth = 0;
  let wasFound = false;
  let parts: Buffer[] | undefined;
  let partsLength = 0;
  let beganAt = 0;

  const isTheList = (): boolean =>
    name === undefined ? depth === 0 : depth >= 1 && depth <= 2 && isKeyDone && key === name;

  function inString(byte: number): void {
    if (isEscaped) {
      isEscaped = false;
    } else if (byte === backslash) {
      isEscaped = true;
    } else if (byte === quote) {
      isInString = false;
    } else if (parts === undefined && key.length < longestKey) {
      key += String.fromCharCode(byte);
    }
  }

  /** @returns what the byte ends: an element, or nothing */
  function outside(byte: number): 'begun' | 'ended' | undefined {
    switch (byte) {
      case quote:
        isInString = true;
        key = '';
        isKeyDone = false;
        return undefined;
      case colon:
        isKeyDone = true;
        return undefined;
      case comma:
        isKeyDone = false;
        return undefined;
      case beginObject: {
        const begins = parts === undefined && listDepth > 0 && depth === listDepth;
        depth += 1;
        isKeyDone = false;
        return begins ? 'begun' : undefined;
      }
      case endObject:
        depth -= 1;
        return parts !== undefined && depth === listDepth ? 'ended' : undefined;
      case beginList:
        if (listDepth === 0 && isTheList()) {
          listDepth = depth + 1;
          wasFound = true;
        }
        depth += 1;
        isKeyDone = false;
        return undefined;
      case endList:
        depth -= 1;
        listDepth = depth < listDepth ? 0 : listDepth;
        return undefined;
      default:
        return undefined;
    }
  }

  function keep(part: Buffer): void {
    partsLength += part.length;
    if (partsLength <= longestElement) {
      parts?.push(Buffer.from(part));
    }
  }

  return {
    *take(chunk) {
      let from = 0;
      for (let at = 0; at < chunk.length; at += 1) {
        const byte = chunk[at] as number;
        if (byte === newline) {
          line += 1;
        }
        if (isInString) {
          inString(byte);
          continue;
        }
        const what = outside(byte);
        if (what === 'begun') {
          [parts, partsLength, beganAt, from] = [[], 0, line, at];
        } else if (what === 'ended' && parts) {
          keep(chunk.subarray(from, at + 1));
          const text = partsLength > longestElement ? undefined : Buffer.concat(parts).toString('utf8');
          parts = undefined;
          yield { line: beganAt, text };
        }
      }
      if (parts) {
        keep(chunk.subarray(from));
      }
    },
    faultAtEnd() {
      if (!wasFound) {
        return name === undefined ? 'is no list of JSON' : `has no list "${name}"`;
      }
      return depth === 0 && !isInString ? undefined : 'ends in the middle';
    },
  };
}
