/**
 * A code on paper, as it is typed back. One of another length cannot be it: that is said, with how much is missing, and is no guess.
 * It is compared with nothing, counted as no attempt, and says nothing of whose account it is.
 */
import { z } from 'zod';
import type { MessageKey } from '../translate.ts';

export interface PaperCodeMessages {
  readonly empty: MessageKey;
  /** Takes `count`, what was typed, and `left`, what is missing. */
  readonly short: MessageKey;
  /** Takes `count`, what was typed, and `many`, what is too much. */
  readonly long: MessageKey;
}

/** @param lengthOf missing: how many characters are missing from what was typed; below 0: too many */
export function paperCodeField(
  lengthOf: (typed: string) => { readonly count: number; readonly missing: number },
  { empty, short, long }: PaperCodeMessages,
): z.ZodType<string, string | undefined> {
  return z
    .string()
    .trim()
    .min(1, empty)
    .superRefine((typed, context) => {
      const { count, missing } = lengthOf(typed);
      if (missing > 0) {
        context.addIssue({ code: 'custom', message: short, params: { count, left: missing } });
      } else if (missing < 0) {
        context.addIssue({ code: 'custom', message: long, params: { count, many: -missing } });
      }
    })
    .prefault('');
}
