/** What may go wrong so that a person must be told; each has its words in the words under `problem.<kind>`. */
import { SiteProblem, statusAtAnySite } from '../site/problem.ts';

const statusOf = { ...statusAtAnySite, over: 400, 'provider-away': 503 } as const;

type ProblemKind = keyof typeof statusOf;

export class Problem extends SiteProblem<ProblemKind> {
  constructor(kind: ProblemKind, { cause }: { readonly cause?: unknown } = {}) {
    super(kind, statusOf[kind], cause);
  }
}

/** Turns silence of the provider into a page that says so. */
export async function reachable<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    throw new Problem('provider-away', { cause: error });
  }
}
