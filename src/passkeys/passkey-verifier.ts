/**
 * The relying party of WebAuthn: what a browser is asked for, and whether its answer passes (WebAuthn Level 3 §7). Origin, RP ID, user
 * verification and the signature are looked at first; then the challenge is spent, and the count goes on. Nothing is kept of an answer that
 * does not pass.
 */
import type { SecurityEvent } from '../audit/events/security-event.ts';
import type { IndexKeys } from '../storage/index-key.ts';
import type { Reading, Unreadable } from '../storage/sealed-record.ts';
import type { AskingSession } from '../totp/authenticators/authenticator-store.ts';
import { type AuthenticationAnswer, clientDataIn, type RegistrationAnswer } from './browser-answer.ts';
import {
  accountIdIn,
  type NewPasskey,
  type Passkey,
  passkeyIdOf,
  type RelyingPartyOfPasskeys,
  userHandleIn,
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
 * `unreadable`: it may pass another day, and nobody is to drop it. `unknown`: no account has it, or it was removed or blocked. `other-account`: it is not of the account that it was asked of, and nothing of it goes
 * on. `invalid`: it was made elsewhere, for somebody else, without the owner being
 * verified, or not by its key.
 */
export type PasskeyRefusal = 'unknown' | 'other-account' | 'expired' | 'invalid' | 'replayed' | 'cloned';

export type PasskeyVerdict =
  | { readonly kind: 'verified'; readonly accountId: string; readonly passkey: Passkey }
  | { readonly kind: 'refused'; readonly reason: PasskeyRefusal; readonly accountId?: string }
  | {
      readonly kind: 'refused';
      readonly reason: 'unreadable';
      readonly accountId?: undefined;
      readonly failure: Unreadable;
    };

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
  /** Whose passkey it is, by what it says of itself. One that came from another installation says nothing that is known here. */
  claimedAccount(answer: AuthenticationAnswer): string | undefined;
  /** Asks for the passkey in the round trip that is made at this moment, for whoever has it verified in this request. */
  lookUpAtOnce(answer: AuthenticationAnswer): void;
  /** @param of the account that it must be of; absent: whosever it is */
  verify(answer: AuthenticationAnswer, arrival: Arrival, of?: string): Promise<PasskeyVerdict>;
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

const gone = { kind: 'gone' } as const;

let loaded: Promise<typeof import('./answer-check.ts')> | undefined;

/** Loaded with the first answer: what reads certificates takes nine megabytes, and most citizens have an app. Asked for once: looking it up costs. */
function answerCheck(): Promise<typeof import('./answer-check.ts')> {
  loaded ??= import('./answer-check.ts');
  return loaded;
}

export function createPasskeyVerifier(parts: PasskeyVerifierParts): PasskeyVerifier {
  return {
    claimedAccount: ({ response }) => accountIdIn(response.userHandle ?? ''),
    lookUpAtOnce(answer) {
      // Who has it verified hears of a failure.
      findNamed(parts, answer)?.catch(() => {});
    },
    verify: (...given) => verify(parts, ...given),
    judgeRegistration: (...given) => judgeRegistration(parts, ...given),
    register: (...given) => register(parts, ...given),
  };
}

async function verify(
  parts: PasskeyVerifierParts,
  answer: AuthenticationAnswer,
  { place, at }: Arrival,
  of?: string,
): Promise<PasskeyVerdict> {
  const found = await findPasskey(parts, answer);
  if (found.kind === 'unreadable') {
    return { kind: 'refused', reason: 'unreadable', failure: found.failure };
  }
  if (found.kind === 'gone' || found.value.passkey.isFrozen) {
    return refused('unknown');
  }
  const { accountId, passkey } = found.value;
  if (of !== undefined && of !== accountId) {
    return refused('other-account', accountId);
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
  const outcome = await parts.passkeys.spend(accountId, passkey.id, challenge, state, at);
  return outcome === 'spent'
    ? { kind: 'verified', accountId, passkey }
    : refused(outcome === 'gone' ? 'unknown' : outcome, accountId);
}

/**
 * With the account that its authenticator names. One from another installation names an account of that one; whose it is here stands under its
 * id. Either way the name must be the one that it was made with (WebAuthn Level 3 §7.2, step 6).
 */
async function findPasskey(
  parts: PasskeyVerifierParts,
  answer: AuthenticationAnswer,
): Promise<Reading<{ accountId: string; passkey: Passkey }>> {
  const { passkeys } = parts;
  const userHandle = answer.response.userHandle ?? '';
  const id = passkeyIdOf(answer.id);
  const named = accountIdIn(userHandle);
  const ofNamed = (await findNamed(parts, answer)) ?? gone;
  const isOfNamed = ofNamed.kind !== 'gone';
  const accountId = isOfNamed ? named : userHandle && (await passkeys.ownerOf(id));
  if (!accountId) {
    return gone;
  }
  const reading = isOfNamed ? ofNamed : await passkeys.find(accountId, id);
  if (reading.kind !== 'found') {
    return reading;
  }
  const passkey = reading.value;
  return userHandleIn(passkey, accountId) === userHandle
    ? { kind: 'found', value: { accountId, passkey } }
    : gone;
}

function findNamed(
  { passkeys }: PasskeyVerifierParts,
  { id, response }: AuthenticationAnswer,
): Promise<Reading<Passkey>> | undefined {
  const named = accountIdIn(response.userHandle ?? '');
  return named === undefined ? undefined : passkeys.find(named, passkeyIdOf(id));
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
