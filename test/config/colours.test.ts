/** Colours of an installation's own: taken where they can be read, refused with the ratio where not. */
import { describe, expect, it } from '@jest/globals';
import { contrast } from '../../src/configuration/colours.ts';
import { pagesSchema } from '../../src/configuration/pages.ts';
import { styleOf } from '../../src/web/page/colours.ts';

const plum = { light: { brand: '#5b2a6e', link: '#1d4f91' }, dark: { brand: '#d9b3ea', link: '#9cc4ff' } };

const problemsOf = (colours: unknown): string[] =>
  pagesSchema
    .safeParse({ colours })
    .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];

describe('the colours of an installation', () => {
  it('are its own on light and on dark pages', () => {
    const { colours } = pagesSchema.parse({ colours: plum });
    const style = styleOf(colours as NonNullable<typeof colours>);
    expect(style).toMatch(/^:root\{--kapu-brand:#5b2a6e;/);
    expect(style).toMatch(/prefers-color-scheme:dark\)\{\.kapu-themed\{--kapu-brand:#d9b3ea;/);
    expect(style).toContain('--govuk-link-colour:#1d4f91');
    expect(style).not.toMatch(/undefined|NaN/);
  });

  it.each([
    [
      { ...plum, light: { brand: '#7fb2ff' } },
      /^colours\.light: contrast of brand on the page is 1\.9\d, and must be 4\.5 at least$/,
    ],
    [{ ...plum, dark: { brand: '#5b2a6e' } }, /^colours\.dark: contrast of brand on the page is 1\.\d\d, /],
    [
      { ...plum, light: { brand: '#5b2a6e', link: '#ffcc00' } },
      /^colours\.light: contrast of link on its surface/,
    ],
    [{ light: plum.light }, /^colours\.dark: /],
    [{ ...plum, light: { brand: 'red;}body{display:none' } }, /must be #rrggbb/],
  ])('are refused where nobody could read them: %j', (colours, problem) => {
    expect(problemsOf(colours)[0]).toMatch(problem);
  });

  it('are compared as WCAG says', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
    expect(contrast('#ffffff', '#777777')).toBeCloseTo(4.48, 2);
  });
});
