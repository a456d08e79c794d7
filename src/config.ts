/**
 * The configuration: read once from the environment and the files it names, checked, frozen.
 * A wrong value stops the start with a sentence that names it. Nothing else reads `process.env`.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { type Calendar, calendarSchema } from './assurance/calendar.ts';
import { reachableAssurances } from './assurance/levels.ts';
import { type CodeAssurances, oneTimeCodesSchema } from './assurance/one-time-codes.ts';
import { check, readCertificates, readJson, resolveReferences } from './checked-file.ts';
import { clientFeatures, redirectUri, signingAlgorithm } from './client-metadata.ts';
import { type DeploymentProfile, loadDeploymentProfile } from './deployment-profile.ts';
import { ConfigurationError } from './errors.ts';
import { cibaGrant, deviceGrant, type GrantSwitches, grantSwitchesSchema } from './grant-switches.ts';
import { type OwnTls, ownTlsOf } from './own-tls.ts';
import { loadWalletIssuer, type WalletIssuerSettings } from './wallet-issuer-settings.ts';
import { loadWalletVerifier, type WalletVerifierSettings } from './wallet-verifier-settings.ts';

const projectRoot = resolve(import.meta.dirname, '..');

const base64Key = z
  .string()
  .transform((text) => Buffer.from(text, 'base64url'))
  .refine((key) => key.length === 32, 'must be 32 bytes in base64url');

export const secretsSchema = z.strictObject({
  /** AES-256-GCM keys; the first seals, all open. */
  sealing_keys: z.array(z.strictObject({ kid: z.string().regex(/^[\w-]{1,16}$/), key: base64Key })).min(1),
  /** HMAC keys of signed cookies and form tokens; the first signs, all verify. */
  cookie_keys: z.array(z.string().min(32)).min(1),
  /** The secret value K of Argon2 (RFC 9106 §3.1). Cannot be changed without losing every password. */
  password_pepper: base64Key,
  /** Keys the hashes under which names are stored, so that a dump lists nobody. */
  index_key: base64Key,
  /** Keys pairwise subjects (OpenID Connect Core §8.1). Cannot be changed without renaming everybody. */
  subject_key: base64Key,
});

/** Keys and peppers, 32 bytes each; see `kapu config new-secrets`. */
export type Secrets = z.output<typeof secretsSchema>;

export const clientSchema = z.strictObject({
  client_id: z.string().regex(/^[\w.-]{3,64}$/),
  client_name: z.string().min(1).max(80),
  'client_name#en': z.string().min(1).max(80).optional(),
  client_uri: z.url(),
  redirect_uris: z.array(redirectUri).min(1),
  post_logout_redirect_uris: z.array(redirectUri).default([]),
  /** Where we tell the relying party of a session that ended (OpenID Connect Back-Channel Logout 1.0). */
  backchannel_logout_uri: z.url({ protocol: /^https?$/ }).optional(),
  /** True: ID tokens and logout tokens name the session (`sid`); false: a logout token ends all sessions of its subject. */
  backchannel_logout_session_required: z.boolean().default(false),
  client_secret: z.string().min(32).optional(),
  jwks: z.looseObject({ keys: z.array(z.looseObject({})).min(1) }).optional(),
  token_endpoint_auth_method: z
    .enum([
      'client_secret_basic',
      'client_secret_post',
      'private_key_jwt',
      'tls_client_auth',
      'self_signed_tls_client_auth',
      'none',
    ])
    .default('client_secret_basic'),
  grant_types: z
    .array(z.enum(['authorization_code', 'refresh_token', deviceGrant, cibaGrant]))
    .default(['authorization_code']),
  scope: z.string().default('openid'),
  subject_type: z.enum(['pairwise', 'public']).default('pairwise'),
  require_pushed_authorization_requests: z.boolean().default(false),
  dpop_bound_access_tokens: z.boolean().default(false),
  id_token_signed_response_alg: z.enum(['ES256', 'RS256', 'EdDSA', 'PS256']).default('ES256'),
  ...clientFeatures,
  /** The least assurance with which this relying party accepts anyone. */
  minimum_assurance: z.enum(reachableAssurances),
});

/** A relying party as registered in `config/clients/<name>.json`, in the standard's metadata names. */
export type ClientRegistration = z.output<typeof clientSchema>;

export const protectedResourceSchema = z.strictObject({
  /** RFC 8707: an absolute URI without a fragment. */
  identifier: z.url().refine((uri) => !uri.includes('#'), 'must have no fragment'),
  /** What citizens read where they are asked for consent. */
  name: z.string().min(1).max(80),
  'name#en': z.string().min(1).max(80).optional(),
  scopes: z.array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/)).min(1),
  access_token_format: z.enum(['opaque', 'jwt']).default('opaque'),
  access_token_signing_alg: signingAlgorithm.default('ES256'),
  /** In seconds. A JWT cannot be called back, so it should live shortly. */
  access_token_lifetime: z.int().min(30).max(3600).default(600),
  /** The relying parties that may introspect its tokens: the resource itself. */
  introspected_by: z.array(z.string()).default([]),
});

