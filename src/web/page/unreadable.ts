/** What of a page's records cannot be read: its reader hears how many, operators which. */
import type { Context } from 'koa';
import type { Reading, Unreadable } from '../../storage/sealed-record.ts';
import { logOf } from '../request/request-context.ts';
import type { Translate } from '../translate.ts';

/** So many are named; the rest are counted. */
const mostNamed = 10;

/** @returns how many there are, once the log has them */
export function countUnreadable(ctx: Context, unreadable: readonly Unreadable[]): number {
  if (unreadable.length > 0) {
    const named = unreadable.slice(0, mostNamed).flatMap(({ sentences }) => sentences);
    logOf(ctx).error({ times: unreadable.length, records: named }, 'records cannot be read');
  }
  return unreadable.length;
}

/** Of what its owner takes away without anybody's reading it: its name, or that it has none that can be read. @returns undefined where it is gone */
export function nameIn(reading: Reading<{ readonly name: string }>, t: Translate): string | undefined {
  switch (reading.kind) {
    case 'found':
      return reading.value.name;
    case 'unreadable':
      return t('unreadable.name');
    case 'gone':
      return undefined;
  }
}

/** For whom one that cannot be read is as good as none, since its owner gets another. @returns undefined also where it cannot be read, once the log has it */
export function readableIn<Value>(ctx: Context, reading: Reading<Value>): Value | undefined {
  if (reading.kind === 'unreadable') {
    countUnreadable(ctx, [reading.failure]);
  }
  return reading.kind === 'found' ? reading.value : undefined;
}
