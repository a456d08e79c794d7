/** Why a code did not pass, in the words that people need. */
import { keptInstant } from '../page/dates-and-times.ts';
import type { FormError } from '../page/page.ts';
import { lockedError } from './locked-error.ts';

/** The reasons that a form about a code can give; `locked` and the like name an instant or a number. */
export type CodeRefusal =
  | { kind: 'empty' | 'format' | 'just-expired' | 'used' | 'exhausted' | 'no-plus' | 'wrong-for-key' }
  | { kind: 'clock' | 'clock-next'; minutes: number; lockedUntil?: Date }
  | { kind: 'clock-put-back'; until: Date }
  | { kind: 'wrong'; attemptsLeft: number; lockedUntil?: Date }
  | { kind: 'locked'; until: Date };

export function codeError(field: string, refusal: CodeRefusal): FormError {
  switch (refusal.kind) {
    case 'clock':
    case 'clock-next': {
      const values = { minutes: Math.abs(refusal.minutes), direction: refusal.minutes > 0 ? 'fast' : 'slow' };
      return refusal.lockedUntil
        ? {
            field,
            message: 'code.clock-locks',
            values: { ...values, until: keptInstant(refusal.lockedUntil, 'timeOfDay') },
          }
        : { field, message: `code.${refusal.kind}`, values };
    }
    case 'wrong':
      if (refusal.lockedUntil) {
        return {
          field,
          message: 'code.wrong-locks',
          values: { until: keptInstant(refusal.lockedUntil, 'timeOfDay') },
        };
      }
      return { field, message: 'code.wrong', values: { left: refusal.attemptsLeft } };
    case 'locked':
      return lockedError(field, 'code.locked', refusal.until);
    case 'clock-put-back':
      return {
        field,
        message: 'code.clock-put-back',
        values: { until: keptInstant(refusal.until, 'timeOfDay') },
      };
    default:
      return { field, message: `code.${refusal.kind}` };
  }
}

/** 422: understood, but not accepted; 429 while nothing is accepted. */
export function statusOfRefusal({ kind }: CodeRefusal): number {
  return kind === 'locked' || kind === 'exhausted' ? 429 : 422;
}

/** Until when no code is taken, if this refusal says so: the page shows how long that is, and no field. */
export function lockOf(refusal: CodeRefusal): Date | undefined {
  return refusal.kind === 'locked'
    ? refusal.until
    : 'lockedUntil' in refusal
      ? refusal.lockedUntil
      : undefined;
}
