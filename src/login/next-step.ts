/** THE dispatcher: what comes next in a sign-in, from where it stands, what is demanded and what is on offer. Pure. */
import type { Method } from '../assurance/calendar.ts';
import { type Assurance, isAtLeast } from '../assurance/levels.ts';
import type { LoginAttempt } from './login-attempt.ts';

export interface SignInTerms {
  /** The least assurance that may come out. */
  readonly least: Assurance;
  readonly methodsOnOffer: readonly Method[];
  /** What the citizen picked on the method page, if anything. */
  readonly picked: Method | undefined;
}

export type NextStep = 'method' | 'password' | 'code' | 'enrol' | 'done';

export function nextStep(attempt: LoginAttempt, { least, methodsOnOffer, picked }: SignInTerms): NextStep {
  if (attempt.state === 'started') {
    return picked || methodsOnOffer.length === 1 ? 'password' : 'method';
  }
  // Whoever has an Ügyfélkapu+ signs in with it, whatever they picked: a stolen password opens nothing.
  if (attempt.hasPlus) {
    return 'code';
  }
  const passwordIsEnough = attempt.method === 'ugyfelkapu' && isAtLeast('low', least);
  return passwordIsEnough && methodsOnOffer.includes('ugyfelkapu') ? 'done' : 'enrol';
}
