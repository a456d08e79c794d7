/** THE dispatcher: what comes next in a sign-in, from where it stands, what is demanded and what is on offer. Pure. */

import { type CodeAssurances, type CodeChannel, channelsThatReach } from '../assurance/code-channels.ts';
import type { Method, Offer } from '../assurance/cutover-calendar.ts';
import { type Assurance, isAtLeast, stricterOf } from '../assurance/levels.ts';
import type { WalletFlow, WalletPolicy } from '../assurance/wallet-assurance.ts';
import { mostByWallet, walletFlows } from '../assurance/wallet-assurance.ts';
import { type LoginProgress, type PasswordVerified, passwordOf } from './login-progress.ts';

const wallet: Method = 'digitalis-allampolgar';

export interface SignInTerms {
  /** What the calendar offers at this relying party for this request. */
  readonly offer: Offer;
  /** True where whoever is signed in was identified less surely than is demanded: no way of signing in makes up for it. */
  readonly lacksIdentification?: boolean;
  /** True where nothing but what cannot be phished will do. */
  readonly needsPasskey?: boolean;
  /** What the citizen picked on the method page, if anything. */
  readonly picked: Method | undefined;
  /** What a password and a one-time code reach in this deployment. */
  readonly codes: CodeAssurances;
  /** Undefined where no wallet is accepted. */
  readonly wallets: WalletPolicy | undefined;
}

export type NextStep =
  | 'method'
  | 'password'
  /** The password that was given may not stand alone. */
  | 'new-password'
  | 'code'
  /** Of whoever has no app, or where nothing else is enough. */
  | 'passkey'
  | 'one-time-code'
  | 'enrol'
  | 'closed'
  | 'wallet'
  /** The wallet proved a person whom we do not know. */
  | 'wallet-unknown'
  /** All is proven, and not all of the person is known. */
  | 'personal-data'
  /** Signed in, and to be identified first. */
  | 'not-identified'
  | 'done';

export function nextStep(progress: LoginProgress, terms: SignInTerms): NextStep {
  const { offer } = terms;
  if (progress.state === 'data-missing') {
    return 'personal-data';
  }
  if (terms.needsPasskey && !terms.lacksIdentification) {
    return 'passkey';
  }
  if (progress.state === 'wallet-asked' || isPicked(progress, terms)) {
    return 'wallet';
  }
  if (progress.state === 'wallet-unknown') {
    return progress.isLinking ? 'password' : 'wallet-unknown';
  }
  if (progress.state === 'started') {
    return stepAtBeginning(terms);
  }
  const canBeSentCode = channelsFor(progress, terms).length > 0;
  // Whoever has an Ügyfélkapu+ signs in with it, whatever they picked: a stolen password opens nothing.
  if (progress.hasPlus) {
    return progress.pickedFactor === 'one-time-code' && canBeSentCode
      ? 'one-time-code'
      : stepOfAuthenticator(progress);
  }
  const next = stepWithoutPlus(progress, offer, canBeSentCode);
  // Before anything is opened by it, or applied for with it. Where it opens nothing, nothing is asked for.
  return progress.passwordToReplace !== undefined && next !== 'closed' ? 'new-password' : next;
}

function stepOfAuthenticator({ hasApp }: PasswordVerified): 'code' | 'passkey' {
  return hasApp ? 'code' : 'passkey';
}

/** Whoever lacks an identification may still sign in as somebody else, or with a wallet, which may be one. */
function stepAtBeginning({ offer, picked, lacksIdentification }: SignInTerms): NextStep {
  if (lacksIdentification && !picked) {
    return 'not-identified';
  }
  return picked || offer.methods.length === 1 ? 'password' : 'method';
}

function stepWithoutPlus(progress: PasswordVerified, offer: Offer, canBeSentCode: boolean): NextStep {
  if (progress.method === 'ugyfelkapu' && !progress.toLink && offer.passwordOpens === 'sign-in') {
    return 'done';
  }
  const applies = progress.pickedFactor === 'authenticator' && offer.passwordOpens === 'application';
  if (canBeSentCode && !applies) {
    return 'one-time-code';
  }
  return offer.passwordOpens === 'nothing' ? 'closed' : 'enrol';
}

/**
 * Where a one-time code may be sent that is enough for this sign-in. Whoever has an Ügyfélkapu+ needs as much as that reaches;
 * where a password alone signs in, nobody needs one.
 */
export function channelsFor(progress: PasswordVerified, terms: SignInTerms): CodeChannel[] {
  const { offer, codes } = terms;
  // A wallet becomes the account's with a code of the app alone.
  if ((!progress.hasPlus && offer.passwordOpens === 'sign-in') || progress.toLink) {
    return [];
  }
  return channelsThatReach(codes, progress.channels, leastFor(progress, terms));
}

function isPicked(progress: LoginProgress, terms: SignInTerms): boolean {
  return (
    terms.picked === wallet && progress.state !== 'wallet-unknown' && flowsFor(progress, terms).length > 0
  );
}

/** What must come out for this citizen: whoever has an Ügyfélkapu+ signs in with as much as that reaches. */
export function leastFor({ hasPlus }: { readonly hasPlus: boolean }, { offer }: SignInTerms): Assurance {
  return hasPlus ? stricterOf(offer.least, 'substantial') : offer.least;
}

/** Where the wallet may be: on this device, or another. */
export function flowsFor(progress: LoginProgress, terms: SignInTerms): WalletFlow[] {
  if (!terms.offer.methods.includes(wallet)) {
    return [];
  }
  const least = leastFor(passwordOf(progress) ?? { hasPlus: false }, terms);
  return walletFlows.filter((flow) => {
    const most = mostByWallet(terms.wallets, flow);
    return most !== undefined && isAtLeast(most, least);
  });
}
