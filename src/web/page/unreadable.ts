/** What of a page's records cannot be read: its reader hears how many, operators which. */
import type { Context } from 'koa';
import type { Unreadable } from '../../storage/sealed-record.ts';
import { logOf } from '../request/request-context.ts';

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
