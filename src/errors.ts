/**
 * Faults: things that are nobody's answer, thrown and turned into HTTP in one place (web/page/error-page.ts).
 * What a person may be told of (a wrong code, a taken name) is a value, never one of these.
 * None carries personal data.
 */

/** More work is waiting than can be done in time. HTTP 503 with Retry-After, in seconds. */
export class Overloaded extends Error {
  override name = 'Overloaded';
  readonly retryAfterSeconds: number;

  /** @param cause for who sits at a terminal */
  constructor(message: string, retryAfterSeconds: number, cause?: unknown) {
    const { stackTraceLimit } = Error;
    // Nobody reads where it was thrown, and strangers have it made as often as they like.
    Error.stackTraceLimit = 0;
    super(message, { cause });
    Error.stackTraceLimit = stackTraceLimit;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The request itself cannot be accepted: its form, its origin or its size. `status` is 4xx. */
export class RequestRefused extends Error {
  override name = 'RequestRefused';
  readonly status: number;
  readonly reason: RefusalReason;

  constructor(status: number, reason: RefusalReason) {
    super(reason);
    this.status = status;
    this.reason = reason;
  }
}

/** Too much of something was asked for already. HTTP 429 with Retry-After, in seconds. */
export class LimitReached extends RequestRefused {
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super(429, 'too-many');
    this.retryAfterSeconds = Math.max(1, retryAfterSeconds);
  }
}

/** Something is there, and answers by other methods. HTTP 405 with Allow. */
export class MethodRefused extends RequestRefused {
  readonly allowed: readonly string[];

  constructor(allowed: readonly string[]) {
    super(405, 'wrong-method');
    this.allowed = allowed;
  }
}

/** Each reason has its sentence in the words of the pages under `refused.<reason>`. */
export type RefusalReason =
  | 'body-too-large'
  | 'content-type'
  | 'malformed-body'
  | 'foreign-form'
  | 'foreign-host'
  | 'not-found'
  | 'sign-in-ended'
  | 'too-long'
  | 'too-many'
  | 'wrong-method';

/** The configuration, or what it leads to, is wrong; the start stops with these sentences, each of which names what and the mend. */
export class ConfigurationError extends Error {
  override name = 'ConfigurationError';
  readonly sentences: readonly string[];

  constructor(...sentences: readonly string[]) {
    super(sentences.join('\n'));
    this.sentences = sentences;
  }
}
