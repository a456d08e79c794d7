/** A logo as we show it: a square of one size, the picture in its middle, whole. */
import type { Picture } from './png.ts';

/** Three dots of a dense screen for each at which it is shown. */
const logoSide = 96;

/** Each dot is the mean of what lies under it, weighed by how opaque it is: what is transparent has a colour that nobody sees. */
export function asLogo(picture: Picture): Picture {
  const scale = logoSide / Math.max(picture.width, picture.height);
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const [left, top] = [Math.floor((logoSide - width) / 2), Math.floor((logoSide - height) / 2)];
  const data = Buffer.alloc(logoSide * logoSide * 4);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const columns = spanOf(x, width, picture.width);
      const rows = spanOf(y, height, picture.height);
      data.set(meanOf(picture, columns, rows), ((top + y) * logoSide + left + x) * 4);
    }
  }
  return { width: logoSide, height: logoSide, data };
}

type Span = readonly [from: number, to: number];

function spanOf(place: number, of: number, dots: number): Span {
  const from = Math.min(dots - 1, Math.floor((place * dots) / of));
  return [from, Math.max(from + 1, Math.floor(((place + 1) * dots) / of))];
}

function meanOf({ width, data }: Picture, [left, right]: Span, [top, bottom]: Span): number[] {
  const sum = [0, 0, 0];
  let opacity = 0;
  for (let y = top; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) {
      const at = (y * width + x) * 4;
      const alpha = data[at + 3] ?? 0;
      opacity += alpha;
      sum.forEach((_, colour) => {
        sum[colour] = (sum[colour] ?? 0) + (data[at + colour] ?? 0) * alpha;
      });
    }
  }
  const dots = (right - left) * (bottom - top);
  return [...sum.map((one) => (opacity === 0 ? 0 : Math.round(one / opacity))), Math.round(opacity / dots)];
}
