/** What is read of a record of the engine, by whoever reads it. */
import type { KeptKey } from '../catalogue/entry.ts';

/** Sealed; seconds since 1970 when it was used, where it was; and since when it is there. */
export const recordFields = ['payload', 'consumed', 'since'] as const;

/** Under which these fields are remembered within a request. */
export function nameOfRead(key: KeptKey): string {
  return `fields of ${key}`;
}
