/**
 * The configuration: read once from the environment and the files it names, checked, frozen.
 * What is wrong stops the start, all of it at once, with a sentence each that names it. Nothing else reads `process.env`.
 *
 * Every number that an operator can set is here. Numbers that are fixed are constants where they are used (of limits in
 * `throttle/limits.ts`).
 */
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { type CodeAssurances, oneTimeCodesSchema } from './assurance/code-channels.ts';
import { type Calendar, calendarSchema } from './assurance/cutover-calendar.ts';
import {
  type ClientCertificateSettings,
  clientCertificatesOf,
} from './configuration/clients/client-certificates.ts';
import {
  type ClientDeclaration,
  readClientDeclarations,
} from './configuration/clients/client-declarations.ts';
import { readCollectorTls } from './configuration/connections/collector-tls.ts';
import {
  type HopExceptions,
  loadHopExceptions,
  mustUseStartTls,
  refuseOpenHops,
} from './configuration/connections/hops.ts';
import { type HsmSettings, hsmSettingsOf } from './configuration/connections/hsm-settings.ts';
import { ownSocketOf } from './configuration/connections/own-socket.ts';
import { type OwnTls, ownTlsOf } from './configuration/connections/own-tls.ts';
import { type ProxyProof, proxyProofOf } from './configuration/connections/proxy-proof.ts';
import { type SmsGatewaySettings, smsGatewayOf } from './configuration/connections/sms-gateway.ts';
import { type TraceSettings, traceSettingsOf } from './configuration/connections/trace-settings.ts';
import { type DeploymentProfile, loadDeploymentProfile } from './configuration/deployment-profile.ts';
import {
  type Environment,
  readEnvironment,
  usableEnvironment,
  withoutEmptyValues,
} from './configuration/environment.ts';
import {
  check,
  isGiven,
  parseJson,
  readAll,
  readJson,
  readPrivateText,
} from './configuration/files/checked-file.ts';
import { withCredentials } from './configuration/files/credentials-directory.ts';
import { refuseUnknownFiles, type SettingsFile } from './configuration/files/known-files.ts';
import { type MessageFile, readMessageFiles } from './configuration/files/message-files.ts';
import { type GrantSwitches, grantSwitchesSchema } from './configuration/grant-switches.ts';
import { type Hosts, hostsOf, hostsSchema } from './configuration/hosts.ts';
import { type PagesSettings, pagesSchema } from './configuration/pages.ts';
import {
  type AuditPolicy,
  auditSchema,
  type DeskPolicy,
  deskSchema,
  type EnrolmentPolicy,
  enrolmentPolicySchema,
  type OperatorPolicy,
  type OutgoingPolicy,
  operatorSchema,
  outgoingSchema,
  type PasskeysPolicy,
  passkeysSchema,
} from './configuration/policies.ts';
import { type ProtectedResource, protectedResourceSchema } from './configuration/protected-resource.ts';
import { type Secrets, secretsSchema } from './configuration/secrets.ts';
import { loadWalletIssuer, type WalletIssuerSettings } from './configuration/wallet-issuer-settings.ts';
import { loadWalletVerifier, type WalletVerifierSettings } from './configuration/wallet-verifier-settings.ts';
import { ConfigurationError } from './errors.ts';

const projectRoot = resolve(import.meta.dirname, '..');

