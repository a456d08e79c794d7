/** Pictures that relying parties register: what is taken, what is drawn of it, and what is refused before it costs us anything. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PNG } from 'pngjs';
import { createFetchLogo } from '../../src/clients/logos/fetch-logo.ts';
import { decodePng, PictureRefused } from '../../src/clients/logos/png.ts';
import { type Drawn, headerChunk, pngChunk, pngFile } from '../support/pictures.ts';

let server: Server;
let host: string;
let answer: RequestListener;
let asked: string[];

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(String(request.url));
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** As an operator would get it, from a host that is listed. */
async function fetched(
  reply: RequestListener | Buffer,
  privateHosts = [host],
  patienceInMilliseconds = 5000,
) {
  asked = [];
  answer = typeof reply === 'function' ? reply : (_request, response) => response.end(reply);
  const fetchLogo = createFetchLogo({ privateHosts, limits: { patienceInMilliseconds } });
  return fetchLogo(`http://${host}/logo.png`);
}

const refused = (why: string) => ({ kind: 'not-fetched', why });

async function drawn(file: Buffer): Promise<PNG> {
  const outcome = await fetched(file);
  if (outcome.kind !== 'fetched') {
    throw new Error(outcome.why);
  }
  return PNG.sync.read(outcome.picture);
}

const dotOf = ({ data, width }: PNG, x: number, y: number): number[] => [
  ...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4),
];

describe('what is drawn', () => {
  it('is a square of one size with the picture in its middle, whole', async () => {
    const wide = await drawn(pngFile({ width: 400, height: 200 }));
    expect([wide.width, wide.height]).toEqual([96, 96]);
    expect(dotOf(wide, 48, 10)).toEqual([0, 0, 0, 0]);
    expect(dotOf(wide, 0, 48)).toEqual([15, 76, 74, 255]);
    expect(dotOf(wide, 95, 71)).toEqual([15, 76, 74, 255]);
    expect(dotOf(wide, 48, 72)).toEqual([0, 0, 0, 0]);
  });

  it.each<[string, Drawn, number[], number[]]>([
    ['grey', { colourType: 0 }, [200], [200, 200, 200, 255]],
    ['grey of one bit', { colourType: 0, depth: 1 }, [255], [255, 255, 255, 255]],
    ['grey of sixteen bits', { colourType: 0, depth: 16 }, [128, 0], [128, 128, 128, 255]],
    ['colours', { colourType: 2 }, [10, 20, 30], [10, 20, 30, 255]],
    ['grey with alpha', { colourType: 4 }, [90, 128], [90, 90, 90, 128]],
    [
      'a palette',
      { colourType: 3, more: [pngChunk('PLTE', Buffer.of(1, 2, 3, 4, 5, 6))] },
      [1],
      [4, 5, 6, 255],
    ],
    [
      'a palette of two bits with transparency',
      {
        colourType: 3,
        depth: 2,
        more: [pngChunk('PLTE', Buffer.of(1, 2, 3, 4, 5, 6)), pngChunk('tRNS', Buffer.of(255, 0))],
      },
      [0],
      [1, 2, 3, 255],
    ],
  ])('is drawn of %s', async (_kind, how, colour, seen) => {
    expect(dotOf(await drawn(pngFile(how, colour)), 50, 50)).toEqual(seen);
  });

  it('mixes no colour that nobody sees', async () => {
    const [red, unseen] = [Buffer.of(255, 0, 0, 255), Buffer.of(0, 255, 0, 0)];
    const line = Buffer.concat([Buffer.of(0), ...Array(96).fill(Buffer.concat([red, unseen]))]);
    const picture = await drawn(
      pngFile({ width: 192, height: 192, lines: Buffer.concat(Array(192).fill(line)) }),
    );
    expect(dotOf(picture, 40, 40)).toEqual([255, 0, 0, 128]);
  });

  it('keeps nothing else of the file: no text, no place, nothing behind its end', async () => {
    const secret = '<script>alert(1)</script>';
    const text = pngChunk('tEXt', Buffer.from(`Comment\0${secret}`));
    const outcome = await fetched(Buffer.concat([pngFile({ more: [text] }), Buffer.from(secret)]));
    const written = outcome.kind === 'fetched' ? outcome.picture : Buffer.alloc(0);
    expect(written.subarray(1, 4).toString()).toBe('PNG');
    expect(written.includes('script')).toBe(false);
    expect(written.includes('tEXt')).toBe(false);
    expect(written.length).toBeLessThan(40_000);
  });
});

