/** Where Redis is: the forms of `KAPU_REDIS_URL`, and the socket of the managed server. */
import type { RedisOptions } from 'ioredis';
import { ConfigurationError } from '../errors.ts';

/** `user:password@` is optional, several hosts stand for Sentinels, the path is a database or the name of their group. */
const addressPattern =
  /^(?<scheme>rediss?(?:\+sentinel)?):\/\/(?:(?<username>[^:@/]*):(?<password>[^@/]*)@)?(?<hosts>[^@/?#]+)(?:\/(?<path>[\w.-]*))?$/;

const redisPort = 6379;
const sentinelPort = 26_379;

/** Sentinels are asked for the master again and again while there is none; half a second at a time. */
const longestSentinelPauseInMilliseconds = 500;
const longestSentinelSilenceInMilliseconds = 1000;

/**
 * @param address the path of a unix socket, `redis://host:port/0`, or `redis+sentinel://host:port,host:port/name` for the group that
 *   these Sentinels watch; `rediss` for TLS
 * @throws ConfigurationError when it is none of them; without the address, which may hold a password
 */
export function whereRedisIs(address: string): RedisOptions {
  if (address.startsWith('/')) {
    return { path: address };
  }
  const parts = addressPattern.exec(address)?.groups;
  if (!parts?.scheme || !parts.hosts) {
    throw new ConfigurationError(
      'KAPU_REDIS_URL must be redis://host:port or redis+sentinel://host:port,host:port/name',
    );
  }
  const isEncrypted = parts.scheme.startsWith('rediss');
  const credentials = {
    ...(parts.username && { username: decodeURIComponent(parts.username) }),
    ...(parts.password && { password: decodeURIComponent(parts.password) }),
  };
  return parts.scheme.endsWith('+sentinel')
    ? { ...credentials, ...underSentinels(parts.hosts, parts.path, isEncrypted) }
    : { ...credentials, ...oneServer(parts.hosts, parts.path, isEncrypted) };
}

function oneServer(hosts: string, database: string | undefined, isEncrypted: boolean): RedisOptions {
  const server = hostAndPort(hosts, redisPort);
  return {
    ...server,
    db: Number(database || 0),
    ...(isEncrypted && { tls: { servername: server.host } }),
  };
}

function underSentinels(hosts: string, name: string | undefined, isEncrypted: boolean): RedisOptions {
  if (!name) {
    throw new ConfigurationError('KAPU_REDIS_URL: the name of the group is missing after the Sentinels');
  }
  return {
    name,
    sentinels: hosts.split(',').map((host) => hostAndPort(host, sentinelPort)),
    // Else a node writes to a master that was cut off until its own timeout.
    failoverDetector: true,
    // Letting go of the Sentinels waits so long for a connection that has closed already; by default two seconds.
    disconnectTimeout: 100,
    // One that is held still would be waited for without end, and the others never asked.
    sentinelCommandTimeout: longestSentinelSilenceInMilliseconds,
    sentinelRetryStrategy: (attempt) => Math.min(50 * attempt, longestSentinelPauseInMilliseconds),
    ...(isEncrypted && { enableTLSForSentinelMode: true, sentinelTLS: {}, tls: {} }),
  };
}

function hostAndPort(text: string, usualPort: number): { host: string; port: number } {
  const [, host, port] = /^(\[[\da-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?$/i.exec(text) ?? [];
  if (!host) {
    throw new ConfigurationError('KAPU_REDIS_URL names a host that is not host or host:port');
  }
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port ?? usualPort) };
}
