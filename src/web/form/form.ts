/**
 * Reading a form: small, UTF-8, every field once, from our own page. Anything else is refused before a rule sees it.
 *
 * In this folder: forms: their token against other sites, what people type into them, and why a code or a password did not pass.
 */
import type { Context } from 'koa';
import getRawBody from 'raw-body';
import type { z } from 'zod';
import { RequestRefused } from '../../errors.ts';
import type { KeptValues } from '../page/dates-and-times.ts';
import type { MessageValues } from '../translate.ts';
import type { FormTokens } from './form-token.ts';
import type { KeptForms } from './kept-form.ts';
import { type Fields, noteSentForm } from './sent-form.ts';

export const largestBodyInBytes = 16 * 1024;
/** Far more than any page has. */
const mostFields = 200;

export type { Fields };
/** @param long the one field that may be long and hold several lines, where there is one */
export type ReadForm = (ctx: Context, long?: LongField) => Promise<Fields>;

export interface LongField {
  readonly name: string;
  readonly mostBytes: number;
  /** The pages that have it. */
  readonly under: string;
}

/** @returns a reader of forms. @throws RequestRefused with 400, 403, 413 or 415. */
export function createReadForm(formTokens: FormTokens, keptForms?: Pick<KeptForms, 'forget'>): ReadForm {
  return async (ctx, long) => {
    const fields = await readFields(ctx, largestBodyInBytes + (long?.mostBytes ?? 0), long?.name);
    if (!formTokens.isGenuine(ctx, fields._csrf)) {
      throw new RequestRefused(403, 'foreign-form');
    }
    noteSentForm(ctx, fields);
    keptForms?.forget(ctx);
    return fields;
  };
}

/** As sent by a program: from no page of ours. @throws RequestRefused with 400, 413 or 415 */
export async function readFields(
  ctx: Context,
  largestInBytes = largestBodyInBytes,
  withLines?: string,
): Promise<Fields> {
  if (!ctx.is('application/x-www-form-urlencoded')) {
    throw new RequestRefused(415, 'content-type');
  }
  const body = await readBody(ctx, largestInBytes);
  // Names cost more than what they name.
  if (body.split('&', mostFields + 1).length > mostFields) {
    throw new RequestRefused(400, 'malformed-body');
  }
  const fields: Record<string, string> = Object.create(null);
  for (const [name, value] of new URLSearchParams(body)) {
    if (name in fields || isUnreadable(name) || isUnreadable(withoutSpacing(name, value, withLines))) {
      throw new RequestRefused(400, 'malformed-body');
    }
    fields[name] = value;
  }
  return fields;
}

async function readBody(ctx: Context, limit: number): Promise<string> {
  try {
    const bytes = await getRawBody(ctx.req, { length: ctx.get('content-length'), limit });
    return bytes.toString('utf8');
  } catch (error) {
    const status = (error as { status?: number }).status;
    throw status === 413
      ? new RequestRefused(413, 'body-too-large')
      : new RequestRefused(400, 'malformed-body');
  }
}

/** `password`, `new_password`: taken as they come, also with the tab that was copied along. */
function isPassword(name: string): boolean {
  return /(^|_)password$/.test(name);
}

/** Longer than a line of a phone: its field has two, and where no script runs Enter makes one more. */
export const codeOverLines = 'cancellation_code';

/** Control characters that the field may hold are left out. */
function withoutSpacing(name: string, value: string, withLines: string | undefined): string {
  if (name === withLines || name === codeOverLines) {
    return value.replace(/[\t\r\n]/g, '');
  }
  return isPassword(name) ? value.replaceAll('\t', '') : value;
}

/** Control characters, and the replacement character that stands for bytes which are no UTF-8. */
function isUnreadable(text: string): boolean {
  return /[\p{Cc}\uFFFD]/u.test(text);
}

export interface FieldError<Key extends string = string> {
  readonly field: string;
  readonly message: Key;
  /** What the message names, where the schema's issue has `params`. */
  readonly values?: KeptValues;
}

/**
 * The same field by field, where more is to be looked at than a schema can: what is right in a form that is wrong elsewhere, so that
 * all that is wrong is said at once.
 */
export function checkEachField<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  fields: Fields,
): { values: Partial<z.output<z.ZodObject<Shape>>>; errors: FieldError[] } {
  const checked = Object.keys(schema.shape).map((name) => {
    const one = schema.pick({ [name]: true } as never) as unknown as z.ZodType<object>;
    return checkFields(one, fields);
  });
  return {
    values: Object.assign({}, ...checked.map((one) => ('value' in one ? one.value : {}))),
    errors: checked.flatMap((one) => ('errors' in one ? one.errors : [])),
  };
}

/** What the schema makes of the fields, or its messages, the first of each field. Messages are locale keys. */
export function checkFields<Schema extends z.ZodType>(
  schema: Schema,
  fields: Fields,
): { value: z.output<Schema> } | { errors: FieldError[] } {
  const result = schema.safeParse({ ...fields });
  if (result.success) {
    return { value: result.data };
  }
  const errors = new Map<string, FieldError>();
  for (const issue of result.error.issues) {
    const field = String(issue.path[0]);
    errors.set(field, errors.get(field) ?? { field, message: issue.message, ...valuesOf(issue) });
  }
  return { errors: [...errors.values()] };
}

function valuesOf(issue: z.core.$ZodIssue): { values?: MessageValues } {
  return issue.code === 'custom' && issue.params ? { values: issue.params as MessageValues } : {};
}
