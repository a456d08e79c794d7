/** JSON logs, a line an event. Secrets are never given to the logger; the redaction below is the second line of defence. */
import { type DestinationStream, type Logger as PinoLogger, pino } from 'pino';

export type Logger = Pick<PinoLogger, 'info' | 'warn' | 'error' | 'debug' | 'child'>;

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
    formatters: { level: (label: string) => ({ level: label }) },
    redact: {
      // `code` only at the top: below an error it is the reason that an operator needs.
      paths: ['code', ...neverLogged.flatMap((name) => [name, `*.${name}`])],
      censor: '[redacted]',
    },
  };
  return destination ? pino(settings, destination) : pino(settings);
}
