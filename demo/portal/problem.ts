/** What may go wrong so that a citizen must be told; each has its words in the words under `problem.<kind>`. */
import { SiteProblem, statusAtAnySite } from '../site/problem.ts';

const statusOf = {
  ...statusAtAnySite,
  cancelled: 403,
  'too-low': 403,
  'sign-in-over': 400,
  'sign-in-failed': 502,
  'provider-away': 503,
  'sign-in-needed': 401,
  'session-over': 401,
} as const;

type ProblemKind = keyof typeof statusOf;

interface ProblemDetails {
  /** Where the citizen was going, one of our own paths. */
  readonly goal?: string;
  readonly cause?: unknown;
}

export class Problem extends SiteProblem<ProblemKind> {
  readonly goal: string;

  constructor(kind: ProblemKind, { goal = '/', cause }: ProblemDetails = {}) {
    super(kind, statusOf[kind], cause);
    this.goal = goal;
  }
}
