/**
 * The log as JSON Lines, for a file or another system: a line an entry, with what is needed to check it without us, and a line a
 * checkpoint. verify-export.ts reads them.
 */
import { z } from 'zod';
import type { WithheldEntry } from '../chain/chain.ts';
import { recordedEventSchema } from '../events/security-event.ts';
import type { ReadEntry } from '../reading/audit-reader.ts';

export const exportLineSchema = z.union([
  z.strictObject({
    sequence: z.int(),
    id: z.string(),
    salt: z.string(),
    event: recordedEventSchema,
    previous: z.string(),
    digest: z.string(),
    hash: z.string(),
  }),
  /** What a filter did not show, or what does not open: it keeps the chain whole, and tells nothing. */
  z.strictObject({ withheld: z.int(), id: z.string(), digest: z.string(), hash: z.string() }),
  z.strictObject({ checkpoint: z.int(), jws: z.string() }),
]);

export type ExportLine = z.output<typeof exportLineSchema>;

export function lineOf(entry: ReadEntry): string {
  if (entry.event === undefined) {
    return withheldLine(entry);
  }
  const { sequence, id, salt, event, previous, digest, hash } = entry;
  return JSON.stringify({ sequence, id, salt, event, previous, digest, hash });
}

export function withheldLine({ sequence, id, digest, hash }: WithheldEntry): string {
  return JSON.stringify({ withheld: sequence, id, digest, hash });
}

export function checkpointLine({ number, jws }: { number: number; jws: string }): string {
  return JSON.stringify({ checkpoint: number, jws });
}
