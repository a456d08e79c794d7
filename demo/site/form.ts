/** Reading a form: small, every field once, and with the token of the session it was made for. */
import { timingSafeEqual } from 'node:crypto';
import type { Context } from 'koa';
import getRawBody from 'raw-body';

const largestBodyInBytes = 8 * 1024;

/** Anything that our own page would not send. */
export class ForeignForm extends Error {
  override name = 'ForeignForm';
}

export type Fields = Readonly<Record<string, string>>;

/** @throws ForeignForm */
export async function readForm(ctx: Context, { formToken }: { readonly formToken: string }): Promise<Fields> {
  const fields = await readFields(ctx);
  if (!isSame(fields._csrf ?? '', formToken)) {
    throw new ForeignForm();
  }
  return fields;
}

/** A form that another program sends: nothing of ours is in it. @throws ForeignForm when it is malformed. */
export function readForeignForm(ctx: Context): Promise<Fields> {
  return readFields(ctx);
}

async function readFields(ctx: Context): Promise<Fields> {
  if (!ctx.is('application/x-www-form-urlencoded')) {
    throw new ForeignForm();
  }
  const fields: Record<string, string> = Object.create(null);
  for (const [name, value] of new URLSearchParams(await readBody(ctx))) {
    // Control characters, and the character that stands for bytes which are no UTF-8.
    if (name in fields || /[\p{Cc}\uFFFD]/u.test(name + value)) {
      throw new ForeignForm();
    }
    fields[name] = value;
  }
  return fields;
}

async function readBody(ctx: Context): Promise<string> {
  try {
    return await getRawBody(ctx.req, {
      length: ctx.get('content-length'),
      limit: largestBodyInBytes,
      encoding: 'utf8',
    });
  } catch (error) {
    throw new ForeignForm('unreadable', { cause: error });
  }
}

function isSame(one: string, other: string): boolean {
  const [first, second] = [Buffer.from(one), Buffer.from(other)];
  return first.length === second.length && timingSafeEqual(first, second);
}
