/** What somebody who reads Redis would see. */
import type { Redis } from 'ioredis';

/** Every key with everything that it holds, as Redis answers, in one text. */
export async function dumpOf(store: Redis): Promise<string> {
  const dumped: string[] = [];
  for (const key of await store.keys('*')) {
    const type = await store.type(key);
    const value =
      type === 'hash'
        ? await store.hgetall(key)
        : type === 'zset'
          ? await store.zrange(key, 0, '-1')
          : type === 'stream'
            ? await store.xrange(key, '-', '+')
            : type === 'set'
              ? await store.smembers(key)
              : await store.get(key);
    dumped.push(`${key} ${JSON.stringify(value)}`);
  }
  return dumped.join('\n');
}
