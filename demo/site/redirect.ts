/** Leading on after something was done: whatever the browser sent, it fetches the next page with GET. */
import type { Context } from 'koa';

export function seeOther(ctx: Context, address: string): void {
  ctx.status = 303;
  ctx.redirect(address);
}
