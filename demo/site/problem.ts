/** Problems that a person must be told of, and the one place where they become an answer. */
import type { Context, Middleware } from 'koa';
import { ForeignForm } from './form.ts';
import type { Report } from './report.ts';

/** What may go wrong at any site, with its status; a site adds its own, and has the words under `problem.<kind>`. */
export const statusAtAnySite = { 'foreign-form': 403, 'not-found': 404, fault: 500 } as const;

/** Ends the request with a page that says what happened and leads on. Carries no personal data. */
export class SiteProblem<Kind extends string = string> extends Error {
  override name = 'Problem';
  readonly kind: Kind;
  readonly status: number;

  constructor(kind: Kind, status: number, cause: unknown) {
    super(kind, { cause });
    this.kind = kind;
    this.status = status;
  }
}

export interface ProblemPages<Problem extends SiteProblem> {
  /** The site's own class, which every problem is made of that the site throws. */
  readonly Problem: new (
    kind: keyof typeof statusAtAnySite,
    details?: { cause?: unknown },
  ) => Problem;
  readonly show: (ctx: Context, problem: Problem) => Promise<void>;
  readonly report: Report;
}

export function tellOfProblems<Problem extends SiteProblem>(pages: ProblemPages<Problem>): Middleware {
  const { Problem, show, report } = pages;

  function problemOf(error: unknown): Problem {
    if (error instanceof ForeignForm) {
      return new Problem('foreign-form', { cause: error });
    }
    return error instanceof Problem ? error : new Problem('fault', { cause: error });
  }

  return async (ctx, next) => {
    try {
      await next();
      if (ctx.status === 404 && !ctx.body) {
        throw new Problem('not-found');
      }
    } catch (error) {
      const problem = problemOf(error);
      if (problem.status >= 500) {
        report(problem.kind, problem.cause);
      }
      await show(ctx, problem);
    }
  };
}
