/** What may go wrong so that a person must be told; each has its words in the locales under `problem.<kind>`. */
const statusOf = {
  'not-found': 404,
  'foreign-form': 403,
  over: 400,
  'provider-away': 503,
  fault: 500,
} as const;

export type ProblemKind = keyof typeof statusOf;

/** Ends the request with a page that says what happened and leads on. */
export class Problem extends Error {
  override name = 'Problem';
  readonly kind: ProblemKind;
  readonly status: number;

  constructor(kind: ProblemKind, cause?: unknown) {
    super(kind, { cause });
    this.kind = kind;
    this.status = statusOf[kind];
  }
}

/** Turns silence of the provider into a page that says so. */
export async function reachable<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    throw new Problem('provider-away', error);
  }
}
