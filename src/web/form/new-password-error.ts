/** Why a new password was not taken, wherever one is chosen, and how to choose better. */
import type { FormError } from '../page/page.ts';
import type { MessageKey } from '../translate.ts';

type EndingOf<Key, Beginning extends string> = Key extends `${Beginning}${infer Ending}` ? Ending : never;

/** The faults that a form can name. */
export type NewPasswordRefusal =
  | { readonly kind: 'too-short' | 'own-name' | 'unchanged' | 'breached' }
  | {
      readonly kind: 'guessable';
      readonly score: number;
      readonly weakness: EndingOf<MessageKey, 'new-password.weak.'>;
      readonly advice: readonly EndingOf<MessageKey, 'new-password.advice.'>[];
    };

/** What the page shows of a password that is too easy to guess. */
export interface StrengthShown {
  readonly level: MessageKey;
  readonly advice: readonly MessageKey[];
}

const levels = ['new-password.strength.0', 'new-password.strength.1', 'new-password.strength.2'] as const;

/** Said where the estimate knows nothing better. */
const usualAdvice: readonly MessageKey[] = ['new-password.advice.words', 'new-password.advice.another-word'];

/** @param least the least number of characters. */
export function errorOfNewPassword(refusal: NewPasswordRefusal, least: number): FormError {
  const message: MessageKey =
    refusal.kind === 'guessable' ? `new-password.weak.${refusal.weakness}` : `new-password.${refusal.kind}`;
  return { field: 'new_password', message, values: { least } };
}

export function strengthShown(refusal: NewPasswordRefusal): StrengthShown | undefined {
  switch (refusal.kind) {
    case 'breached':
      return { level: levels[0], advice: usualAdvice };
    case 'guessable': {
      const advice = refusal.advice.map((name): MessageKey => `new-password.advice.${name}`);
      return { level: levels[refusal.score] ?? levels[2], advice: advice.length > 0 ? advice : usualAdvice };
    }
    default:
      return undefined;
  }
}
