/** The environment's variables. Only config.ts reads them. */
import { z } from 'zod';
import { ConfigurationError } from '../errors.ts';
import { faultOfIssuer } from './addresses/issuer.ts';
import { parseRedisAddress } from './addresses/redis-address.ts';
import { hsmVariables } from './connections/hsm-settings.ts';
import { socketVariables } from './connections/own-socket.ts';
import { proxyVariables } from './connections/proxy-proof.ts';
import { traceVariables } from './connections/trace-settings.ts';
import { sentenceOf } from './files/checked-file.ts';
import { hintAt } from './files/nearest-name.ts';
import { hostAndPort } from './policies.ts';

const flag = z.enum(['true', 'false'], 'must be true or false').transform((value) => value === 'true');

/** An address such as `no-reply@kapu.example`, alone or behind a name: `Kapu <no-reply@kapu.example>`. */
const mailSender = /^(?:[^<>\p{Cc}]*<[^\s<>@]+@[\w.-]+>|[^\s<>@]+@[\w.-]+)$/u;

const issuer = z
  .string(absent('the address of the service, e.g. https://kapu.example'))
  .superRefine((written, context) => {
    const fault = faultOfIssuer(written);
    if (fault !== undefined) {
      context.addIssue(fault);
    }
  });

const redisAddress = z.string().superRefine((written, context) => {
  try {
    parseRedisAddress(written);
  } catch (error) {
    context.addIssue((error as Error).message.replace(/^KAPU_REDIS_URL /, ''));
  }
});

export const environmentSchema = z.object({
  KAPU_ISSUER: issuer,
  /** Authenticator apps take what stands before a colon for the issuer, and refuse a key whose issuer has one. */
  KAPU_SERVICE_NAME: z
    .string()
    .min(1)
    .max(40)
    .regex(/^[^:]*$/, 'must hold no colon: authenticator apps refuse such a name')
    .regex(/^\P{Cc}*$/u, 'must be one line, without control characters')
    .default('Kapu'),
  KAPU_HOST: z.string().default('127.0.0.1'),
  KAPU_PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  /** Read by the supervisor, before there is a node. */
  KAPU_PROCESSES: z.coerce.number().int().min(1).max(64).optional(),
  /** Absent: no metrics. */
  KAPU_METRICS_PORT: z.coerce.number().int().min(0).max(65535).optional(),
  KAPU_METRICS_HOST: z.string().default('127.0.0.1'),
  ...traceVariables,
  KAPU_TRUST_PROXY: flag.default(false),
  ...proxyVariables,
  ...socketVariables,
  KAPU_CLIENT_CERTIFICATE_HEADER: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9-]{1,63}$/, 'must be the name of a header: letters, digits and hyphens')
    .optional(),
  KAPU_CLIENT_CERTIFICATE_AUTHORITIES_FILE: z.string().optional(),
  KAPU_DATA_DIR: z.string().default('var'),
  KAPU_REDIS_URL: redisAddress.optional(),
  KAPU_INSTALLATION_ID: z
    .string()
    .regex(/^[\w-]{1,64}$/, 'must be an id as kapu config check shows it')
    .optional(),
  KAPU_SECRETS_FILE: z.string(absent('the file of its keys and peppers; kapu config new-secrets makes them')),
  KAPU_CONFIG_DIR: z.string().default('config'),
  KAPU_PROFILE: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,31}$/, 'must be the name of a directory of config/profiles')
    .default('production'),
  KAPU_TLS_CERTIFICATE_FILE: z.string().optional(),
  KAPU_TLS_KEY_FILE: z.string().optional(),
  KAPU_SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  KAPU_SMS_URL: z.url({ protocol: /^https?$/ }).optional(),
  KAPU_SMS_TOKEN: z.string().min(16).max(4096).optional(),
  KAPU_SMS_SENDER: z.string().min(1).max(16).optional(),
  /** Further `private_hosts`, with commas in between. */
  KAPU_PRIVATE_HOSTS: z
    .string()
    .default('')
    .transform((hosts) => hosts.split(',').filter(Boolean))
    .pipe(z.array(hostAndPort)),
  KAPU_CREDENTIAL_CERTIFICATE_FILE: z.string().optional(),
  KAPU_CREDENTIAL_KEY_FILE: z.string().optional(),
  KAPU_CREDENTIAL_TRUST_ANCHOR_FILE: z.string().optional(),
  ...hsmVariables,
  KAPU_WALLET_ATTESTERS_FILE: z.string().optional(),
  KAPU_KEY_ATTESTERS_FILE: z.string().optional(),
  KAPU_BREACHED_PASSWORDS_FILE: z.string().optional(),
  KAPU_WALLET_CERTIFICATES_FILE: z.string().optional(),
  KAPU_WALLET_KEY_FILE: z.string().optional(),
  KAPU_MAIL_FROM: z
    .string()
    .regex(mailSender, 'must be an address, or a name and an address: Kapu <no-reply@kapu.example>')
    .default('Kapu <no-reply@kapu.invalid>'),
  /** With commas in between, the preferred one first. */
  KAPU_SECURITY_CONTACT: z
    .string()
    .default('')
    .transform((contacts) => contacts.split(',').filter(Boolean))
    .pipe(
      z.array(
        z.url({
          protocol: /^(https|mailto)$/,
          error: 'must be addresses such as mailto:security@kapu.example or https://…',
        }),
      ),
    ),
  KAPU_ARRIVALS_PER_MINUTE: z.coerce.number().int().min(1).default(600),
  KAPU_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
});

/** Whoever has set nothing yet is told what it is for. */
function absent(meaning: string): string {
  return `is missing: ${meaning}`;
}

export type Environment = z.output<typeof environmentSchema>;

/** A variable that is set to nothing, or to blanks, is not set: a number would be read of them, nought. */
export function withoutEmptyValues(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim() !== ''));
}

/**
 * What of it can be used where something is wrong, so that files can be looked at all the same.
 * @returns undefined where the rest is not enough for that
 */
export function usableEnvironment(environment: NodeJS.ProcessEnv): Environment | undefined {
  const given = withoutEmptyValues(environment);
  const wrong = environmentSchema.safeParse(given).error?.issues.map(({ path }) => path[0]) ?? [];
  const right = Object.entries(given).filter(([name]) => !wrong.includes(name));
  return environmentSchema.safeParse({ ...Object.fromEntries(right), KAPU_ISSUER: 'https://localhost' }).data;
}

/** @throws ConfigurationError with every variable that is wrong, missing or not known */
export function readEnvironment(environment: NodeJS.ProcessEnv): Environment {
  const given = withoutEmptyValues(environment);
  const result = environmentSchema.safeParse(given);
  const wrong = (result.error?.issues ?? []).map((issue) => `${issue.path.join('.')} ${sentenceOf(issue)}`);
  const sentences = [...wrong, ...unknownVariables(given)];
  if (!result.success || sentences.length > 0) {
    throw new ConfigurationError(...sentences);
  }
  return result.data;
}

/** What was misspelt would count for nothing, without a word. */
function unknownVariables(given: NodeJS.ProcessEnv): string[] {
  const known = Object.keys(environmentSchema.shape);
  return Object.keys(given)
    .filter((name) => name.startsWith('KAPU_') && !known.includes(name))
    .sort()
    .map((name) => `${name} is no variable of Kapu${hintAt(name, known)}`);
}
