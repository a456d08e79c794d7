/** Where Redis is, as the client takes it: the forms of `KAPU_REDIS_URL`, and the socket of the managed server. */
import { isIP } from 'node:net';
import type { RedisOptions } from 'ioredis';
import { parseRedisAddress, type RedisAddress } from '../../configuration/addresses/redis-address.ts';

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
  const where = parseRedisAddress(address);
  const credentials = {
    ...(where.username && { username: where.username }),
    ...(where.password && { password: where.password }),
  };
  return {
    ...credentials,
    ...(where.group === undefined ? oneServer(where) : underSentinels(where, where.group)),
  };
}

function oneServer({ hosts: [server], database, tls }: RedisAddress): RedisOptions {
  // An address is no name that a server could be asked for (RFC 6066 §3).
  const name = server && !isIP(server.host) ? { servername: server.host } : {};
  return { ...server, db: database, ...(tls && { tls: { ...tls, ...name } }) };
}

function underSentinels(where: RedisAddress, name: string): RedisOptions {
  const { sentinelUsername, sentinelPassword, tls } = where;
  return {
    name,
    sentinels: [...where.hosts],
    ...(sentinelUsername && { sentinelUsername }),
    ...(sentinelPassword && { sentinelPassword }),
    // Letting go of the Sentinels waits so long for a connection that has closed already; by default two seconds.
    disconnectTimeout: 100,
    // One that is held still would be waited for without end, and the others never asked.
    sentinelCommandTimeout: longestSentinelSilenceInMilliseconds,
    sentinelRetryStrategy: (attempt) => Math.min(50 * attempt, longestSentinelPauseInMilliseconds),
    ...(tls && { enableTLSForSentinelMode: true, sentinelTLS: tls, tls }),
  };
}
