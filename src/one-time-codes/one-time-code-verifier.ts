/**
 * Sends and verifies the one-time codes of a sign-in (NIST SP 800-63B-4 §3.1.3, out-of-band): sent on request to a verified address or number, good for five minutes, one browser and one use.
 * A person is told why a code did not pass; an attempt is counted before it is looked at.
 */
import type { CodeChannel } from '../assurance/code-channels.ts';
import type { MessageQueue, Recipient } from '../notifications/message-queue.ts';
import type { CodeAttemptSource } from '../throttle/failures/code-attempts.ts';
import type { RateLimits } from '../throttle/windows/rate-limits.ts';
import { mostWrongTries, nextMessageAt, parseMessageCode } from './message-code.ts';
import { type SentOneTimeCode, whyVoid } from './one-time-code-record.ts';
import { type CodeSignIn, isOwnCode, type OneTimeCodeStore } from './one-time-code-store.ts';

/** The owner of the account, and the words for the message. */
export interface Addressee {
  readonly recipient: Recipient;
  /** E.164; set where the message goes by telephone. */
  readonly phone: string | undefined;
  /** Which service they are signing in to, in their language. */
  readonly service: string;
  /** The time of day of an instant, as the message says it. */
  readonly timeOfDay: (instant: Date) => string;
}

export type SendOutcome =
  | 'sent'
  /** One message a minute, five a sign-in. */
  | 'too-soon'
  /** As many messages as anybody should get in a day. */
  | 'too-many'
  /** Another request of the same sign-in was faster, or the code is spent. */
  | 'moved';

export type OneTimeCodeVerdict =
  | { kind: 'verified'; channel: CodeChannel }
  | { kind: 'empty' | 'format' }
  | { kind: 'wrong'; attemptsLeft: number }
  /** Right or not, this code is no longer looked at. */
  | { kind: 'expired' | 'worn-out' }
  /** No code was asked for in this browser, or it is spent. */
  | { kind: 'none' }
  | { kind: 'locked'; until: Date }
  | { kind: 'exhausted' };

export interface OneTimeCodeVerifier {
  /** The code that this browser asked for, until it is spent. */
  find(signIn: CodeSignIn): Promise<SentOneTimeCode | undefined>;
  send(
    signIn: CodeSignIn,
    channel: CodeChannel,
    to: Addressee,
    who: CodeAttemptSource,
    now: Date,
  ): Promise<SendOutcome>;
  verify(signIn: CodeSignIn, typed: string, who: CodeAttemptSource, now: Date): Promise<OneTimeCodeVerdict>;
}

interface FoundCode {
  readonly version: number;
  readonly code: SentOneTimeCode;
}

/** A parallel request may move the record between the look and the try; more often than this it is no person who types. */
const mostLooks = 5;

interface Parts {
  readonly store: OneTimeCodeStore;
  readonly messages: MessageQueue;
  readonly rateLimits: RateLimits;
}

export function createOneTimeCodeVerifier(
  store: OneTimeCodeStore,
  messages: MessageQueue,
  rateLimits: RateLimits,
): OneTimeCodeVerifier {
  const parts = { store, messages, rateLimits };
  return {
    find: async (signIn) => (await findOwn(store, signIn))?.code,
    send: (signIn, channel, to, who, now) => send(parts, signIn, channel, to, who, now),
    verify: (signIn, typed, who, now) => verify(store, signIn, typed, who, now),
  };
}

async function findOwn(store: OneTimeCodeStore, signIn: CodeSignIn): Promise<FoundCode | undefined> {
  const { version, code } = await store.find(signIn);
  return code?.state === 'sent' && isOwnCode(code, signIn) ? { version, code } : undefined;
}

async function send(
  { store, messages, rateLimits }: Parts,
  signIn: CodeSignIn,
  channel: CodeChannel,
  to: Addressee,
  who: CodeAttemptSource,
  now: Date,
): Promise<SendOutcome> {
  const before = await store.find(signIn);
  if (before.code?.state === 'spent') {
    return 'moved';
  }
  const next = before.code ? nextMessageAt(before.code) : now;
  if (!next || now < next) {
    return 'too-soon';
  }
  if (!(await rateLimits.mayWriteTo(signIn.accountId, who))) {
    return 'too-many';
  }
  const fresh = await store.replace(signIn, before, channel, now);
  if (!fresh) {
    return 'moved';
  }
  const { code, sessionIdentifier, expiresAt } = fresh;
  const values = { code, sessionIdentifier, service: to.service, until: to.timeOfDay(expiresAt) };
  await (channel === 'sms' && to.phone
    ? messages.text({ phone: to.phone, locale: to.recipient.locale }, 'sign-in-code', values, expiresAt)
    : messages.tell(to.recipient, 'sign-in-code', now, values, expiresAt));
  return 'sent';
}

async function verify(
  store: OneTimeCodeStore,
  signIn: CodeSignIn,
  typed: string,
  who: CodeAttemptSource,
  now: Date,
): Promise<OneTimeCodeVerdict> {
  if (typed.trim() === '') {
    return { kind: 'empty' };
  }
  const code = parseMessageCode(typed);
  if (code === undefined) {
    return { kind: 'format' };
  }
  const sent = await findOwn(store, signIn);
  const refusal = whyNotTried(sent, now);
  if (!sent || refusal) {
    return refusal ?? { kind: 'none' };
  }
  const attempt = await store.beginAttempt(signIn.accountId, who, now);
  if (attempt.kind !== 'allowed') {
    return attempt;
  }
  const verdict = await tryCounted(store, signIn, sent, code, who, now);
  return verdict.kind === 'wrong'
    ? { kind: 'wrong', attemptsLeft: Math.min(verdict.attemptsLeft, attempt.attemptsLeft) }
    : verdict;
}

/** The attempt is counted; a request that was overtaken has learnt nothing and looks again. */
async function tryCounted(
  store: OneTimeCodeStore,
  signIn: CodeSignIn,
  found: FoundCode,
  code: string,
  who: CodeAttemptSource,
  now: Date,
): Promise<OneTimeCodeVerdict> {
  let sent: FoundCode | undefined = found;
  for (let look = 0; look < mostLooks; look += 1) {
    const refusal = whyNotTried(sent, now);
    if (!sent || refusal) {
      return refusal ?? { kind: 'none' };
    }
    const outcome = await store.tryCode(signIn, sent, code, who);
    if (outcome === 'spent') {
      return { kind: 'verified', channel: sent.code.channel };
    }
    if (outcome === 'wrong') {
      return { kind: 'wrong', attemptsLeft: mostWrongTries - sent.code.wrongCodes - 1 };
    }
    sent = await findOwn(store, signIn);
  }
  return { kind: 'wrong', attemptsLeft: mostWrongTries };
}

/** Nothing is guessed where nothing can be right. */
function whyNotTried(
  sent: FoundCode | undefined,
  now: Date,
): { kind: 'none' | 'expired' | 'worn-out' } | undefined {
  if (!sent) {
    return { kind: 'none' };
  }
  const reason = whyVoid(sent.code, now);
  return reason && { kind: reason };
}
