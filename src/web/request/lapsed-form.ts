/**
 * A form whose sender had to prove anew who they are when it arrived: nothing came of it, and they are led back to its page, which says
 * so. Whoever is not told believes that it is done, or that they are asked twice.
 */
import type { Context } from 'koa';

/** In the address of the page: once more. */
const marker = 'ujra';

/** The page of a form that arrives now, or of one before on the same way. */
export function backTo(ctx: Context, page: string): string {
  return ctx.method === 'POST' ? marked(page) : onwardTo(ctx, page);
}

/** The next address on the way back. */
export function onwardTo(ctx: Context, address: string): string {
  return isAfterLapsedForm(ctx) ? marked(address) : address;
}

function marked(address: string): string {
  return `${address}${address.includes('?') ? '&' : '?'}${marker}`;
}

function isAfterLapsedForm(ctx: Context): boolean {
  return ctx.query[marker] !== undefined;
}

/** Whoever came back is signed in: the page says that nothing was done, and holds what was typed. */
export function noteLapsedForm(ctx: Context, accountId: string): void {
  if (ctx.method === 'GET' && isAfterLapsedForm(ctx)) {
    ctx.state.senderOfLapsedForm = accountId;
  }
}

export function hasLapsedForm(ctx: Context): boolean {
  return senderOfLapsedForm(ctx) !== undefined;
}

/** The account that is signed in on the page that was come back to. */
export function senderOfLapsedForm(ctx: Context): string | undefined {
  return ctx.state.senderOfLapsedForm as string | undefined;
}

/** What is sent in between, after which the form is come back to. */
export function isOnWayBack(ctx: Context): boolean {
  return ctx.method === 'POST' && isAfterLapsedForm(ctx);
}
