/** THE dispatcher: what comes next in a sign-in, from where it stands, what is demanded and what is on offer. Pure. */
import type { Method, Offer } from '../assurance/calendar.ts';
import type { LoginAttempt } from './login-attempt.ts';

export interface SignInTerms {
  /** What the calendar offers at this relying party for this request. */
  readonly offer: Offer;
  /** What the citizen picked on the method page, if anything. */
  readonly picked: Method | undefined;
}

export type NextStep = 'method' | 'password' | 'code' | 'enrol' | 'closed' | 'done';

export function nextStep(attempt: LoginAttempt, { offer, picked }: SignInTerms): NextStep {
  if (attempt.state === 'started') {
    return picked || offer.methods.length === 1 ? 'password' : 'method';
  }
  // Whoever has an Ügyfélkapu+ signs in with it, whatever they picked: a stolen password opens nothing.
  if (attempt.hasPlus) {
    return 'code';
  }
  if (attempt.method === 'ugyfelkapu' && offer.passwordOpens === 'sign-in') {
    return 'done';
  }
  return offer.passwordOpens === 'nothing' ? 'closed' : 'enrol';
}
