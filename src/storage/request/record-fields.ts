/** What is read of a record of the engine, by whoever reads it. */
import type { KeptKey } from '../catalogue/entry.ts';

/** Under which the fields of one (`read.record`) are remembered within a request. */
export function nameOfRead(key: KeptKey): string {
  return `fields of ${key}`;
}