/** An API for which tokens are issued (RFC 8707), as registered in `config/resources.json`. */
export type ProtectedResource = z.output<typeof protectedResourceSchema>;

export const enrolmentPolicySchema = z.strictObject({
  /** How long an application waits for its owner's notice where there is no verified address, in hours. */
  wait_without_email_hours: z.number().min(24).max(720),
});

export type EnrolmentPolicy = z.output<typeof enrolmentPolicySchema>;

const hostAndPort = z.string().regex(/^([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?$/i, 'must be host or host:port');

export const outgoingSchema = z.strictObject({
  /** In-house services that we may reach though their addresses are not public, also over http: `host` or `host:port`. */
  private_hosts: z.array(hostAndPort).default([]),
  /** How long a relying party that cannot be told of a sign-out is tried, in hours. */
  give_up_logouts_after_hours: z.number().min(1).max(168).default(24),
});

export type OutgoingPolicy = z.output<typeof outgoingSchema>;

export const deskSchema = z.strictObject({
  /** Where clerks sit. Without any there is no desk. */
  offices: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z0-9-]{1,40}$/),
        name: z.string().min(1).max(80),
        'name#en': z.string().min(1).max(80).optional(),
      }),
    )
    .default([]),
  /** People whom one clerk may look up in an hour. */
  look_ups_per_hour: z.int().min(1).max(1000).default(30),
  /** Between the approval of a request and its effect, in hours: for who can be told of it, and for who cannot. */
  delay_hours: z
    .strictObject({ with_contact: z.number().min(1).max(720), without_contact: z.number().min(1).max(720) })
    .default({ with_contact: 24, without_contact: 72 }),
  /** How long a proposal awaits the second person, in days. */
  proposals_last_days: z.int().min(1).max(30).default(7),
});

/** `config/desk.json`. */
export type DeskPolicy = z.output<typeof deskSchema>;

export const auditSchema = z.strictObject({
  /** A signed checkpoint at the latest after so many events, */
  checkpoint_every_events: z.int().min(1).max(100_000).default(1000),
  /** and after so long if there is anything new. */
  checkpoint_every_seconds: z.int().min(1).max(86_400).default(60),
  /** Where a copy goes; absent: nowhere. */
  ship_to: z
    .discriminatedUnion('kind', [
      /** A directory, one file a month. */
      z.strictObject({ kind: z.literal('files'), directory: z.string().min(1) }),
      /** RFC 5424 over TCP, octet-counted (RFC 6587 §3.4.1). */
      z.strictObject({
        kind: z.literal('syslog'),
        host: z.string().min(1),
        port: z.int().min(1).max(65_535),
      }),
    ])
    .optional(),
  /** Whole months that are kept beside the one that runs; absent: all. Nothing goes before it was shipped. */
  keep_months: z.int().min(1).max(600).optional(),
});

export type AuditPolicy = z.output<typeof auditSchema>;

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
  KAPU_DEMO_FILE: z.string().optional(),
});

type Environment = z.output<typeof environmentSchema>;

/** The gateway that carries text messages. */
export interface SmsGatewaySettings {
  /** https, or http on this machine. */
  readonly url: string;
  /** Secret. */
  readonly token: string;
  /** The sender that telephones show, where the gateway lets us choose. */
  readonly sender: string | undefined;
}

/** How the proxy at which TLS ends hands over the certificates of relying parties (RFC 8705). */
export interface ClientCertificateSettings {
  /** The header in which it puts the certificate, and from which it strips whatever came from outside. */
  readonly header: string;
  /** PEM of the authorities whose certificates are accepted for `tls_client_auth`; empty where it is not offered. */
  readonly authorities: readonly string[];
}

