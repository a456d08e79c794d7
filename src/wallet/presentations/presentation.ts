/**
 * A presentation under way, from the request to where the browser that asked for it takes over. Its states and their moves are
 * pure; the store makes each move at most once.
 */
import { z } from 'zod';
import { walletFlows } from '../../assurance/wallet-assurance.ts';
import { walletPresentationKey } from '../../storage/catalogue/wallet-keys.ts';
import { refusalReasons } from '../verification/refusal.ts';

const asked = {
  /** Unguessable, as are state and nonce: each says something else. */
  id: z.string(),
  stateParameter: z.string(),
  nonce: z.string(),
  /** Private, of this request alone. */
  encryptionKey: z.strictObject({
    kty: z.literal('EC'),
    crv: z.literal('P-256'),
    x: z.string(),
    y: z.string(),
    d: z.string(),
    kid: z.string(),
  }),
  flow: z.enum(walletFlows),
  /** The sign-in, and the browser, that asked. */
  uid: z.string(),
  browserHash: z.string(),
  service: z.strictObject({ hu: z.string(), en: z.string() }),
  expiresAt: z.iso.datetime(),
};

const subjectSchema = z.strictObject({ anchorFingerprint: z.string(), identifier: z.string() });

export const verifiedSchema = z.strictObject({
  kind: z.literal('verified'),
  /** What was asked for, by claim. */
  claims: z.record(z.string(), z.string()),
  sourceName: z.strictObject({ hu: z.string(), en: z.string() }),
  reached: z.enum(['low', 'substantial', 'high']),
  /** Absent where the source tells nobody apart. */
  subject: subjectSchema.optional(),
  /** Whose it was at that moment, and when their sessions had last been ended. */
  account: z.strictObject({ id: z.string(), sessionsEndedAt: z.number().int() }).optional(),
});

export type VerifiedPresentation = z.output<typeof verifiedSchema>;

const outcomeSchema = z.discriminatedUnion('kind', [
  verifiedSchema,
  /** The citizen said no, or their wallet has nothing. */
  z.strictObject({ kind: z.literal('declined') }),
  z.strictObject({ kind: z.literal('refused'), reason: z.enum(refusalReasons) }),
]);

export type Outcome = z.output<typeof outcomeSchema>;

export const presentationSchema = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('requested'), ...asked }),
  z.strictObject({ state: z.literal('request-fetched'), ...asked }),
  z.strictObject({
    state: z.literal('answered'),
    ...asked,
    outcome: outcomeSchema,
    /** What must come back to the browser that asked: by the wallet's link (same device), or typed (another device). */
    handBack: z.string(),
    /** Opens the page on the phone that shows what is to be typed. */
    shownAt: z.string(),
    wrongTries: z.number().int(),
  }),
  z.strictObject({ state: z.literal('handed-back'), ...asked }),
  /** Too many wrong codes. */
  z.strictObject({ state: z.literal('given-up'), ...asked }),
]);

export type Presentation = z.output<typeof presentationSchema>;
export type Awaiting = Extract<Presentation, { state: 'requested' | 'request-fetched' }>;
export type Answered = Extract<Presentation, { state: 'answered' }>;

export const lifeInSeconds = walletPresentationKey.lifeInSeconds;
export const mostWrongTries = 3;

export function isTimedOut({ expiresAt }: Pick<Presentation, 'expiresAt'>, now: Date): boolean {
  return now >= new Date(expiresAt);
}

/** A wallet may fetch the request again; it is the same one. */
export function fetched(presentation: Awaiting): Presentation {
  return { ...presentation, state: 'request-fetched' };
}

/** The citizen has as long again to type the code, or to come back. */
export function answered(
  presentation: Awaiting,
  outcome: Outcome,
  secrets: Pick<Answered, 'handBack' | 'shownAt'>,
  now: Date,
): Answered {
  return {
    ...presentation,
    state: 'answered',
    outcome,
    ...secrets,
    wrongTries: 0,
    expiresAt: new Date(now.getTime() + lifeInSeconds * 1000).toISOString(),
  };
}

export function handedBack(presentation: Answered): Presentation {
  return { ...askedOf(presentation), state: 'handed-back' };
}

export function triedWrongly(
  presentation: Answered,
): Answered | Extract<Presentation, { state: 'given-up' }> {
  const wrongTries = presentation.wrongTries + 1;
  return wrongTries >= mostWrongTries
    ? { ...askedOf(presentation), state: 'given-up' }
    : { ...presentation, wrongTries };
}

/** What was proven is not kept longer than it is needed. */
function askedOf({ state, outcome, handBack, shownAt, wrongTries, ...rest }: Answered) {
  return rest;
}