export type { ClientCertificateSettings };

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
  /** Where metrics are told; absent: nothing is measured. */
  readonly metrics: { readonly host: string; readonly port: number } | undefined;
  /** Whom traces are told; absent: nothing is traced. */
  readonly traces: TraceSettings | undefined;
  /** True behind a proxy that sets X-Forwarded-Proto and X-Forwarded-For. */
  readonly trustProxy: boolean;
  /** By what the proxy is known; absent: nobody but this machine reaches the port. */
  readonly proxyProof: ProxyProof | undefined;
  /** A Unix socket on which the node listens, in the place of host and port. */
  readonly socket?: string | undefined;
  /** Ways that are not encrypted, and why. */
  readonly hopExceptions: HopExceptions;
  /** Absent: relying parties cannot use certificates. */
  readonly clientCertificates: ClientCertificateSettings | undefined;
  readonly dataDirectory: string;
  /** One server or a group under Sentinels (`storage/connection/redis-address.ts`). Absent: a managed `redis-server` under the data directory. */
  readonly redisUrl: string | undefined;
  /** Which installation Redis must hold; absent: the one that the data directory remembers. */
  readonly installationId: string | undefined;
  readonly secrets: Secrets;
  /** Where signing keys are made and stay; absent: sealed in the store. */
  readonly hsm: HsmSettings | undefined;
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
  /** Mails in the operator's own words; checked by `templatesOf`. */
  readonly messageFiles: readonly MessageFile[];
  /** Of places that have hosts of their own. */
  readonly hosts: Hosts;
  /** Without the file there are no pages for operators. */
  readonly operator: OperatorPolicy;
  /** What the pages say of the operator. */
  readonly pages: PagesSettings;
  /** Without the file passkeys are bound to the issuer's host. */
  readonly passkeys: PasskeysPolicy;
  /** Checkpoints, copies and retention of the audit log. */
  readonly audit: AuditPolicy;
  /** Without the file none is switched on. */
  readonly grants: GrantSwitches;
  /** Absent: nothing is issued to wallets. */
  readonly walletIssuer: WalletIssuerSettings | undefined;
  /** Absent: messages wait in the queue. */
  readonly smtpUrl: string | undefined;
  /** False on this machine, and where an operator has written why. */
  readonly smtpNeedsTls: boolean;
  readonly mailFrom: string;
  /** Absent: nobody is sent a text message. */
  readonly smsGateway: SmsGatewaySettings | undefined;
  /** Pwned Passwords, SHA-1 ordered by hash; absent: only the most used passwords are known. */
  readonly breachedPasswordsFile: string | undefined;
  /** Addresses to tell of a hole; empty: nobody is named. */
  readonly securityContacts: readonly string[];
  /** Sign-ins that may begin from one network address in a minute. */
  readonly signInStartsPerMinute: number;
  /** What processes of one supervisor say to the port that they share; absent: this one is by itself. */
  readonly ownRequestSecret?: string | undefined;
  readonly logLevel: string;
}

/**
 * Reads and checks the whole configuration.
 * @throws ConfigurationError naming everything that is wrong
 */
export function loadConfig(given: NodeJS.ProcessEnv = process.env): Config {
  const environment = withCredentials(given);
  const env = environmentOf(environment);
  const files = readFiles(env, environment);
  const rules = readAll({
    ownTls: () => ownTlsOf(env, files.profile),
    clientCertificates: () => clientCertificatesOf(env),
    smsGateway: () => smsGatewayOf(env),
    socket: () => ownSocketOf(env),
    proxyProof: () => proxyProofOf(env),
    hops: () => refuseOpenHops(env, files.audit, files.hopExceptions),
    hsm: () => hsmSettingsOf(env),
    traces: () => traceSettingsOf(env),
  });
  return Object.freeze({
    ...files,
    ...rules,
    issuer: env.KAPU_ISSUER.replace(/\/$/, ''),
    serviceName: env.KAPU_SERVICE_NAME,
    host: env.KAPU_HOST,
    port: env.KAPU_PORT,
    metrics:
      env.KAPU_METRICS_PORT === undefined
        ? undefined
        : { host: env.KAPU_METRICS_HOST, port: env.KAPU_METRICS_PORT },
    trustProxy: env.KAPU_TRUST_PROXY,
    dataDirectory: resolve(env.KAPU_DATA_DIR),
    redisUrl: env.KAPU_REDIS_URL,
    installationId: env.KAPU_INSTALLATION_ID,
    smtpUrl: env.KAPU_SMTP_URL,
    smtpNeedsTls: env.KAPU_SMTP_URL !== undefined && mustUseStartTls(env.KAPU_SMTP_URL, files.hopExceptions),
    mailFrom: env.KAPU_MAIL_FROM,
    breachedPasswordsFile: env.KAPU_BREACHED_PASSWORDS_FILE,
    securityContacts: env.KAPU_SECURITY_CONTACT,
    signInStartsPerMinute: env.KAPU_ARRIVALS_PER_MINUTE * files.profile.attempts_factor,
    // Handed on by the supervisor. No variable of an operator's, nor one of ours by its name: an older release refuses those that it does not know.
    ownRequestSecret: environment.OWN_REQUEST_SECRET,
    logLevel: env.KAPU_LOG_LEVEL,
  });
}

/** @throws ConfigurationError, with what is wrong in the files as well */
function environmentOf(environment: NodeJS.ProcessEnv): Environment {
  try {
    return readEnvironment(environment);
  } catch (error) {
    const usable = usableEnvironment(environment);
    return readAll({
      environment: (): never => {
        throw error;
      },
      files: () => usable && readFiles(usable, environment),
    }).environment;
  }
}

