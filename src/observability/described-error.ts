/**
 * What may be said of an error in a log or at a terminal: its type, message, code and stack, and the same of its causes. Libraries hang
 * more on theirs: an error of ioredis has the arguments of its command, which may be hashes of passwords.
 */
import { isNativeError } from 'node:util/types';

interface DescribedError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly stack: string;
  readonly cause?: unknown;
  readonly errors?: readonly unknown[];
}

/** Whoever makes a longer chain of causes has made a circle. */
const mostCauses = 5;
/** Redis repeats the arguments of a command that it does not know. */
const argumentsInMessage = /,? with args beginning with: .*/gs;

/** Also where it comes from another realm. */
export function isError(value: unknown): value is Error {
  return isNativeError(value) || value instanceof Error;
}

function describeError(error: Error, depth = 0): DescribedError {
  const { name, message, code, cause, errors } = error as Error & Partial<Record<'code' | 'errors', unknown>>;
  return {
    type: name,
    message: withoutArguments(message),
    ...(typeof code === 'string' && { code }),
    stack: withoutArguments(error.stack ?? ''),
    ...(cause !== undefined && depth < mostCauses && { cause: describeThrown(cause, depth + 1) }),
    ...(Array.isArray(errors) &&
      depth < mostCauses && { errors: errors.map((one) => describeThrown(one, depth + 1)) }),
  };
}

/** Anything can be thrown: of what is no error, its type alone is said. */
function describeThrown(thrown: unknown, depth: number): unknown {
  return isError(thrown) ? describeError(thrown, depth) : { type: typeof thrown };
}

function withoutArguments(text: string): string {
  return text.replace(argumentsInMessage, '');
}

/** The value as it may be logged: every error in it described, at whatever depth and under whatever name. */
export function withErrorsDescribed(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (isError(value)) {
    return describeError(value);
  }
  if (depth > mostCauses) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map((item) => withErrorsDescribed(item, depth + 1));
  }
  // What writes itself, such as a date, does so.
  if (Object.prototype.toString.call(value) !== '[object Object]' || 'toJSON' in value) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, withErrorsDescribed(item, depth + 1)]),
  );
}

/** For people at a terminal: the stack, and those of the causes. */
export function errorInWords(thrown: unknown): string {
  if (!isError(thrown)) {
    return `a ${typeof thrown} was thrown`;
  }
  return inWords(describeError(thrown)).join('\n');
}

function inWords({ type, message, stack, cause, errors = [] }: DescribedError): string[] {
  const causes = [cause, ...errors].filter((one): one is DescribedError => isDescribed(one));
  return [stack || `${type}: ${message}`, ...causes.flatMap((one) => ['caused by', ...inWords(one)])];
}

function isDescribed(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'stack' in value;
}