describe('what is refused', () => {
  const page = Buffer.from('<!doctype html><script>alert(1)</script>');
  const vector = Buffer.from(
    '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
  );
  const short = pngFile();
  const twoPalettes = [Buffer.of(1, 2, 3), Buffer.of(200, 0, 0)].map((colours) => pngChunk('PLTE', colours));
  it.each<[string, Buffer, string]>([
    ['a page that calls itself PNG', page, 'not-png'],
    ['a page behind the first bytes of a PNG', Buffer.concat([short.subarray(0, 8), page]), 'broken'],
    ['SVG', vector, 'vector'],
    ['JPEG', Buffer.from('ffd8ffe000104a464946', 'hex'), 'not-png'],
    ['nothing', Buffer.alloc(0), 'not-png'],
    ['half of a file', short.subarray(0, short.length / 2), 'broken'],
    [
      'a picture of nine hundred million dots',
      pngFile({ width: 30_000, height: 30_000, lines: page }),
      'side-too-long',
    ],
    ['four billion dots a side', pngFile({ width: 2 ** 32 - 1, height: 1, lines: page }), 'side-too-long'],
    ['a picture without height', pngFile({ height: 0, lines: page }), 'side-too-short'],
    ['an icon of sixteen dots', pngFile({ width: 16, height: 16 }), 'side-too-short'],
    ['a second header with other sizes', pngFile({ more: [headerChunk(30_000, 30_000)] }), 'broken'],
    ['more lines than it says', pngFile({ lines: Buffer.alloc(8 * 1024 * 1024) }), 'broken'],
    ['fewer lines than it says', pngFile({ lines: Buffer.alloc(100) }), 'broken'],
    ['moving pictures', pngFile({ more: [pngChunk('acTL', Buffer.alloc(8))] }), 'animated'],
    ['interlaced lines', pngFile({ interlace: 1 }), 'interlaced'],
    ['colours of no kind', pngFile({ colourType: 5, lines: page }), 'broken'],
    ['colours of a second palette', pngFile({ colourType: 3, more: twoPalettes }, [1]), 'broken'],
    ['a palette that is missing', pngFile({ colourType: 3 }), 'broken'],
    ['a wrong check sum', Buffer.concat([short.subarray(0, 30), Buffer.of(1), short.subarray(31)]), 'broken'],
  ])('%s', async (_what, file, why) => {
    expect(await fetched(file)).toEqual(refused(why));
  });

  it('a file larger than a logo may be, however it came', () => {
    const much = pngChunk('tEXt', Buffer.alloc(256 * 1024));
    expect(() => decodePng(pngFile({ more: [much] }))).toThrow('picture refused: file-too-large');
  });

  it('a bomb, before more is inflated than its header promises', () => {
    const bomb = pngFile({ lines: Buffer.alloc(8 * 1024 * 1024) });
    expect(bomb.length).toBeLessThan(256 * 1024);
    const fault = (() => {
      try {
        return decodePng(bomb);
      } catch (error) {
        return error;
      }
    })();
    expect(fault).toBeInstanceOf(PictureRefused);
    expect((fault as PictureRefused).cause).toMatchObject({ code: 'ERR_BUFFER_TOO_LARGE' });
  });

  it('a file of a hundred megabytes, long before its end', async () => {
    const part = Buffer.alloc(64 * 1024);
    let sent = 0;
    const outcome = await fetched((_request, response) => {
      response.on('error', () => undefined);
      const send = (): void => {
        while (sent < 100 * 1024 * 1024 && !response.destroyed) {
          sent += part.length;
          if (!response.write(part)) {
            response.once('drain', send);
            return;
          }
        }
      };
      send();
    });
    expect(outcome).toEqual(refused('answer too large'));
    expect(sent).toBeLessThan(50 * 1024 * 1024);
  });

  it('a host that never comes to an end', async () => {
    const slow: RequestListener = (_request, response) => response.write(pngFile().subarray(0, 20));
    expect(await fetched(slow, [host], 300)).toEqual(refused('no answer in time'));
  });

  it('an address that leads elsewhere, and nobody goes there', async () => {
    const outcome = await fetched((_request, response) =>
      response.writeHead(302, { Location: `http://${host}/inside` }).end(),
    );
    expect(outcome).toEqual(refused('redirect'));
    expect(asked).toEqual(['/logo.png']);
  });

  it('hosts of our own network that the operator did not list', async () => {
    expect(await fetched(pngFile(), [])).toEqual(refused('not https'));
    expect(await createFetchLogo({ privateHosts: [] })(`https://${host}/logo.png`)).toEqual(
      refused('address not public'),
    );
    expect(asked).toEqual([]);
  });

  it('whatever does not come with 200', async () => {
    const outcome = await fetched((_request, response) => response.writeHead(404).end(pngFile()));
    expect(outcome).toEqual(refused('answer'));
  });
});
