/** Applying for an Ügyfélkapu+: the states of an application, and what each holds. */
import { z } from 'zod';

const common = {
  authenticatorId: z.uuid(),
  /** Base32; the same from the first page to the last, whatever goes wrong in between. */
  secretKey: z.string(),
  /** The application is over at this instant. */
  expiresAt: z.iso.datetime(),
};

export const enrolmentSchema = z.discriminatedUnion('state', [
  /** The QR code is shown; password and code are awaited. */
  z.strictObject({ state: z.literal('key-shown'), ...common }),
  /** Password and code were right; `step` is the code's. *Mentés* is awaited. */
  z.strictObject({ state: z.literal('proven'), ...common, name: z.string(), step: z.number().int() }),
  /** The törlőkód was shown; its last four characters are awaited. */
  z.strictObject({
    state: z.literal('cancellation-code-shown'),
    ...common,
    name: z.string(),
    step: z.number().int(),
    cancellationHash: z.string(),
    lastFourHash: z.string(),
  }),
]);

export type Enrolment = z.output<typeof enrolmentSchema>;
export type KeyShown = Extract<Enrolment, { state: 'key-shown' }>;
export type Proven = Extract<Enrolment, { state: 'proven' }>;
export type CancellationCodeShown = Extract<Enrolment, { state: 'cancellation-code-shown' }>;

/** Thirty minutes: enough to find the phone and install an app. */
export const enrolmentLifeInMinutes = 30;

export function isOver(enrolment: Enrolment, now: Date): boolean {
  return now >= new Date(enrolment.expiresAt);
}
