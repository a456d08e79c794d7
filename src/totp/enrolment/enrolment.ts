/** Applying for an Ügyfélkapu+: the states of an application, and what each holds. */
import { z } from 'zod';
import { isWornOut, messageCodeFields } from '../../one-time-codes/message-code.ts';

const common = {
  authenticatorId: z.uuid(),
  /** Base32; the same from the first page to the last, whatever goes wrong in between. */
  secretKey: z.string(),
  /** The application is over at this instant. */
  expiresAt: z.iso.datetime(),
  /** Hash of the browser that applies: nobody else who knows the password is shown the key. */
  browserHash: z.string(),
  /**
   * By which proof it was begun. `second-factor`: a code was given just now, and the key may be shown at once; `password`: it waits for a
   * proof beyond it. Absent, as the next, in applications of older versions, which no longer fit.
   */
  begunWith: z.enum(['password', 'second-factor']).optional(),
  /** When the account's sessions had last been ended, as far as whoever began it knew. */
  sessionsEndedAt: z.number().int().optional(),
};

/** A right code by a wrong clock: the next one must agree. */
const driftedCode = z.strictObject({
  step: z.number().int(),
  offset: z.number().int(),
  at: z.iso.datetime(),
});

/** In place of an app: what is kept of it, as the room of passkeys writes it down. */
const provenPasskey = z.strictObject({
  id: z.string(),
  record: z.string(),
  counter: z.number().int(),
  isBackedUp: z.boolean(),
});

export type ProvenPasskey = z.output<typeof provenPasskey>;

const provenBy = {
  passkey: provenPasskey.optional(),
  /** The last of the app that is spent; 0 where there is a passkey. */
  step: z.number().int(),
  /** Steps by which the phone's clock is fast, where two codes told so. */
  clockOffset: z.number().int().optional(),
};

/** At the government window: a clerk who has the citizen before them types this code, which ends the hold. */
const pairing = z.strictObject({ code: z.string(), endsAt: z.iso.datetime(), wrongTries: z.number().int() });

export type Pairing = z.output<typeof pairing>;

export const enrolmentSchema = z.discriminatedUnion('state', [
  /** A password was given, which may be stolen: a code sent to the verified e-mail address is awaited. */
  z.strictObject({
    state: z.literal('contact-code-sent'),
    ...common,
    contactCodeHash: z.string(),
    ...messageCodeFields,
    pairing: pairing.optional(),
  }),
  /** There is no verified address: the application waits, so that the owner can notice and cancel it. */
  z.strictObject({
    state: z.literal('waiting'),
    ...common,
    readyAt: z.iso.datetime(),
    pairing: pairing.optional(),
  }),
  /** The QR code is shown; password and code are awaited. */
  z.strictObject({ state: z.literal('key-shown'), ...common, stray: driftedCode.optional() }),
  /** Password and code were right, or the passkey was made. *Mentés* is awaited. */
  z.strictObject({ state: z.literal('proven'), ...common, name: z.string(), ...provenBy }),
  /** The törlőkód was shown; its last four characters are awaited. */
  z.strictObject({
    state: z.literal('cancellation-code-shown'),
    ...common,
    name: z.string(),
    ...provenBy,
    cancellationHash: z.string(),
    lastFourHash: z.string(),
    /** Stands on its paper; absent in applications of an older version. */
    cancellationMadeAt: z.iso.datetime().optional(),
  }),
]);

export type Enrolment = z.output<typeof enrolmentSchema>;
export type ContactCodeSent = Extract<Enrolment, { state: 'contact-code-sent' }>;
export type Waiting = Extract<Enrolment, { state: 'waiting' }>;
export type KeyShown = Extract<Enrolment, { state: 'key-shown' }>;
export type Proven = Extract<Enrolment, { state: 'proven' }>;
export type CancellationCodeShown = Extract<Enrolment, { state: 'cancellation-code-shown' }>;

/** What the new authenticator will be called in the store. */
export function authenticatorOf({ authenticatorId, passkey }: Proven | CancellationCodeShown): string {
  return passkey?.id ?? authenticatorId;
}

/** On hold until a proof beyond the password; a clerk can end the hold. */
export type HeldEnrolment = ContactCodeSent | Waiting;

export function isHeld(enrolment: Enrolment): enrolment is HeldEnrolment {
  return enrolment.state === 'contact-code-sent' || enrolment.state === 'waiting';
}

const pairingLifeInMinutes = 10;
const mostWrongPairings = 5;

export function newPairing(code: string, now: Date): Pairing {
  return {
    code,
    endsAt: new Date(now.getTime() + pairingLifeInMinutes * 60_000).toISOString(),
    wrongTries: 0,
  };
}

/** The code that still counts, if any. */
export function livePairing({ pairing }: HeldEnrolment, now: Date): Pairing | undefined {
  const isLive = pairing && now < new Date(pairing.endsAt) && pairing.wrongTries < mostWrongPairings;
  return isLive ? pairing : undefined;
}

/** Phone, tablet, computer, a spare one at home, and one more. */
export const mostAuthenticators = 5;

/** Thirty minutes: enough to find the phone and install an app. */
export const enrolmentLifeInMinutes = 30;
/** How long an application that had to wait may be taken up. */
export const waitedApplicationLifeInDays = 7;

/** What of an account its applications hang on. */
export interface ApplicantsAccount {
  readonly sessionsEndedAt: number;
  readonly hasPlus: boolean;
}

/**
 * An application fits its account as long as no sessions were ended since it was begun, and the second factor it was begun on is there.
 * Whatever ends sessions so ends applications too; activating decides it once more, in its own step.
 */
export function fitsAccount({ begunWith, sessionsEndedAt }: Enrolment, account: ApplicantsAccount): boolean {
  return sessionsEndedAt === account.sessionsEndedAt && (begunWith === 'second-factor') === account.hasPlus;
}

export function isOver(enrolment: Enrolment, now: Date): boolean {
  return (
    (enrolment.state === 'contact-code-sent' && isWornOut(enrolment)) || now >= new Date(enrolment.expiresAt)
  );
}
