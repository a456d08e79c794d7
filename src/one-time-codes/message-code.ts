/**
 * What codes are that a person types back: `message-code` the eight digits that any message brings, `paper-code` the letters that are kept
 * on paper, `one-time-code-…` the code of a sign-in and its life.
 *
 * A code that was sent to a person's own mailbox or telephone, with the three digits by which they know that message and page
 * belong together. Both the sign-in and the application for an Ügyfélkapu+ send such codes.
 */
import { randomInt } from 'node:crypto';
import { z } from 'zod';

/** What is sent: eight digits, and the *munkamenet-azonosító* that is also on the page. */
export interface CodeToSend {
  readonly code: string;
  readonly sessionIdentifier: string;
}

/** What is kept of every sent code beside its hash. */
export const messageCodeFields = {
  /** Three digits, on the page and in the message. */
  sessionIdentifier: z.string(),
  sentAt: z.iso.datetime(),
  /** Messages so far, this one included. */
  timesSent: z.number().int(),
  /** Wrong tries at this code. */
  wrongCodes: z.number().int(),
};

export type MessageCode = z.output<z.ZodObject<typeof messageCodeFields>>;

/** After this many wrong tries a code is void. */
export const mostWrongTries = 5;
const mostMessages = 5;
const secondsBetweenMessages = 60;

export function drawMessageCode(): CodeToSend {
  return { code: digits(8), sessionIdentifier: digits(3) };
}

/** When another message may be asked for; undefined when no more are sent. */
export function nextMessageAt({
  sentAt,
  timesSent,
}: Pick<MessageCode, 'sentAt' | 'timesSent'>): Date | undefined {
  const next = new Date(Date.parse(sentAt) + secondsBetweenMessages * 1000);
  return timesSent < mostMessages ? next : undefined;
}

export function isWornOut({ wrongCodes }: Pick<MessageCode, 'wrongCodes'>): boolean {
  return wrongCodes >= mostWrongTries;
}

/** The eight digits, however they are grouped; undefined when it is no such code. */
export function parseMessageCode(typed: string): string | undefined {
  const code = typed.normalize('NFKC').replace(/[\s\p{Pd}]/gu, '');
  return /^\d{8}$/.test(code) ? code : undefined;
}

/**
 * The field for such a code. What is none, as when a digit was left out, is told at once and costs no try.
 * @param whenNone what is said then
 * @param whenEmpty what is said where nothing was typed; without it, nothing may be typed
 */
export function messageCodeField(whenNone: string, whenEmpty?: string) {
  return z
    .string()
    .trim()
    .refine((typed) => typed !== '' || whenEmpty === undefined, whenEmpty)
    .refine((typed) => typed === '' || parseMessageCode(typed) !== undefined, whenNone)
    .prefault('');
}

function digits(count: number): string {
  return String(randomInt(10 ** count)).padStart(count, '0');
}
