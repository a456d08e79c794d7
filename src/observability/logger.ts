/**
 * JSON logs, a line an event. Secrets are never given to the logger; the redaction below is the second line of defence. Of an error,
 * under whatever name it is given, what described-error.ts says is logged, and nothing else that hangs on it.
 */
import { type DestinationStream, type LoggerOptions, type Logger as PinoLogger, pino } from 'pino';
import { withErrorsDescribed } from './described-error.ts';
import { type LogOutput, logOutput } from './log-output.ts';

/** A type that an error itself is not of: it is given under a name. */
type About = Readonly<Record<string, unknown>>;

interface Log {
  (message: string): void;
  (about: About, message: string): void;
}

export interface Logger {
  readonly debug: Log;
  readonly info: Log;
  readonly warn: Log;
  readonly error: Log;
  child(about: About): Logger;
}

const standardOutput = 1;
/** One for the process, whoever logs: lines keep their order, and what waits at the exit leaves once. */
let ofProcess: LogOutput | undefined;

const neverLogged = [
  'password',
  'secret',
  'token',
  'cookie',
  'authorization',
  'client_secret',
  'refresh_token',
  'access_token',
  'id_token',
];

export function createLogger(level: string, destination?: DestinationStream): Logger {
  const settings: LoggerOptions = {
    level,
    base: undefined,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }), log: described },
    // Described by then; Pino's own would copy all that hangs on it.
    serializers: { err: (error: unknown) => error },
  };
  if (destination) {
    return loggerOf(pino(settings, destination), () => {});
  }
  ofProcess ??= logOutput(standardOutput);
  return loggerOf(pino(settings, ofProcess), ofProcess.flush);
}

/** @param flush lets what waits leave at once: whoever looks for an error looks now */
function loggerOf(logger: PinoLogger, flush: () => void): Logger {
  const { debug, info, warn, error } = logger;
  const sayError = error.bind(logger) as (...given: unknown[]) => void;
  return {
    debug: debug.bind(logger) as Log,
    info: info.bind(logger) as Log,
    warn: warn.bind(logger) as Log,
    error: (...given: unknown[]) => {
      sayError(...given);
      flush();
    },
    // Pino describes what a line is given, and not what all lines of a child are.
    child: (about) => loggerOf(logger.child(described(about)), flush),
  };
}

function described(about: object): Record<string, unknown> {
  const copy = withErrorsDescribed(about) as Record<string, unknown>;
  // Only at the top: below an error it is the reason that an operator needs.
  censor(copy, 'code');
  for (const part of [copy, ...Object.values(copy)]) {
    for (const name of neverLogged) {
      censor(part, name);
    }
  }
  return copy;
}

function censor(part: unknown, name: string): void {
  if (typeof part === 'object' && part !== null && Object.hasOwn(part, name)) {
    Object.assign(part, { [name]: '[redacted]' });
  }
}
