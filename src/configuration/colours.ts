/**
 * The colours of an installation: one of its own for light pages and one for dark ones, and one each for links where those are to differ.
 * What else hangs on them (pressed buttons, tinted surfaces, text on buttons) is mixed from them, and every pair that is read must have the
 * contrast of WCAG 2.2 AA (1.4.3), or the configuration is refused.
 */
import { z } from 'zod';

type Scheme = 'light' | 'dark';
type Rgb = readonly [number, number, number];

const leastContrast = 4.5;

/** What stays as it is (views/assets/kapu.scss). */
const surfaces = {
  light: { sheet: '#ffffff', paper: '#f7f3eb' },
  dark: { sheet: '#16201f', paper: '#0e1615' },
} as const;
const onColour = ['#ffffff', '#0a1f1e'] as const;

const colour = z
  .string()
  .regex(/^#[0-9a-f]{6}$/i, 'must be #rrggbb')
  .transform((text) => text.toLowerCase());

const schemeSchema = z.strictObject({
  /** Buttons, headings of cards, the mark at the top. */
  brand: colour,
  link: colour.optional(),
});

type SchemeColours = z.output<typeof schemeSchema>;

export const coloursSchema = z
  .strictObject({ light: schemeSchema, dark: schemeSchema })
  .superRefine((colours, context) => {
    for (const scheme of ['light', 'dark'] as const) {
      for (const problem of problemsOf(scheme, colours[scheme])) {
        context.addIssue({ code: 'custom', path: [scheme], message: problem });
      }
    }
  });

export type Colours = z.output<typeof coloursSchema>;

/** Names of kapu.scss, without their beginning. */
interface Palette {
  readonly brand: string;
  readonly 'brand-deep': string;
  readonly 'on-brand': string;
  readonly mist: string;
  readonly link?: string;
}

export function paletteOf(scheme: Scheme, { brand, link }: SchemeColours): Palette {
  const towards = scheme === 'light' ? '#000000' : '#ffffff';
  const deep = mixed(brand, towards, 0.3);
  const least = (text: string): number => Math.min(contrast(text, brand), contrast(text, deep));
  const [onBrand = onColour[0]] = [...onColour].sort((one, other) => least(other) - least(one));
  return {
    brand,
    'brand-deep': deep,
    'on-brand': onBrand,
    mist: mixed(surfaces[scheme].sheet, brand, 0.1),
    ...(link && { link }),
  };
}

function problemsOf(scheme: Scheme, colours: SchemeColours): string[] {
  const { sheet, paper } = surfaces[scheme];
  const palette = paletteOf(scheme, colours);
  const { brand, mist, link } = palette;
  const pairs: [string, string, string][] = [
    ['brand on the page', brand, paper],
    ['brand on its sheet', brand, sheet],
    ['brand on tinted surfaces', brand, mist],
    ['text on buttons', palette['on-brand'], brand],
    ['text on pressed buttons', palette['on-brand'], palette['brand-deep']],
    ...(link
      ? [paper, sheet, mist].map((surface): [string, string, string] => [
          'link on its surface',
          link,
          surface,
        ])
      : []),
  ];
  return pairs
    .map(([what, text, surface]) => ({ what, ratio: contrast(text, surface) }))
    .filter(({ ratio }) => ratio < leastContrast)
    .map(
      ({ what, ratio }) =>
        `contrast of ${what} is ${ratio.toFixed(2)}, and must be ${leastContrast} at least`,
    );
}

/** WCAG 2.2, contrast ratio. */
export function contrast(one: string, other: string): number {
  const [lighter, darker] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

/** WCAG 2.2, relative luminance. */
function luminance(text: string): number {
  const [red, green, blue] = rgbOf(text).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function mixed(one: string, other: string, share: number): string {
  const [first, second] = [rgbOf(one), rgbOf(other)];
  const parts = first.map((part, at) => Math.round(part * (1 - share) + (second[at] ?? 0) * share));
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

function rgbOf(text: string): Rgb {
  return [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16)) as unknown as Rgb;
}
