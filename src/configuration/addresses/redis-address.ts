/** `KAPU_REDIS_URL`, taken apart. What is wrong is said without the address, which may hold a password. */
import { ConfigurationError } from '../../errors.ts';
import { readPrivateText, readText } from '../files/checked-file.ts';

export interface RedisAddress {
  /** The server, or the Sentinels that know it. */
  readonly hosts: readonly HostAndPort[];
  /** The name under which Sentinels know the group; absent: one server. */
  readonly group: string | undefined;
  readonly database: number;
  readonly username: string | undefined;
  readonly password: string | undefined;
  /** Of the Sentinels themselves, which know none of the users of Redis. */
  readonly sentinelUsername: string | undefined;
  readonly sentinelPassword: string | undefined;
  /** Absent: not encrypted. */
  readonly tls: RedisTls | undefined;
}

export interface HostAndPort {
  readonly host: string;
  readonly port: number;
}

/** PEM. */
export interface RedisTls {
  /** Authorities, in place of those that Node.js trusts. */
  readonly ca?: string;
  /** Our own certificate, for servers that ask for one. */
  readonly cert?: string;
  readonly key?: string;
}

const form = 'redis://host:port or redis+sentinel://host:port,host:port/name (rediss for TLS)';
const pattern =
  /^(?<scheme>rediss?(?:\+sentinel)?):\/\/(?:(?<username>[^:@/]*):(?<password>[^@/]*)@)?(?<hosts>[^@/?#]+)(?:\/(?<path>[\w.-]*))?(?:\?(?<parameters>[^#]*))?$/;
const redisPort = 6379;
const sentinelPort = 26_379;

const fileParameters = ['ca', 'cert', 'key'] as const;
const sentinelParameters = ['sentinel-username', 'sentinel-password'] as const;
type Parameter = (typeof fileParameters)[number] | (typeof sentinelParameters)[number];

/** @throws ConfigurationError */
export function parseRedisAddress(address: string): RedisAddress {
  const parts = pattern.exec(address)?.groups;
  if (!parts?.scheme || !parts.hosts) {
    return fail(
      /[@/]/.test(userInfoOf(address))
        ? `holds @ or / in its password; write them as %40 and %2F`
        : `must be ${form}`,
    );
  }
  const isGroup = parts.scheme.endsWith('+sentinel');
  const isEncrypted = parts.scheme.startsWith('rediss');
  const parameters = parametersOf(parts.parameters ?? '');
  refuseUseless(parameters, { isGroup, isEncrypted });
  return {
    hosts: hostsOf(parts.hosts, isGroup),
    group: isGroup ? parts.path || fail('names no group after the Sentinels: …/name') : undefined,
    database: isGroup ? 0 : databaseOf(parts.path ?? ''),
    username: decoded(parts.username, 'user name'),
    password: decoded(parts.password, 'password'),
    sentinelUsername: parameters.get('sentinel-username'),
    sentinelPassword: parameters.get('sentinel-password'),
    tls: isEncrypted ? tlsOf(parameters) : undefined,
  };
}

/** For people: where it leads to, without its secrets. */
export function redisInWords({ hosts, group }: RedisAddress): string {
  const named = hosts.map(({ host, port }) => `${host.includes(':') ? `[${host}]` : host}:${port}`).join(',');
  return group === undefined ? named : `${group}, by the Sentinels ${named}`;
}

function userInfoOf(address: string): string {
  return /^rediss?(?:\+sentinel)?:\/\/[^:@/]*:(.*)@/.exec(address)?.[1] ?? '';
}

function hostsOf(text: string, isGroup: boolean): HostAndPort[] {
  const hosts = text.split(',').map((host) => hostAndPort(host, isGroup ? sentinelPort : redisPort));
  return hosts.length > 1 && !isGroup
    ? fail('names several hosts; several are Sentinels: redis+sentinel://…/name')
    : hosts;
}

function hostAndPort(text: string, usualPort: number): HostAndPort {
  const [, host, port] = /^(\[[\da-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?$/i.exec(text) ?? [];
  if (!host || Number(port ?? usualPort) > 65_535) {
    return fail('names a host that is not host or host:port');
  }
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port ?? usualPort) };
}

function databaseOf(path: string): number {
  return /^\d{0,4}$/.test(path)
    ? Number(path)
    : fail('names a database that is not a number: redis://host:port/0');
}

function decoded(text: string | undefined, what: string): string | undefined {
  try {
    return text ? decodeURIComponent(text) : undefined;
  } catch {
    return fail(`holds a % in its ${what} that stands for nothing; write a % as %25`);
  }
}

function parametersOf(text: string): Map<Parameter, string> {
  const known: readonly string[] = [...fileParameters, ...sentinelParameters];
  const pairs = text
    .split('&')
    .filter(Boolean)
    .map((pair) => {
      const [name = '', ...value] = pair.split('=');
      if (!known.includes(name)) {
        fail(
          `has a parameter that is not known, ${name.replace(/[^\w-]/g, '?')}; known are ${known.join(', ')}`,
        );
      }
      return [
        name as Parameter,
        decoded(value.join('='), name) ?? fail(`has nothing for its parameter ${name}`),
      ] as const;
    });
  return new Map(pairs);
}

function refuseUseless(
  parameters: ReadonlyMap<Parameter, string>,
  { isGroup, isEncrypted }: { isGroup: boolean; isEncrypted: boolean },
): void {
  if (!isGroup && sentinelParameters.some((name) => parameters.has(name))) {
    fail('names a password for Sentinels, but no Sentinels: redis+sentinel://…/name');
  }
  if (!isEncrypted && fileParameters.some((name) => parameters.has(name))) {
    fail('names certificates, but no TLS: rediss://… or rediss+sentinel://…');
  }
  if (parameters.has('cert') !== parameters.has('key')) {
    fail('needs cert and key together');
  }
}

function tlsOf(parameters: ReadonlyMap<Parameter, string>): RedisTls {
  const [ca, cert, key] = fileParameters.map((name) => parameters.get(name));
  return {
    ...(ca && { ca: readText(ca) }),
    ...(cert && { cert: readText(cert) }),
    ...(key && { key: readPrivateText(key) }),
  };
}

function fail(sentence: string): never {
  throw new ConfigurationError(`KAPU_REDIS_URL ${sentence}`);
}
