/**
 * The relying party of WebAuthn: what a browser is asked for, and whether its answer passes (WebAuthn Level 3 §7). Origin, RP ID, user
 * verification and the signature are looked at first; then the challenge is spent, and the count goes on. Nothing is kept of an answer that
 * does not pass.
 */
import type { SecurityEvent } from '../audit/events/security-event.ts';
import type { IndexKeys } from '../storage/index-key.ts';
import type { AskingSession } from '../totp/authenticators/authenticator-store.ts';
import { type AuthenticationAnswer, clientDataIn, type RegistrationAnswer } from './browser-answer.ts';
import {
  accountIdIn,
  type NewPasskey,
  type Passkey,
  passkeyIdOf,
  type RelyingPartyOfPasskeys,
} from './passkey.ts';
import { type ChallengePlace, isOurChallenge } from './passkey-challenge.ts';
import type { AddOutcome, AuthenticatorState, PasskeyStore } from './passkey-store.ts';

/** When and where an answer came. */
export interface Arrival {
  readonly place: ChallengePlace;
  /** By the store's clock. */
  readonly at: Date;
}

/**
 * `unknown`: no account has it, or it was removed or blocked. `invalid`: it was made elsewhere, for somebody else, without the owner being
 * verified, or not by its key.
 */
export type PasskeyRefusal = 'unknown' | 'expired' | 'invalid' | 'replayed' | 'cloned';

export type PasskeyVerdict =
  | { readonly kind: 'verified'; readonly accountId: string; readonly passkey: Passkey }
  | { readonly kind: 'refused'; readonly reason: PasskeyRefusal; readonly accountId?: string };

export type RegistrationRefusal = Exclude<AddOutcome, 'added'> | 'expired' | 'invalid' | 'replayed';

/** A passkey that was made as it was asked for, and that is nobody's yet. */
export interface MadePasskey {
  readonly kind: 'made';
  readonly passkey: NewPasskey;
  readonly state: AuthenticatorState;
}

export type RegistrationVerdict =
  | { readonly kind: 'added'; readonly passkey: NewPasskey }
  | { readonly kind: 'refused'; readonly reason: RegistrationRefusal };

export interface PasskeyVerifier {
  /** Whose passkey it is, by what it says of itself. */
  claimedAccount(answer: AuthenticationAnswer): string | undefined;
  verify(answer: AuthenticationAnswer, arrival: Arrival): Promise<PasskeyVerdict>;
  /** Spends the challenge, and adds nothing. @param nameOf what it is called, by the AAGUID of its authenticator */
  judgeRegistration(
    answer: RegistrationAnswer,
    arrival: Arrival,
    nameOf: (aaguid: string) => string,
  ): Promise<MadePasskey | { readonly kind: 'refused'; readonly reason: RegistrationRefusal }>;
  register(
    account: AskingSession,
    answer: RegistrationAnswer,
    arrival: Arrival,
    nameOf: (aaguid: string) => string,
    eventOf: (passkey: NewPasskey) => SecurityEvent,
  ): Promise<RegistrationVerdict>;
}

export interface PasskeyVerifierParts {
  readonly passkeys: PasskeyStore;
  readonly relyingParty: RelyingPartyOfPasskeys;
  readonly challengeKeys: IndexKeys;
}

/** Loaded with the first answer: what reads certificates takes nine megabytes, and most citizens have an app. */
const answerCheck = () => import('./answer-check.ts');

export function createPasskeyVerifier(parts: PasskeyVerifierParts): PasskeyVerifier {
  return {
    claimedAccount: ({ response }) => accountIdIn(response.userHandle ?? ''),
    verify: (answer, arrival) => verify(parts, answer, arrival),
    judgeRegistration: (...given) => judgeRegistration(parts, ...given),
    register: (...given) => register(parts, ...given),
  };
}

async function verify(
  parts: PasskeyVerifierParts,
  answer: AuthenticationAnswer,
  { place, at }: Arrival,
): Promise<PasskeyVerdict> {
  const accountId = accountIdIn(answer.response.userHandle ?? '');
  const id = passkeyIdOf(answer.id);
  const passkey = accountId && (await parts.passkeys.find(accountId, id));
  if (!accountId || !passkey || passkey.isFrozen) {
    return refused('unknown');
  }
  const challenge = challengeIn(answer);
  if (!isOurChallenge(parts.challengeKeys, place, challenge, at)) {
    return refused('expired', accountId);
  }
  const { signedState } = await answerCheck();
  const state = await signedState(parts.relyingParty, answer, challenge, passkey);
  if (!state) {
    return refused('invalid', accountId);
  }
  if (!(await parts.passkeys.takeChallenge(challenge))) {
    return refused('replayed', accountId);
  }
  const outcome = await parts.passkeys.spend(accountId, id, state, at);
  return outcome === 'spent'
    ? { kind: 'verified', accountId, passkey }
    : refused(outcome === 'gone' ? 'unknown' : outcome, accountId);
}

function refused(reason: PasskeyRefusal, accountId?: string): PasskeyVerdict {
  return { kind: 'refused', reason, ...(accountId !== undefined && { accountId }) };
}

async function register(
  parts: PasskeyVerifierParts,
  account: AskingSession,
  answer: RegistrationAnswer,
  arrival: Arrival,
  nameOf: (aaguid: string) => string,
  eventOf: (passkey: NewPasskey) => SecurityEvent,
): Promise<RegistrationVerdict> {
  const made = await judgeRegistration(parts, answer, arrival, nameOf);
  if (made.kind === 'refused') {
    return made;
  }
  const { passkey, state } = made;
  const outcome = await parts.passkeys.add(account, passkey, state, eventOf(passkey));
  return outcome === 'added' ? { kind: 'added', passkey } : { kind: 'refused', reason: outcome };
}

async function judgeRegistration(
  { passkeys, relyingParty, challengeKeys }: PasskeyVerifierParts,
  answer: RegistrationAnswer,
  { place, at }: Arrival,
  nameOf: (aaguid: string) => string,
): ReturnType<PasskeyVerifier['judgeRegistration']> {
  const challenge = challengeIn(answer);
  if (!isOurChallenge(challengeKeys, place, challenge, at)) {
    return { kind: 'refused', reason: 'expired' };
  }
  const { madeCredential } = await answerCheck();
  const made = await madeCredential(relyingParty, answer, challenge);
  if (!made) {
    return { kind: 'refused', reason: 'invalid' };
  }
  if (!(await passkeys.takeChallenge(challenge))) {
    return { kind: 'refused', reason: 'replayed' };
  }
  const { aaguid, credential, credentialDeviceType, credentialBackedUp } = made;
  const passkey: NewPasskey = {
    name: nameOf(aaguid),
    credentialId: credential.id,
    publicKey: Buffer.from(credential.publicKey).toString('base64url'),
    aaguid,
    transports: answer.response.transports,
    isSynced: credentialDeviceType === 'multiDevice',
    createdAt: at.toISOString(),
  };
  return {
    kind: 'made',
    passkey,
    state: { counter: credential.counter, isBackedUp: credentialBackedUp },
  };
}

/** '' for what is none; that fits nowhere. */
function challengeIn({ response }: AuthenticationAnswer | RegistrationAnswer): string {
  const { challenge } = clientDataIn(response.clientDataJSON);
  return typeof challenge === 'string' ? challenge : '';
}
