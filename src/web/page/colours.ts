/** The colours of an installation as a style that follows ours. */
import { type Colours, paletteOf } from '../../configuration/colours.ts';

/** Read after kapu.css. Paper stays white in print, where the light ones are read. */
export function styleOf(colours: Colours): string {
  return [
    `:root{${declarations('light', colours)}}`,
    `@media screen and (prefers-color-scheme:dark){.kapu-themed{${declarations('dark', colours)}}}`,
  ].join('\n');
}

function declarations(scheme: 'light' | 'dark', colours: Colours): string {
  const palette = paletteOf(scheme, colours[scheme]);
  const { brand, mist, link, 'brand-deep': deep } = palette;
  // GOV.UK's own names, which its components go by.
  const govuk = { brand, 'link-hover': deep, hover: mist, 'surface-background': mist, ...(link && { link }) };
  return [
    ...Object.entries(palette).map(([name, colour]) => `--kapu-${name}:${colour}`),
    ...Object.entries(govuk).map(([name, colour]) => `--govuk-${name}-colour:${colour}`),
  ].join(';');
}
