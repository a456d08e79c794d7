/** What may go wrong so that a citizen must be told; each has its words in the locales under `problem.<kind>`. */
const statusOf = {
  cancelled: 403,
  'too-low': 403,
  'sign-in-over': 400,
  'sign-in-failed': 502,
  'provider-away': 503,
  'sign-in-needed': 401,
  'session-over': 401,
  'foreign-form': 403,
  'not-found': 404,
  fault: 500,
} as const;

export type ProblemKind = keyof typeof statusOf;

/** Ends the request with a page that says what happened and leads on. Carries no personal data. */
export class Problem extends Error {
  override name = 'Problem';
  readonly kind: ProblemKind;
  readonly status: number;
  /** Where the citizen was going, one of our own paths. */
  readonly goal: string;

  constructor(kind: ProblemKind, goal = '/', cause?: unknown) {
    super(kind, { cause });
    this.kind = kind;
    this.status = statusOf[kind];
    this.goal = goal;
  }
}
