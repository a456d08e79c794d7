/**
 * The one place where writes to a group of servers learn that a replica must have them: within a request the answer waits for it, anywhere
 * else the write itself does. Whatever is not known to change nothing counts as a write, scripts as well where they do not say so.
 */
import type { Redis } from 'ioredis';
import { answerWaitsFor } from '../request/store-request.ts';
import type { Replication } from './replication.ts';

/** Commands that read, and those that a connection lives by. */
const changeNothing = new Set(
  [
    'get getbit getrange mget strlen exists type ttl pttl time dbsize keys scan',
    'hget hmget hgetall hkeys hvals hlen hexists hrandfield hscan smembers sismember scard sscan',
    'zrange zrangebyscore zrevrange zrevrangebyscore zscore zcard zcount zscan',
    'xrange xrevrange xlen xpending xinfo lrange llen',
    'auth hello select client info ping quit role wait command readonly',
    'subscribe unsubscribe psubscribe punsubscribe ssubscribe sunsubscribe',
    // A pipeline filled by hand is not watched: there is none in this code.
    'multi exec discard watch unwatch',
  ].flatMap((line) => line.split(' ')),
);

type Command = (this: unknown, ...given: unknown[]) => Promise<unknown>;

/** Before any script is defined. */
export function replicateWrites(store: Redis, { begin }: Pick<Replication, 'begin'>): void {
  const commands = store as unknown as Record<string, Command>;

  function watch(name: string): void {
    const send = commands[name];
    if (!send) {
      return;
    }
    commands[name] = (...given) => untilKept(() => send.apply(store, given));
  }

  async function untilKept(send: () => Promise<unknown>): Promise<unknown> {
    const kept = begin();
    if (answerWaitsFor(kept)) {
      return send();
    }
    const reply = await send();
    await kept();
    return reply;
  }

  const writes = store.getBuiltinCommands().filter((name) => !changeNothing.has(name));
  for (const name of [...writes.flatMap((write) => [write, `${write}Buffer`]), 'call', 'callBuffer']) {
    watch(name);
  }
  const defineCommand = store.defineCommand.bind(store);
  store.defineCommand = (name, definition) => {
    defineCommand(name, definition);
    if (!definition.readOnly) {
      watch(name);
    }
  };
}