export interface Config {
  /** Which kind of deployment this is, and what it allows beyond the strictest. */
  readonly profile: DeploymentProfile;
  /** Absent: TLS ends at a proxy. */
  readonly ownTls: OwnTls | undefined;
  /** Issuer identifier without a trailing slash, e.g. `https://kapu.example`. */
  readonly issuer: string;
  readonly serviceName: string;
  readonly host: string;
  readonly port: number;
  /** True behind a proxy that sets X-Forwarded-Proto and X-Forwarded-For. */
  readonly trustProxy: boolean;
  /** Absent: relying parties cannot use certificates. */
  readonly clientCertificates: ClientCertificateSettings | undefined;
  readonly dataDirectory: string;
  /** One server or a group under Sentinels (`storage/redis-address.ts`). Absent: a managed `redis-server` under the data directory. */
  readonly redisUrl: string | undefined;
  readonly secrets: Secrets;
  readonly resources: readonly ProtectedResource[];
  readonly calendar: Calendar;
  readonly enrolment: EnrolmentPolicy;
  /** Empty unless the deployment switched one-time codes on. */
  readonly oneTimeCodes: CodeAssurances;
  /** Absent: nobody signs in with a wallet. */
  readonly walletVerifier: WalletVerifierSettings | undefined;
  /** What we may fetch of relying parties, and how long they are told of sign-outs. */
  readonly outgoing: OutgoingPolicy;
  readonly desk: DeskPolicy;
  /** Checkpoints, copies and retention of the audit log. */
  readonly audit: AuditPolicy;
  /** Without the file none is switched on. */
  readonly grants: GrantSwitches;
  /** Absent: nothing is issued to wallets. */
  readonly walletIssuer: WalletIssuerSettings | undefined;
  /** Absent: messages wait in the queue. */
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string;
  /** Absent: nobody is sent a text message. */
  readonly smsGateway: SmsGatewaySettings | undefined;
  /** Pwned Passwords, SHA-1 ordered by hash; absent: only the most used passwords are known. */
  readonly breachedPasswordsFile: string | undefined;
  /** Sign-ins that may begin from one network address in a minute. */
  readonly arrivalsPerMinute: number;
  readonly logLevel: string;
  /** Path of the demo's description; present only in the demo, where it adds the start page. */
  readonly demoFile: string | undefined;
}

/**
 * Reads and checks the whole configuration.
 * @throws ConfigurationError naming the first wrong value.
 */
export function loadConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const env = check(environmentSchema, withoutEmptyValues(environment), 'environment variable');
  const configDirectory = resolve(projectRoot, env.KAPU_CONFIG_DIR);
  const profileDirectory = join(configDirectory, 'profiles', env.KAPU_PROFILE);
  const profile = loadDeploymentProfile(profileDirectory, env.KAPU_PROFILE);
  /** A profile may have its own of any file that stands in the directory above it. */
  const fileOf = (name: string): string =>
    [join(profileDirectory, name), join(configDirectory, name)].find(existsSync) ??
    join(configDirectory, name);
  const secrets = check(secretsSchema, readJson(env.KAPU_SECRETS_FILE), env.KAPU_SECRETS_FILE);
  const clientCertificates = clientCertificatesOf(env);
  return Object.freeze({
    profile,
    ownTls: ownTlsOf(env, profile),
    issuer: env.KAPU_ISSUER.replace(/\/$/, ''),
    serviceName: env.KAPU_SERVICE_NAME,
    host: env.KAPU_HOST,
    port: env.KAPU_PORT,
    trustProxy: env.KAPU_TRUST_PROXY,
    clientCertificates,
    dataDirectory: resolve(env.KAPU_DATA_DIR),
    redisUrl: env.KAPU_REDIS_URL,
    secrets,
    resources: loadResources(fileOf('resources.json')),
    calendar: loadCalendar(fileOf('calendar.json')),
    enrolment: loadEnrolmentPolicy(fileOf('enrolment.json')),
    oneTimeCodes: loadOneTimeCodes(fileOf('one-time-codes.json'), env),
    walletVerifier: loadWalletVerifier(fileOf('wallet-verifier.json'), env, environment),
    outgoing: loadOutgoingPolicy(fileOf('outgoing.json'), env),
    audit: loadAuditPolicy(fileOf('audit.json')),
    grants: loadGrantSwitches(fileOf('grants.json')),
    desk: loadDeskPolicy(fileOf('desk.json')),
    walletIssuer: loadWalletIssuer(fileOf('wallet-issuer.json'), env),
    smtpUrl: env.KAPU_SMTP_URL,
    mailFrom: env.KAPU_MAIL_FROM,
    smsGateway: smsGatewayOf(env),
    breachedPasswordsFile: env.KAPU_BREACHED_PASSWORDS_FILE,
    arrivalsPerMinute: env.KAPU_ARRIVALS_PER_MINUTE * profile.attempts_factor,
    logLevel: env.KAPU_LOG_LEVEL,
    demoFile: env.KAPU_DEMO_FILE,
  });
}

function clientCertificatesOf(env: Environment): ClientCertificateSettings | undefined {
  const header = env.KAPU_CLIENT_CERTIFICATE_HEADER;
  const authoritiesFile = env.KAPU_CLIENT_CERTIFICATE_AUTHORITIES_FILE;
  if (!header) {
    return undefined;
  }
  if (!env.KAPU_TRUST_PROXY) {
    throw new ConfigurationError(
      'KAPU_CLIENT_CERTIFICATE_HEADER needs KAPU_TRUST_PROXY: without a proxy anybody could write that header',
    );
  }
  return { header, authorities: authoritiesFile ? readCertificates(authoritiesFile) : [] };
}

