/** THE dispatcher: what comes next in a sign-in, from where it stands, what is demanded and what is on offer. Pure. */
import type { Method, Offer } from '../assurance/calendar.ts';
import { stricterOf } from '../assurance/levels.ts';
import { type CodeAssurances, type CodeChannel, channelsThatReach } from '../assurance/one-time-codes.ts';
import type { LoginAttempt, PasswordVerified } from './login-attempt.ts';

export interface SignInTerms {
  /** What the calendar offers at this relying party for this request. */
  readonly offer: Offer;
  /** What the citizen picked on the method page, if anything. */
  readonly picked: Method | undefined;
  /** What a password and a one-time code reach in this deployment. */
  readonly codes: CodeAssurances;
}

export type NextStep = 'method' | 'password' | 'code' | 'one-time-code' | 'enrol' | 'closed' | 'done';

export function nextStep(attempt: LoginAttempt, terms: SignInTerms): NextStep {
  const { offer, picked } = terms;
  if (attempt.state === 'started') {
    return picked || offer.methods.length === 1 ? 'password' : 'method';
  }
  const canBeSentCode = channelsFor(attempt, terms).length > 0;
  // Whoever has an Ügyfélkapu+ signs in with it, whatever they picked: a stolen password opens nothing.
  if (attempt.hasPlus) {
    return attempt.pickedFactor === 'one-time-code' && canBeSentCode ? 'one-time-code' : 'code';
  }
  if (attempt.method === 'ugyfelkapu' && offer.passwordOpens === 'sign-in') {
    return 'done';
  }
  const applies = attempt.pickedFactor === 'authenticator' && offer.passwordOpens === 'application';
  if (canBeSentCode && !applies) {
    return 'one-time-code';
  }
  return offer.passwordOpens === 'nothing' ? 'closed' : 'enrol';
}

/**
 * Where a one-time code may be sent that is enough for this sign-in. Whoever has an Ügyfélkapu+ needs as much as that reaches;
 * where a password alone signs in, nobody needs one.
 */
export function channelsFor(attempt: PasswordVerified, { offer, codes }: SignInTerms): CodeChannel[] {
  if (!attempt.hasPlus && offer.passwordOpens === 'sign-in') {
    return [];
  }
  const needed = attempt.hasPlus ? stricterOf(offer.least, 'substantial') : offer.least;
  return channelsThatReach(codes, attempt.channels, needed);
}
