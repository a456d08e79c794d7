/**
 * The language switch of a page on which something can be typed: a button of that very form, which sends what was typed so far, whatever
 * the browser would say of it, to be shown in the other language (decision 57). No script is needed, nothing is judged, and nothing secret is kept.
 */
import type { Context, Middleware } from 'koa';
import { ownAddress, seeOther } from '../request/redirect.ts';
import { type Fields, type LongField, largestBodyInBytes, readFields } from './form.ts';
import type { FormTokens } from './form-token.ts';
import { isSecret, type KeptForms } from './kept-form.ts';

/** The form of a page that its language buttons belong to. */
export const typedFormId = 'typed';
/** Marks what was sent for the sake of another language. Whether the page says what was wrong. */
const mark = 'kapu_typed';

const formStart = '<form ';

/** @returns the content, in which the first form that holds something to keep has its name; and whether there is one. */
export function nameTypedForm(content: string): { content: string; hasTypedForm: boolean } {
  // Found by its place: cut into forms and put together again, the whole page would be copied twice.
  for (let at = content.indexOf(formStart); at >= 0; at = content.indexOf(formStart, at + 1)) {
    if (holdsTyped(content.slice(at, content.indexOf('</form>', at)))) {
      const named = `${content.slice(0, at)}<form id="${typedFormId}" ${content.slice(at + formStart.length)}`;
      return { content: named, hasTypedForm: true };
    }
  }
  return { content, hasTypedForm: false };
}

function holdsTyped(form: string): boolean {
  const fields = form.match(/<(?:input|select|textarea) [^>]*>/g) ?? [];
  return fields.some((field) => {
    const [, name = ''] = / name="([^"]*)"/.exec(field) ?? [];
    return !/ type="hidden"| data-not-kept /.test(field) && !isSecret(name);
  });
}

/** Where such a button sends its form to: the page's own address. */
export function switchAddress(address: string, hasErrors: boolean): string {
  return `${address}&${mark}=${hasErrors ? 'refused' : 'unsent'}`;
}

/**
 * @param long the one field that may be long and hold several lines, on whatever page it is
 * @throws RequestRefused with 400, 413 or 415
 */
export function languageSwitch(
  keptForms: KeptForms,
  formTokens: Pick<FormTokens, 'isGenuine'>,
  long?: LongField,
): Middleware {
  return async (ctx, next) => {
    if (ctx.method !== 'POST' || ctx.query[mark] === undefined) {
      await next();
      return;
    }
    const { _csrf, _view = '', ...fields } = await readTyped(ctx, long);
    // What another site sends changes the language at most, as a link of it would.
    const isGenuine = formTokens.isGenuine(ctx, _csrf);
    const hasErrors = ctx.query[mark] === 'refused';
    const isKept = !isGenuine || keptForms.keepUnsent(ctx, { view: _view, fields, hasErrors });
    if (isKept) {
      seeOther(ctx, addressOfPage(ctx));
      return;
    }
    // Longer than a browser keeps: the page itself is the answer. Loaded again, it is sent again, and nothing changes by it.
    ctx.url = addressOfPage(ctx);
    ctx.method = 'GET';
    await next();
  };
}

/** Whoever sends much to another page is refused as before. */
function readTyped(ctx: Context, long: LongField | undefined): Promise<Fields> {
  return long && ctx.path.startsWith(long.under)
    ? readFields(ctx, largestBodyInBytes + long.mostBytes, long.name)
    : readFields(ctx);
}

function addressOfPage(ctx: Context): string {
  const query = new URLSearchParams(ctx.querystring);
  query.delete(mark);
  return `${ownAddress(ctx.path)}?${query}`;
}
