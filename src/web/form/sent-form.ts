/** The form that a request sent, once it was read and found to be from our own page: whoever renders the answer knows it. */
import type { Context } from 'koa';

export type Fields = Readonly<Record<string, string>>;

export function noteSentForm(ctx: Context, fields: Fields): void {
  ctx.state.form = fields;
}

export function sentForm(ctx: Context): Fields {
  return (ctx.state.form as Fields | undefined) ?? {};
}
