/** The environment's variables. Only config.ts reads them. */
import { z } from 'zod';
import { hostAndPort } from './policies.ts';

const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

export const environmentSchema = z.object({
  KAPU_ISSUER: z.url({ protocol: /^https?$/ }),
  KAPU_SERVICE_NAME: z.string().min(1).max(40).default('Kapu'),
  KAPU_HOST: z.string().default('127.0.0.1'),
  KAPU_PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  KAPU_TRUST_PROXY: flag.default(false),
  KAPU_CLIENT_CERTIFICATE_HEADER: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9-]{1,63}$/)
    .optional(),
  KAPU_CLIENT_CERTIFICATE_AUTHORITIES_FILE: z.string().optional(),
  KAPU_DATA_DIR: z.string().default('var'),
  KAPU_REDIS_URL: z
    .string()
    .regex(/^rediss?(\+sentinel)?:\/\/\S+$/, 'must be redis://…, rediss://… or redis+sentinel://…')
    .optional(),
  KAPU_SECRETS_FILE: z.string(),
  KAPU_CONFIG_DIR: z.string().default('config'),
  KAPU_PROFILE: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,31}$/)
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
  KAPU_WALLET_ATTESTERS_FILE: z.string().optional(),
  KAPU_BREACHED_PASSWORDS_FILE: z.string().optional(),
  KAPU_WALLET_CERTIFICATES_FILE: z.string().optional(),
  KAPU_WALLET_KEY_FILE: z.string().optional(),
  KAPU_MAIL_FROM: z.string().default('Kapu <no-reply@kapu.invalid>'),
  KAPU_ARRIVALS_PER_MINUTE: z.coerce.number().int().min(1).default(600),
  KAPU_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
});

export type Environment = z.output<typeof environmentSchema>;

/** A variable that is set to nothing is not set. */
export function withoutEmptyValues(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
}
