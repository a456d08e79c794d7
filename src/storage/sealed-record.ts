/**
 * Sealed records as they are read. One whose key is gone, that was damaged, or that its schema refuses is told of everywhere alike: by its
 * name, beside those that can be read. Whoever needs that one has it for a value, or throws it, and one place answers (web/page/error-page.ts).
 */
import type { z } from 'zod';
import { isError } from '../observability/described-error.ts';
import type { Sealer } from './sealed.ts';

/** Says of which record it is, and has what was thrown for its cause. */
export class Unreadable<Which = unknown> extends Error {
  override readonly name = 'Unreadable';
  readonly of: string;
  /** Of several, by which its owner names it to end it. */
  readonly which: Which;

  /** @param of by which an operator finds it: nothing that is secret, and nothing of a person but an id */
  constructor(of: string, thrown: unknown, which: Which) {
    const why = thrown instanceof Unreadable ? thrown.cause : thrown;
    super(`not read: ${of}`, { cause: isError(why) ? why : typeof why });
    this.of = of;
    this.which = which;
  }

  /** For people at a terminal. */
  get sentences(): readonly string[] {
    return [sentenceOf(this)];
  }
}

/** With its reason. */
export function sentenceOf({ message, cause }: Error): string {
  return `${message}: ${isError(cause) ? cause.message : `a ${String(cause)} was thrown`}`;
}

/** @throws Unreadable */
export function openRecord<Schema extends z.ZodType>(
  sealer: Pick<Sealer, 'open'>,
  schema: Schema,
  envelope: string,
  place: string,
  of: string,
): z.output<Schema> {
  try {
    return schema.parse(JSON.parse(sealer.open(envelope, place)));
  } catch (error) {
    throw new Unreadable(of, error, undefined);
  }
}

/** One of them, where it makes a difference whether it is not there or cannot be read. */
export type Reading<Value> =
  | { readonly kind: 'found'; readonly value: Value }
  | { readonly kind: 'gone' }
  | { readonly kind: 'unreadable'; readonly failure: Unreadable };

/** @param read undefined where it is gone */
export async function readingOf<Value>(read: Promise<Value | undefined>): Promise<Reading<Value>> {
  try {
    const value = await read;
    return value === undefined ? { kind: 'gone' } : { kind: 'found', value };
  } catch (error) {
    if (error instanceof Unreadable) {
      return { kind: 'unreadable', failure: error };
    }
    throw error;
  }
}

/** For whom it is enough that somebody hears of it. @returns undefined where it is gone. @throws Unreadable */
export function valueIn<Value>(reading: Reading<Value>): Value | undefined {
  if (reading.kind === 'unreadable') {
    throw reading.failure;
  }
  return reading.kind === 'found' ? reading.value : undefined;
}
