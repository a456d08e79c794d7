/** The field for a new password, wherever one is set: what was wrong with the chosen one, and how to choose better. */
import { z } from 'zod';
import type { NewPasswordFault } from '../../accounts/password/password-rules.ts';
import { longestPassword } from '../../accounts/password/verify-password.ts';
import type { FormError } from '../../web/page/page.ts';
import type { MessageKey } from '../../web/translate.ts';

export const newPasswordField = z
  .string()
  .min(1, 'new-password.empty')
  .max(longestPassword, 'password.too-long')
  .prefault('');

/** What the page shows of a password that is too easy to guess. */
export interface StrengthShown {
  readonly level: MessageKey;
  readonly advice: readonly MessageKey[];
}

const levels = ['new-password.strength.0', 'new-password.strength.1', 'new-password.strength.2'] as const;

/** Said where the estimate knows nothing better. */
const usualAdvice: readonly MessageKey[] = ['new-password.advice.words', 'new-password.advice.another-word'];

/** @param least the least number of characters. */
export function errorOfNewPassword(fault: NewPasswordFault, least: number): FormError {
  const message: MessageKey =
    fault.kind === 'guessable' ? `new-password.weak.${fault.weakness}` : `new-password.${fault.kind}`;
  return { field: 'new_password', message, values: { least } };
}

export function strengthShown(fault: NewPasswordFault): StrengthShown | undefined {
  switch (fault.kind) {
    case 'breached':
      return { level: levels[0], advice: usualAdvice };
    case 'guessable': {
      const advice = fault.advice.map((name): MessageKey => `new-password.advice.${name}`);
      return { level: levels[fault.score] ?? levels[2], advice: advice.length > 0 ? advice : usualAdvice };
    }
    default:
      return undefined;
  }
}
