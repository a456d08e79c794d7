/** The one place where a fault becomes an answer: a page for people, JSON for programs, never a stack trace. */
import type { Context, Middleware } from 'koa';
import { LimitReached, MethodRefused, Overloaded, type RefusalReason, RequestRefused } from '../../errors.ts';
import type { Logger } from '../../observability/logger.ts';
import { sayingSeldom } from '../../observability/seldom.ts';
import { LeftUndone } from '../../storage/due/each-in-turn.ts';
import { Unreadable } from '../../storage/sealed-record.ts';
import { storeFailureInWords } from '../../storage/store-failure.ts';
import { ownAddress } from '../request/redirect.ts';
import { logOf, requestIdOf } from '../request/request-context.ts';
import type { Pages } from './page.ts';

/** Where code that answers by itself (the engine) leaves the fault that it met. */
export function noteFault(ctx: Context, fault: unknown): void {
  ctx.state.fault = fault;
}

export function answerFaults(pages: Pages, logger: Logger): Middleware {
  const sayUnavailable = sayingSeldom((reason, times, example) =>
    logger.error({ reason, times, request_id: example }, 'temporarily unavailable'),
  );

  return async (ctx, next) => {
    try {
      await next();
      if (ctx.state.fault !== undefined) {
        throw ctx.state.fault;
      }
    } catch (fault) {
      ctx.remove('Location');
      ctx.set('Cache-Control', 'no-store');
      const unavailable = whyUnavailable(fault);
      if (unavailable) {
        sayUnavailable(unavailable.reason, requestIdOf(ctx));
        showUnavailable(pages, ctx, unavailable.retryAfterSeconds);
      } else {
        await answer(pages, ctx, fault);
      }
    }
  };
}

interface Unavailable {
  /** One of few, whoever asks for whatever: each is said by itself. */
  readonly reason: string;
  readonly retryAfterSeconds: number;
}

const storeRetryAfterSeconds = 5;

/** @returns undefined where the same request will not succeed a little later */
function whyUnavailable(fault: unknown): Unavailable | undefined {
  if (fault instanceof Overloaded) {
    return { reason: fault.message, retryAfterSeconds: fault.retryAfterSeconds };
  }
  const reason = storeFailureInWords(fault);
  return reason === undefined ? undefined : { reason, retryAfterSeconds: storeRetryAfterSeconds };
}

async function answer(pages: Pages, ctx: Context, fault: unknown): Promise<void> {
  if (fault instanceof RequestRefused) {
    logOf(ctx).info({ reason: fault.reason }, 'request refused');
    if (fault instanceof LimitReached) {
      ctx.set('Retry-After', String(fault.retryAfterSeconds));
    }
    if (fault instanceof MethodRefused) {
      ctx.set('Allow', fault.allowed.join(', '));
    }
    await showRefusal(pages, ctx, fault);
    return;
  }
  if (fault instanceof Error && fault.name === 'AbortError') {
    ctx.status = 499;
    return;
  }
  logOf(ctx).error({ err: fault }, 'fault');
  await (fault instanceof Unreadable || fault instanceof LeftUndone
    ? showUnreadable(pages, ctx)
    : showBroken(pages, ctx));
}

async function showRefusal(pages: Pages, ctx: Context, { status, reason }: RequestRefused): Promise<void> {
  if (wantsJson(ctx)) {
    answerJson(ctx, status, 'invalid_request', reason);
    return;
  }
  const title = refusalTitles[reason];
  await pages.show(ctx, 'errors/refused', { title, status, data: { reason } });
}

const refusalTitles = {
  'body-too-large': 'refused.body-too-large.title',
  'content-type': 'refused.content-type.title',
  'malformed-body': 'refused.malformed-body.title',
  'foreign-form': 'refused.foreign-form.title',
  'foreign-host': 'refused.foreign-host.title',
  'not-found': 'refused.not-found.title',
  'sign-in-ended': 'refused.sign-in-ended.title',
  'too-long': 'refused.too-long.title',
  'too-many': 'refused.too-many.title',
  'wrong-method': 'refused.wrong-method.title',
} as const satisfies Record<RefusalReason, string>;

function showUnavailable(pages: Pages, ctx: Context, retryAfterSeconds: number): void {
  ctx.set('Retry-After', String(retryAfterSeconds));
  if (wantsJson(ctx)) {
    answerJson(ctx, 503, 'temporarily_unavailable', 'try again in a few seconds');
    return;
  }
  const data = {
    again: ctx.method === 'GET' ? ownAddress(ctx.url) : '',
  };
  pages.showStanding(ctx, 'errors/unavailable', { title: 'error.unavailable.title', status: 503, data });
}

async function showBroken(pages: Pages, ctx: Context): Promise<void> {
  if (wantsJson(ctx)) {
    answerJson(ctx, 500, 'server_error', 'an unexpected error was recorded');
    return;
  }
  await pages.show(ctx, 'errors/broken', { title: 'error.broken.title', status: 500 });
}

/** Nothing is wrong with the request, nor will it pass in a minute. The log names the record. */
async function showUnreadable(pages: Pages, ctx: Context): Promise<void> {
  if (wantsJson(ctx)) {
    answerJson(ctx, 500, 'server_error', 'a record that this needs cannot be read; it was recorded');
    return;
  }
  const title = 'refused.unreadable.title';
  await pages.show(ctx, 'errors/refused', { title, status: 500, data: { reason: 'unreadable' } });
}

/** True of programs, and of scripts of ours. */
export function wantsJson(ctx: Context): boolean {
  return ctx.accepts('json', 'html') !== 'html';
}

function answerJson(ctx: Context, status: number, error: string, description: string): void {
  ctx.status = status;
  ctx.body = { error, error_description: description, request_id: requestIdOf(ctx) };
}
