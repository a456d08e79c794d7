/**
 * JSON logs, a line an event. Secrets are never given to the logger; the redaction below is the second line of defence. Of an error,
 * under whatever name it is given, what described-error.ts says is logged, and nothing else that hangs on it.
 */
import { type DestinationStream, type Logger as PinoLogger, pino } from 'pino';
import { withErrorsDescribed } from './described-error.ts';

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
  const settings = {
    level,
    base: undefined,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }), log: described },
    // Described by then; Pino's own would copy all that hangs on it.
    serializers: { err: (error: unknown) => error },
    redact: {
      // `code` only at the top: below an error it is the reason that an operator needs.
      paths: ['code', ...neverLogged.flatMap((name) => [name, `*.${name}`])],
      censor: '[redacted]',
    },
  };
  return loggerOf(destination ? pino(settings, destination) : pino(settings));
}

function loggerOf(logger: PinoLogger): Logger {
  const { debug, info, warn, error } = logger;
  return {
    debug: debug.bind(logger) as Log,
    info: info.bind(logger) as Log,
    warn: warn.bind(logger) as Log,
    error: error.bind(logger) as Log,
    // Pino describes what a line is given, and not what all lines of a child are.
    child: (about) => loggerOf(logger.child(described(about))),
  };
}

function described(about: object): Record<string, unknown> {
  return withErrorsDescribed(about) as Record<string, unknown>;
}