function readFiles(env: Environment, environment: NodeJS.ProcessEnv) {
  const directory = resolve(projectRoot, env.KAPU_CONFIG_DIR);
  const profileDirectory = join(directory, 'profiles', env.KAPU_PROFILE);
  /** A profile may have its own of any file that stands in the directory above it. */
  const fileOf = (name: SettingsFile): string =>
    [join(profileDirectory, name), join(directory, name)].find(isGiven) ?? join(directory, name);
  const named = [
    ...Object.entries(env).flatMap(([name, path]) => (name.endsWith('_FILE') ? [String(path)] : [])),
    join(env.KAPU_DATA_DIR, 'installation-id'),
  ];
  const { files } = readAll({
    unknown: () => refuseUnknownFiles(directory, env.KAPU_PROFILE, named),
    files: () =>
      readAll({
        profile: () => loadDeploymentProfile(profileDirectory, env.KAPU_PROFILE),
        secrets: () => loadSecrets(env.KAPU_SECRETS_FILE),
        resources: () => loadResources(fileOf('resources.json')),
        calendar: () => loadCalendar(fileOf('calendar.json')),
        enrolment: () => loadEnrolmentPolicy(fileOf('enrolment.json')),
        oneTimeCodes: () => loadOneTimeCodes(fileOf('one-time-codes.json'), env),
        walletVerifier: () => loadWalletVerifier(fileOf('wallet-verifier.json'), env, environment),
        outgoing: () => loadOutgoingPolicy(fileOf('outgoing.json'), env),
        audit: () => loadAuditPolicy(fileOf('audit.json')),
        grants: () => loadGrantSwitches(fileOf('grants.json')),
        hopExceptions: () => loadHopExceptions(fileOf('hops.json')),
        passkeys: () => loadPasskeysPolicy(fileOf('passkeys.json')),
        desk: () => loadDeskPolicy(fileOf('desk.json')),
        messageFiles: () => readMessageFiles(join(directory, 'messages')),
        hosts: () => loadHosts(fileOf('hosts.json'), env),
        operator: () => loadOperatorPolicy(fileOf('operator.json')),
        pages: () => loadPages(fileOf('pages.json')),
        walletIssuer: () => loadWalletIssuer(fileOf('wallet-issuer.json'), env),
      }),
  });
  return files;
}

/**
 * What `config/clients` declares. Nodes do not read it: `kapu clients apply` brings it into the registry.
 * @throws ConfigurationError naming the first file that cannot be read, or the variable that is not set
 */
export function loadClientDeclarations(environment: NodeJS.ProcessEnv = process.env): ClientDeclaration[] {
  const { KAPU_CONFIG_DIR } = withoutEmptyValues(environment);
  return readClientDeclarations(resolve(projectRoot, KAPU_CONFIG_DIR ?? 'config', 'clients'), environment);
}

function loadSecrets(path: string): Secrets {
  return check(secretsSchema, parseJson(readPrivateText(path), path), path);
}

function loadCalendar(path: string): Calendar {
  return check(calendarSchema, readJson(path), path);
}

/** Without the file there are none. */
function loadResources(path: string): ProtectedResource[] {
  return isGiven(path) ? check(z.array(protectedResourceSchema), readJson(path), path) : [];
}

function loadEnrolmentPolicy(path: string): EnrolmentPolicy {
  return check(enrolmentPolicySchema, readJson(path), path);
}

/** Without the file there are none. A channel that is switched on needs somebody who carries the codes. */
function loadOneTimeCodes(path: string, env: Environment): CodeAssurances {
  const codes: CodeAssurances = isGiven(path) ? check(oneTimeCodesSchema, readJson(path), path) : {};
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
  const policy = check(outgoingSchema, isGiven(path) ? readJson(path) : {}, path);
  return { ...policy, private_hosts: [...policy.private_hosts, ...further] };
}

/** Without the file there is no desk. */
function loadDeskPolicy(path: string): DeskPolicy {
  return check(deskSchema, isGiven(path) ? readJson(path) : {}, path);
}

/** Without the file everything is at the issuer's. */
function loadHosts(path: string, { KAPU_ISSUER: issuer }: Environment): Hosts {
  const written = check(hostsSchema, isGiven(path) ? readJson(path) : {}, path);
  return hostsOf(written, issuer, path);
}

function loadOperatorPolicy(path: string): OperatorPolicy {
  return check(operatorSchema, isGiven(path) ? readJson(path) : {}, path);
}

/** Without the file no operator is named. */
function loadPages(path: string): PagesSettings {
  return check(pagesSchema, isGiven(path) ? readJson(path) : {}, path);
}

function loadPasskeysPolicy(path: string): PasskeysPolicy {
  return check(passkeysSchema, isGiven(path) ? readJson(path) : {}, path);
}

/** Without the file nothing is shipped and nothing goes. */
function loadAuditPolicy(path: string): AuditPolicy {
  const policy = check(auditSchema, isGiven(path) ? readJson(path) : {}, path);
  if (policy.ship_to?.kind === 'syslog' && policy.ship_to.tls) {
    readCollectorTls(policy.ship_to.tls);
  }
  return policy;
}

function loadGrantSwitches(path: string): GrantSwitches {
  return check(grantSwitchesSchema, isGiven(path) ? readJson(path) : {}, path);
}
