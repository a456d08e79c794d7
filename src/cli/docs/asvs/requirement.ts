/**
 * How we stand to a requirement of OWASP ASVS 5.0. A folder's file is a chapter, or a few short ones; what each asks is in our own words,
 * the standard's text is in its repository. A test holds each line to the tests and headings that it names.
 */

export interface Evidence {
  /** From the root of the repository. */
  readonly path: string;
  /** The title of a test, or a heading of a document. */
  readonly title: string;
}

interface Asked {
  /** What is asked, in a few words. */
  readonly asks: string;
}

export type Line = Asked &
  (
    | { readonly kind: 'met'; readonly shownBy: readonly Evidence[] }
    | { readonly kind: 'decided'; readonly why: string; readonly riskOf: string }
    | { readonly kind: 'not applicable'; readonly why: string }
    | { readonly kind: 'open'; readonly missing: string }
  );

/** By the number of the requirement, e.g. `6.2.1`. */
export type Chapter = Readonly<Record<string, Line>>;

export function met(asks: string, ...shownBy: readonly [Evidence, ...Evidence[]]): Line {
  return { kind: 'met', asks, shownBy };
}

/** @param riskOf who bears what is left of the risk */
export function decided(asks: string, why: string, riskOf: string): Line {
  return { kind: 'decided', asks, why, riskOf };
}

export function notApplicable(asks: string, why: string): Line {
  return { kind: 'not applicable', asks, why };
}

/** Not met, or not wholly. @public none is at the moment */
export function open(asks: string, missing: string): Line {
  return { kind: 'open', asks, missing };
}

/** @param file below `test/`, without its `.test.ts` */
export function test(file: string, title: string): Evidence {
  return { path: `test/${file}.test.ts`, title };
}

/** @param file below `docs/`, without its `.md` */
export function said(file: string, title: string): Evidence {
  return { path: `docs/${file}.md`, title };
}
