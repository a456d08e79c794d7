/** A camera for Chromium that sees one picture: what a phone or a window's camera is held to. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

const width = 1280;
const height = 720;

/**
 * @param page in which the picture is turned into a film; any will do
 * @param picture PNG
 * @returns what Chromium is started with
 */
export async function cameraSwitches(page: Page, picture: Buffer): Promise<string[]> {
  const file = join(mkdtempSync(join(tmpdir(), 'kapu-camera-')), 'seen.y4m');
  writeFileSync(file, filmOf(await brightnessOf(page, picture)));
  return [
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-video-capture=${file}`,
  ];
}

/** YUV4MPEG2, two frames, without colours. */
function filmOf(brightness: Buffer): Buffer {
  const colours = Buffer.alloc((width * height) / 2, 128);
  const frame = [Buffer.from('FRAME\n'), brightness, colours];
  return Buffer.concat([
    Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`),
    ...frame,
    ...frame,
  ]);
}

/** A byte for each pixel, the picture in the middle of grey. */
async function brightnessOf(page: Page, picture: Buffer): Promise<Buffer> {
  const script = `(async () => {
    const bytes = Uint8Array.from(atob('${picture.toString('base64')}'), (c) => c.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(${width}, ${height});
    const context = canvas.getContext('2d');
    context.fillStyle = '#999';
    context.fillRect(0, 0, ${width}, ${height});
    const scale = Math.min(${width} / bitmap.width, ${height} / bitmap.height) * 0.9;
    const [w, h] = [bitmap.width * scale, bitmap.height * scale];
    context.drawImage(bitmap, (${width} - w) / 2, (${height} - h) / 2, w, h);
    const { data } = context.getImageData(0, 0, ${width}, ${height});
    let text = '';
    for (let at = 0; at < data.length; at += 4) text += String.fromCharCode(data[at + 1]);
    return btoa(text);
  })()`;
  return Buffer.from(await page.evaluate<string>(script), 'base64');
}