function smsGatewayOf(env: Environment): SmsGatewaySettings | undefined {
  const { KAPU_SMS_URL: url, KAPU_SMS_TOKEN: token, KAPU_SMS_SENDER: sender } = env;
  if (!url) {
    return undefined;
  }
  if (!token) {
    throw new ConfigurationError('KAPU_SMS_TOKEN is missing: the SMS gateway of KAPU_SMS_URL asks for one');
  }
  if (!env.KAPU_SMTP_URL) {
    throw new ConfigurationError('KAPU_SMS_URL needs KAPU_SMTP_URL: text messages leave beside the e-mails');
  }
  if (!isConfidential(new URL(url))) {
    throw new ConfigurationError('KAPU_SMS_URL must be https: codes and telephone numbers go there');
  }
  return { url, token, sender };
}

/** Encrypted, or never leaving this machine. */
function isConfidential({ protocol, hostname }: URL): boolean {
  const isLoopback = hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
  return protocol === 'https:' || isLoopback;
}

/** What a file of `config/clients` says, with its references resolved; not judged yet. */
export interface ClientDeclaration {
  /** The file, for people. */
  readonly source: string;
  readonly metadata: unknown;
}

/**
 * The clients that are declared, one JSON file each; `${NAME}` in a text stands for that environment variable. Nodes do not read
 * them: `kapu clients apply` brings them into the registry.
 * @throws ConfigurationError naming the first file that cannot be read, or the variable that is not set
 */
export function loadClientDeclarations(environment: NodeJS.ProcessEnv = process.env): ClientDeclaration[] {
  const directory = join(resolve(projectRoot, environment.KAPU_CONFIG_DIR || 'config'), 'clients');
  if (!existsSync(directory)) {
    throw new ConfigurationError(`${directory}: cannot be read`);
  }
  return readdirSync(directory)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => loadClientDeclaration(join(directory, file), environment));
}

function loadClientDeclaration(source: string, environment: NodeJS.ProcessEnv): ClientDeclaration {
  const written = readJson(source);
  refuseWrittenSecret(written, source);
  return { source, metadata: resolveReferences(written, source, environment) };
}

/** Secrets stand in files only by reference, so that a configuration can be shown and shared. */
function refuseWrittenSecret(written: unknown, path: string): void {
  const secret = (written as { client_secret?: unknown } | null)?.client_secret;
  if (secret !== undefined && !/^\$\{\w+\}$/.test(String(secret))) {
    throw new ConfigurationError(
      `${path}: client_secret must be a reference such as "\${PORTAL_CLIENT_SECRET}"`,
    );
  }
}

function loadCalendar(path: string): Calendar {
  return check(calendarSchema, readJson(path), path);
}

/** Without the file there are none. */
function loadResources(path: string): ProtectedResource[] {
  return existsSync(path) ? check(z.array(protectedResourceSchema), readJson(path), path) : [];
}

function loadEnrolmentPolicy(path: string): EnrolmentPolicy {
  return check(enrolmentPolicySchema, readJson(path), path);
}

/** Without the file there are none. A channel that is switched on needs somebody who carries the codes. */
function loadOneTimeCodes(path: string, env: Environment): CodeAssurances {
  const codes: CodeAssurances = existsSync(path) ? check(oneTimeCodesSchema, readJson(path), path) : {};
  if (codes.email && !env.KAPU_SMTP_URL) {
    throw new ConfigurationError(`${path}: one-time codes by e-mail need a mail server, KAPU_SMTP_URL`);
  }
  if (codes.sms && !env.KAPU_SMS_URL) {
    throw new ConfigurationError(
      `${path}: one-time codes by SMS need a gateway, KAPU_SMS_URL and KAPU_SMS_TOKEN`,
    );
  }
  return codes;
}

/** Without the file nothing in-house is reached, but for what the environment names. */
function loadOutgoingPolicy(path: string, { KAPU_PRIVATE_HOSTS: further }: Environment): OutgoingPolicy {
  const policy = check(outgoingSchema, existsSync(path) ? readJson(path) : {}, path);
  return { ...policy, private_hosts: [...policy.private_hosts, ...further] };
}

/** Without the file there is no desk. */
function loadDeskPolicy(path: string): DeskPolicy {
  return check(deskSchema, existsSync(path) ? readJson(path) : {}, path);
}

/** Without the file nothing is shipped and nothing goes. */
function loadAuditPolicy(path: string): AuditPolicy {
  return check(auditSchema, existsSync(path) ? readJson(path) : {}, path);
}

function loadGrantSwitches(path: string): GrantSwitches {
  return check(grantSwitchesSchema, existsSync(path) ? readJson(path) : {}, path);
}

function withoutEmptyValues(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
}
