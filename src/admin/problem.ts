/** Problems, as programs read them (RFC 9457), and the refusals of bearer tokens (RFC 6750 §3). */
import type { Context, Middleware } from 'koa';
import type { RegistrationFault } from '../clients/metadata-rules.ts';
import { requestIdOf } from '../web/request/request-context.ts';

export interface ProblemDetails {
  readonly detail: string;
  readonly faults?: readonly RegistrationFault[];
  readonly headers?: Readonly<Record<string, string>>;
}

export class Problem extends Error {
  override name = 'Problem';
  readonly status: number;
  readonly details: ProblemDetails;

  constructor(status: number, details: ProblemDetails) {
    super(details.detail);
    this.status = status;
    this.details = details;
  }
}

export const answerProblems: Middleware = async (ctx, next) => {
  ctx.set('Cache-Control', 'no-store');
  try {
    await next();
  } catch (fault) {
    if (!(fault instanceof Problem)) {
      throw fault;
    }
    answer(ctx, fault);
  }
};

const titles: Readonly<Record<number, string>> = {
  400: 'The request is malformed',
  401: 'A token is needed',
  403: 'The token does not allow this',
  404: 'There is no such client',
  405: 'The method is not allowed here',
  409: 'The client is not in a state for this',
  412: 'The client was changed since',
  413: 'The body is too large',
  415: 'The body must be application/json',
  422: 'The metadata are not accepted',
  428: 'If-Match is missing',
  429: 'Too many requests',
};

function answer(ctx: Context, { status, details: { detail, faults, headers = {} } }: Problem): void {
  ctx.status = status;
  ctx.set({ ...headers });
  ctx.body = JSON.stringify({
    type: 'about:blank',
    title: titles[status],
    status,
    detail,
    ...(faults ? { errors: faults.map(pointed) } : {}),
    request_id: requestIdOf(ctx),
  });
  ctx.type = 'application/problem+json';
}

/** A JSON Pointer in the fragment (RFC 6901 §6), as the example of RFC 9457 §3 has it. */
function pointed({ field, message }: RegistrationFault): { pointer: string; detail: string } {
  const path = field === 'metadata' ? [] : field.split('.');
  return { pointer: `#${path.map((step) => `/${encodeURIComponent(step)}`).join('')}`, detail: message };
}
