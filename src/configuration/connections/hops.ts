/**
 * The ways from one machine to the next: each is encrypted, or does not leave this machine, or an operator has written down why not
 * (`config/hops.json`). Looked at before anything is sent (decision 61).
 */
import { z } from 'zod';
import { ConfigurationError } from '../../errors.ts';
import { isLoopback } from '../addresses/loopback.ts';
import { parseRedisAddress } from '../addresses/redis-address.ts';
import { check, isGiven, readJson } from '../files/checked-file.ts';
import type { AuditPolicy } from '../policies.ts';

const reason = z.string().min(10, 'must say why, in a sentence').max(300).optional();

export const hopsSchema = z.strictObject({
  /** Ways that are not encrypted, each with the reason why that is safe here. */
  unencrypted: z
    .strictObject({
      /** From the proxy, at which TLS ends, to the node. */
      proxy: reason,
      /** Messages to the mail server: without this, STARTTLS is demanded. */
      smtp: reason,
      redis: reason,
      /** The copy of the audit log. */
      syslog: reason,
      /** Traces to their collector. */
      traces: reason,
    })
    .prefault({}),
});

export type HopExceptions = z.output<typeof hopsSchema>['unencrypted'];

/** Without the file there is none. */
export function loadHopExceptions(path: string): HopExceptions {
  return check(hopsSchema, isGiven(path) ? readJson(path) : {}, path).unencrypted;
}

export interface Hops {
  readonly KAPU_HOST: string;
  readonly KAPU_SOCKET?: string | undefined;
  readonly KAPU_TRUST_PROXY: boolean;
  readonly KAPU_TLS_CERTIFICATE_FILE?: string | undefined;
  readonly KAPU_SMTP_URL?: string | undefined;
  readonly KAPU_REDIS_URL?: string | undefined;
  readonly KAPU_TRACES_URL?: string | undefined;
}

/** @throws ConfigurationError with a sentence for each way that is open and not excepted */
export function refuseOpenHops(
  hops: Hops,
  { ship_to: shipTo }: Pick<AuditPolicy, 'ship_to'>,
  excepted: HopExceptions,
): void {
  const open = [
    isProxyOpen(hops) && sentence('KAPU_HOST', 'the proxy', 'KAPU_TLS_CERTIFICATE_FILE', 'proxy', excepted),
    isRedisOpen(hops) && sentence('KAPU_REDIS_URL', 'Redis', 'rediss://…', 'redis', excepted),
    shipTo?.kind === 'syslog' &&
      !shipTo.tls &&
      !isLoopback(shipTo.host) &&
      sentence('audit.json ship_to', 'the collector', 'its member tls', 'syslog', excepted),
    isOverPlainHttp(hops.KAPU_TRACES_URL) &&
      sentence('KAPU_TRACES_URL', 'the collector', 'https://…', 'traces', excepted),
    mailSentence(hops, excepted),
  ].filter((one) => typeof one === 'string');
  if (open.length > 0) {
    throw new ConfigurationError(...open);
  }
}

/** Whether the mail server must encrypt what it is told: everywhere but on this machine, unless an operator has written why not. */
export function mustUseStartTls(smtpUrl: string, { smtp }: HopExceptions): boolean {
  return smtp === undefined && !isLoopback(new URL(smtpUrl).hostname);
}

function isProxyOpen({
  KAPU_TRUST_PROXY: isBehindProxy,
  KAPU_HOST: host,
  KAPU_SOCKET: socket,
  KAPU_TLS_CERTIFICATE_FILE: file,
}: Hops) {
  return isBehindProxy && !file && !socket && !isLoopback(host === '::1' ? '[::1]' : host);
}

function isRedisOpen({ KAPU_REDIS_URL: address }: Hops): boolean {
  if (address === undefined) {
    return false;
  }
  const { tls, hosts } = parseRedisAddress(address);
  return !tls && hosts.some(({ host }) => !isLoopback(host === '::1' ? '[::1]' : host));
}

function isOverPlainHttp(address: string | undefined): boolean {
  if (address === undefined) {
    return false;
  }
  const { protocol, hostname } = new URL(address);
  return protocol === 'http:' && !isLoopback(hostname);
}

/** What nodemailer would take from an address, and be content with less. */
const weakening = ['ignoreTLS', 'requireTLS', 'tls.rejectUnauthorized', 'secure', 'opportunisticTLS'];

function mailSentence({ KAPU_SMTP_URL: address }: Hops, excepted: HopExceptions): string | undefined {
  if (address === undefined || !mustUseStartTls(address, excepted)) {
    return undefined;
  }
  const weak = weakening.find((name) => new URL(address).searchParams.has(name));
  return (
    weak &&
    `KAPU_SMTP_URL has ${weak}: on the way to another machine TLS is demanded, and its certificate verified`
  );
}

function sentence(
  where: string,
  whom: string,
  mend: string,
  name: keyof HopExceptions,
  excepted: HopExceptions,
): string | undefined {
  return excepted[name] === undefined
    ? `${where}: the way between ${whom} and this machine is not encrypted; use ${mend}, or write into hops.json, unencrypted, ${name}, why it is safe`
    : undefined;
}
