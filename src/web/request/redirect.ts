import type { Context } from 'koa';

/** After a form: 303, so that a reload sends nothing twice and no password travels on (RFC 9700 §4.12). */
export function seeOther(ctx: Context, address: string): void {
  ctx.redirect(address);
  ctx.status = 303;
}

/** What was asked for, as something to lead to: two slashes, for which browsers take `\` as well, would make its first part another site. */
export function ownAddress(asked: string): string {
  return asked.replace(/^[/\\]+/, '/');
}
