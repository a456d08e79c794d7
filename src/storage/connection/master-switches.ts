/**
 * Follows the master of a group when the Sentinels name another one. ioredis listens for it by itself (`failoverDetector`), but lets go at
 * each announcement: the Sentinels make theirs one after the other, and the second one cut off who had just come to the new master.
 */
import { Redis, type RedisOptions } from 'ioredis';
import type { LastingConnection } from './lasting-connection.ts';

const channel = '+switch-master';
const longestPauseInMilliseconds = 1000;

/** @param group as `whereRedisIs` returns it for one under Sentinels. Listens until the store was ended by whoever holds it. */
export function followMaster(store: LastingConnection, group: RedisOptions): void {
  for (const sentinel of group.sentinels ?? []) {
    const listener = new Redis({
      host: sentinel.host ?? '',
      port: sentinel.port ?? 0,
      ...(group.sentinelUsername && { username: group.sentinelUsername }),
      ...(group.sentinelPassword && { password: group.sentinelPassword }),
      ...(group.sentinelTLS && { tls: group.sentinelTLS }),
      replyMapping: 'legacy',
      enableReadyCheck: false,
      maxRetriesPerRequest: null,
      keepAlive: 5000,
      retryStrategy: (attempt) => Math.min(50 * 2 ** attempt, longestPauseInMilliseconds),
    });
    // One Sentinel of three may be away.
    listener.on('error', () => {});
    listener.on('message', (_channel: string, news: string) => leaveFormerMaster(store, group.name, news));
    listener.subscribe(channel).catch(() => {});
    store.ended.addEventListener('abort', () => listener.disconnect());
  }
}

/** @param news group, address and port of the former master, address and port of the new one */
function leaveFormerMaster(store: LastingConnection, group: string | undefined, news: string): void {
  const [name, , , host = '', port] = news.split(' ');
  if (name !== group) {
    return;
  }
  for (const connection of store.connections()) {
    if (connection.leadsElsewhereThan(host, Number(port))) {
      connection.disconnect(true);
    }
  }
}
