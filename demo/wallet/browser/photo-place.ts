/** Where the photo of an earnest card stands: the register of the demo has none. */
import { svgElement } from './qr-picture.ts';

export function photoPlace(label: string): SVGSVGElement {
  const photo = svgElement('svg', {
    viewBox: '0 0 96 120',
    class: 'wallet-card__photo',
    role: 'img',
    'aria-label': label,
  });
  photo.append(
    svgElement('circle', { cx: '48', cy: '44', r: '20', fill: 'currentColor' }),
    svgElement('path', { d: 'M10 120c0-30 16-46 38-46s38 16 38 46z', fill: 'currentColor' }),
  );
  return photo;
}
