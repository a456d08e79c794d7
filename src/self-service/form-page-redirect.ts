/** The address of a form, loaded by the language switch or from the history: its page is shown instead. */
import type { Context } from 'koa';
import { seeOther } from '../web/request/redirect.ts';

export function redirectToPage(ctx: Context, page: string): void {
  const kept = keptOfAddress.flatMap((name): [string, string][] => {
    const value = ctx.query[name];
    return typeof value === 'string' ? [[name, value]] : [];
  });
  seeOther(ctx, kept.length > 0 ? `${page}?${new URLSearchParams(kept)}` : page);
}

/** The language, and which of two pages it was. */
const keptOfAddress = ['lang', 'azonositokulcs'];
