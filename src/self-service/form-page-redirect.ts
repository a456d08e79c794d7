/** The address of a form, loaded by the language switch or from the history: its page is shown instead. */
import type { Context } from 'koa';
import { seeOther } from '../web/request/redirect.ts';

export function redirectToPage(ctx: Context, page: string): void {
  const { lang } = ctx.query;
  seeOther(ctx, typeof lang === 'string' ? `${page}?lang=${encodeURIComponent(lang)}` : page);
}
