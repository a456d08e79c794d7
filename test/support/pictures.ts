/** PNG files, well-formed and otherwise, put together chunk by chunk. */
import { crc32, deflateSync } from 'node:zlib';

export interface Drawn {
  readonly width?: number;
  readonly height?: number;
  readonly depth?: number;
  readonly colourType?: number;
  readonly interlace?: number;
  /** Lines with their filter byte, before they are deflated. */
  readonly lines?: Buffer;
  /** Chunks between the header and the picture. */
  readonly more?: readonly Buffer[];
}

const samples: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Of one colour, if nothing is said. */
export function pngFile(drawn: Drawn = {}, colour: readonly number[] = [15, 76, 74, 255]): Buffer {
  const { width = 64, height = 64, depth = 8, colourType = 6, interlace = 0, more = [] } = drawn;
  const lineInBytes = Math.ceil((width * (samples[colourType] ?? 1) * depth) / 8);
  // Not drawn in vain: a line of four billion dots would fill the machine.
  const lines = drawn.lines ?? linesOf(height, Buffer.alloc(lineInBytes, Buffer.from(colour)));
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    headerChunk(width, height, depth, colourType, interlace),
    ...more,
    pngChunk('IDAT', deflateSync(lines, { level: 9 })),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

function linesOf(height: number, line: Buffer): Buffer {
  return Buffer.concat(Array(height).fill(Buffer.concat([Buffer.of(0), line])));
}

export function headerChunk(width: number, height: number, depth = 8, colourType = 6, interlace = 0): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, colourType, 0, 0, interlace], 8);
  return pngChunk('IHDR', header);
}

export function pngChunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
