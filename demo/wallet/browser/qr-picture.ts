/** QR codes: read from pictures, and drawn. */
import { encodeQR } from 'qr';
import { decodeQR } from 'qr/decode.js';

const svgNamespace = 'http://www.w3.org/2000/svg';
/** Larger photos are made smaller: a code that fills a picture is read as well, and sooner. */
const longestSide = 1600;
const patienceInMilliseconds = 400;
/** Four modules, as the standard wants. */
const quietZone = 4;

/** Undefined where no code can be read. */
export function readPicture(picture: CanvasImageSource, width: number, height: number): string | undefined {
  const scale = Math.min(1, longestSide / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context || canvas.width === 0 || canvas.height === 0) {
    return undefined;
  }
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  try {
    const image = context.getImageData(0, 0, canvas.width, canvas.height);
    return decodeQR(image, { timeLimit: patienceInMilliseconds });
  } catch {
    return undefined;
  }
}

export async function readPictureFile(file: Blob): Promise<string | undefined> {
  try {
    const picture = await createImageBitmap(file);
    return readPicture(picture, picture.width, picture.height);
  } catch {
    return undefined;
  }
}

/** Level L: a screen is neither torn nor dirty, and fewer modules are larger ones. */
export function drawCode(text: string, label: string): SVGSVGElement {
  const modules = encodeQR(text, 'raw', { ecc: 'low', border: quietZone });
  const side = modules.length;
  const path = modules
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('');
  const svg = svgElement('svg', {
    viewBox: `0 0 ${side} ${side}`,
    role: 'img',
    'aria-label': label,
    'shape-rendering': 'crispEdges',
    'data-modules': String(side - 2 * quietZone),
  });
  svg.append(
    svgElement('path', { fill: '#fff', d: `M0 0h${side}v${side}H0z` }),
    svgElement('path', { fill: '#000', d: path }),
  );
  return svg;
}

export function svgElement<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>>,
): SVGElementTagNameMap[Tag] {
  const made = document.createElementNS(svgNamespace, tag);
  for (const [name, value] of Object.entries(attributes)) {
    made.setAttribute(name, value);
  }
  return made;
}
