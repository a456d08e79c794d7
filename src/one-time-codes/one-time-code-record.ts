/** The record of a sign-in's one-time code: what is kept of it, and how long it is good for. */
import { z } from 'zod';
import { codeChannels } from '../assurance/code-channels.ts';
import { isWornOut, messageCodeFields } from './message-code.ts';

export const oneTimeCodeSchema = z.discriminatedUnion('state', [
  /** A message is under way; its code is awaited. */
  z.strictObject({
    state: z.literal('sent'),
    channel: z.enum(codeChannels),
    codeHash: z.string(),
    /** Hash of the browser that asked for it: nobody else may use it. */
    browserHash: z.string(),
    expiresAt: z.iso.datetime(),
    ...messageCodeFields,
  }),
  /** The code was right, and is worth nothing any more. */
  z.strictObject({ state: z.literal('spent') }),
]);

export type OneTimeCode = z.output<typeof oneTimeCodeSchema>;
export type SentOneTimeCode = Extract<OneTimeCode, { state: 'sent' }>;

/** Long enough for a slow mail server, half of what NIST SP 800-63B-4 §3.1.3.2 allows. */
const lifeInMinutes = 5;

export function expiryOf(sentAt: Date): Date {
  return new Date(sentAt.getTime() + lifeInMinutes * 60_000);
}

/** Why a code can no longer be right, whatever is typed. */
export function whyVoid(sent: SentOneTimeCode, now: Date): 'expired' | 'worn-out' | undefined {
  if (isWornOut(sent)) {
    return 'worn-out';
  }
  return now >= new Date(sent.expiresAt) ? 'expired' : undefined;
}
