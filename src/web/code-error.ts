/** Why a code did not pass, in the words that people need. */
import { timeOfDay } from './instants.ts';
import type { FormError } from './page.ts';

/** The reasons that a form about a code can give; `locked` and the like name an instant or a number. */
export type CodeRefusal =
  | { kind: 'empty' | 'format' | 'just-expired' | 'used' | 'exhausted' | 'no-plus' | 'wrong-for-key' }
  | { kind: 'clock'; minutes: number }
  | { kind: 'wrong'; attemptsLeft: number }
  | { kind: 'locked'; until: Date };

export function codeError(field: string, refusal: CodeRefusal): FormError {
  switch (refusal.kind) {
    case 'clock': {
      const values = { minutes: Math.abs(refusal.minutes), direction: refusal.minutes > 0 ? 'fast' : 'slow' };
      return { field, message: 'code.clock', values };
    }
    case 'wrong':
      return { field, message: 'code.wrong', values: { left: refusal.attemptsLeft } };
    case 'locked':
      return { field, message: 'code.locked', values: { until: timeOfDay(refusal.until) } };
    default:
      return { field, message: `code.${refusal.kind}` };
  }
}

/** 422: understood, but not accepted; 429 while nothing is accepted. */
export function statusOfRefusal({ kind }: CodeRefusal): number {
  return kind === 'locked' || kind === 'exhausted' ? 429 : 422;
}
