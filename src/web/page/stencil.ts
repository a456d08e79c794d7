/** A text that is the same for everybody but for a few places: made once, and filled in for each. */
import ejs from 'ejs';

/** Stands in no text of ours, and no view changes it. */
const edge = '\u0001';

export type Blanks = Readonly<Record<string, string>>;

/** @returns the text with what is given in its places, escaped for HTML, as bytes */
export type Stencil = (given: Blanks) => Buffer;

/** @param render makes the text with what it is given for each of the names. @param names of its places */
export function cutStencil(names: readonly string[], render: (blanks: Blanks) => string): Stencil {
  const blanks = Object.fromEntries(names.map((name) => [name, `${edge}${name}${edge}`]));
  const parts = render(blanks)
    .split(edge)
    .map((part, at) => (at % 2 === 0 ? Buffer.from(part) : part));
  return (given) =>
    Buffer.concat(
      parts.map((part) => (typeof part === 'string' ? Buffer.from(ejs.escapeXML(given[part] ?? '')) : part)),
    );
}
