/**
 * PNG as somebody else wrote it (W3C PNG, third edition), and as we write it. Nothing is inflated before its size is known: the file is taken
 * apart here, and what is decoded is put together anew from the chunks that make the picture. Whatever else is in it is left behind.
 */
import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { PNG } from 'pngjs';

/** Eight bits each of red, green, blue and alpha, from the upper left. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Buffer;
}

/** Why a file is no picture for us. */
export class PictureRefused extends Error {
  override name = 'PictureRefused';
  readonly reason: PictureFault;

  constructor(reason: PictureFault, options?: ErrorOptions) {
    super(`picture refused: ${reason}`, options);
    this.reason = reason;
  }
}

export type PictureFault =
  | 'file-too-large'
  | 'vector'
  | 'not-png'
  | 'side-too-long'
  | 'side-too-short'
  | 'animated'
  | 'interlaced'
  | 'broken';

export const largestFileInBytes = 256 * 1024;
const longestSide = 512;
const shortestSide = 48;

const signature = Buffer.from('89504e470d0a1a0a', 'hex');

/** Samples of a pixel, by colour type. */
const samplesOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

interface Header {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colourType: number;
}

/** @throws PictureRefused */
export function decodePng(file: Buffer): Picture {
  if (file.length > largestFileInBytes) {
    throw new PictureRefused('file-too-large');
  }
  if (!file.subarray(0, signature.length).equals(signature)) {
    throw new PictureRefused(isVector(file) ? 'vector' : 'not-png');
  }
  const chunks = chunksOf(file);
  const header = headerIn(chunks);
  if (chunks.some(({ type }) => type === 'acTL')) {
    throw new PictureRefused('animated');
  }
  const content = Buffer.concat(dataOf(chunks, 'IDAT'));
  try {
    const { width, height, data } = PNG.sync.read(rebuilt(chunks, header, inflated(content, header)));
    return { width, height, data };
  } catch (cause) {
    throw cause instanceof PictureRefused ? cause : new PictureRefused('broken', { cause });
  }
}

/** Without anything but the picture. */
export function encodePng(picture: Picture): Buffer {
  const png = new PNG({ width: picture.width, height: picture.height });
  picture.data.copy(png.data);
  return PNG.sync.write(png, { deflateLevel: 9 });
}

function isVector(file: Buffer): boolean {
  return /<svg[\s>]/i.test(file.subarray(0, 2048).toString('latin1'));
}

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

function chunksOf(file: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  let place = signature.length;
  while (place < file.length) {
    const length = place + 12 <= file.length ? file.readUInt32BE(place) : file.length;
    const end = place + 12 + length;
    if (end > file.length || crc32(file.subarray(place + 4, end - 4)) !== file.readUInt32BE(end - 4)) {
      throw new PictureRefused('broken');
    }
    const type = file.toString('latin1', place + 4, place + 8);
    chunks.push({ type, data: file.subarray(place + 8, end - 4) });
    if (type === 'IEND') {
      break;
    }
    place = end;
  }
  return chunks;
}

/** The first chunk, and the only one: a second would say other sizes to whoever reads on. */
function headerIn([first, ...others]: readonly Chunk[]): Header {
  if (first?.type !== 'IHDR' || first.data.length !== 13 || others.some(({ type }) => type === 'IHDR')) {
    throw new PictureRefused('broken');
  }
  const [width, height] = [first.data.readUInt32BE(0), first.data.readUInt32BE(4)];
  const [depth = 0, colourType = 0, , , interlace] = first.data.subarray(8);
  if (Math.max(width, height) > longestSide) {
    throw new PictureRefused('side-too-long');
  }
  if (Math.max(width, height) < shortestSide || Math.min(width, height) === 0) {
    throw new PictureRefused('side-too-short');
  }
  if (interlace !== 0) {
    throw new PictureRefused('interlaced');
  }
  if (samplesOf[colourType] === undefined || ![1, 2, 4, 8, 16].includes(depth)) {
    throw new PictureRefused('broken');
  }
  return { width, height, depth, colourType };
}

/** To the very size that the header promises, and not a byte further. */
function inflated(content: Buffer, { width, height, depth, colourType }: Header): Buffer {
  const bitsOfPixel = (samplesOf[colourType] ?? 0) * depth;
  const size = (Math.ceil((width * bitsOfPixel) / 8) + 1) * height;
  const lines = inflateSync(content, { maxOutputLength: size });
  if (lines.length !== size) {
    throw new PictureRefused('broken');
  }
  return lines;
}

function rebuilt(chunks: readonly Chunk[], { colourType }: Header, lines: Buffer): Buffer {
  const [header = Buffer.alloc(0)] = dataOf(chunks, 'IHDR');
  const [palette] = dataOf(chunks, 'PLTE');
  const [transparency] = dataOf(chunks, 'tRNS');
  if (colourType === 3 && !palette) {
    throw new PictureRefused('broken');
  }
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    ...(colourType === 3 && palette ? [chunk('PLTE', palette)] : []),
    ...(transparency ? [chunk('tRNS', transparency)] : []),
    chunk('IDAT', deflateSync(lines, { level: 1 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function dataOf(chunks: readonly Chunk[], wanted: string): Buffer[] {
  return chunks.filter(({ type }) => type === wanted).map(({ data }) => data);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(data.length, 0);
  named.copy(framed, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}
