/**
 * The connection to Redis, the one store. Credential paths get an answer or an error, never a queue:
 * no offline queue, one retry, two seconds a command. Each comes back by itself (connection/lasting-connection.ts).
 *
 * In this folder: the connection, how it is opened, the store's clock, sealing, keyed hashes, and records with a version. request/ is what one
 * request reads and writes, verification/ what is demanded of the server, news/ how a node is told of what is new, outbox/ queues of messages,
 * replication/ what makes writes wait for a replica.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { RedisOptions } from 'ioredis';
import type { Logger } from '../observability/logger.ts';
import type { KeptKey, StoreKey } from './catalogue/entry.ts';
import { withPlusFields } from './catalogue/plus-fields.ts';
import { LastingConnection } from './connection/lasting-connection.ts';
import { followMaster } from './connection/master-switches.ts';
import { whereRedisIs } from './connection/redis-address.ts';
import { replicateWrites } from './replication/replicated-writes.ts';
import { watchReplication } from './replication/replication.ts';
import { sendWhatWaits } from './request/store-request.ts';
import type { Store } from './store.ts';

export type { Store } from './store.ts';

/** How long Redis is waited for, in milliseconds. */
export type Patience = Required<Pick<RedisOptions, 'commandTimeout' | 'socketTimeout' | 'connectTimeout'>>;

const usualPatience: Patience = { commandTimeout: 2000, socketTimeout: 10_000, connectTimeout: 2000 };

const options: RedisOptions = {
  enableOfflineQueue: false,
  maxRetriesPerRequest: 1,
  keepAlive: 5000,
  retryStrategy: (attempt) => Math.min(50 * 2 ** attempt, 1000),
};

/**
 * To a group under Sentinels, a write is done when a replica has it; to one server, when that one has it.
 * @param address as `whereRedisIs` takes it
 * @param patience what a service has; a test has more, since it must not depend on the machine's speed
 * @param giveUp ends the first attempt: Sentinels that refuse us, or are not there, are asked for ever
 * @throws ConfigurationError when it is no such address
 */
export async function connectToRedis(
  address: string,
  logger: Logger,
  patience: Patience = usualPatience,
  giveUp?: AbortSignal,
): Promise<LastingConnection> {
  const where = whereRedisIs(address);
  const store = new LastingConnection('kapu', { ...options, ...patience, ...where });
  const replication = where.sentinels && watchReplication(store);
  if (replication) {
    replicateWrites(store, replication);
  }
  for (const [name, definition] of declaredScripts) {
    store.defineCommand(name, definition);
  }
  keepOrderOfRequests(store);
  store.on('error', (error: Error) => logger.warn({ reason: error.message }, 'redis connection'));
  store.on('ready', () => logger.info('redis ready'));
  try {
    await Promise.race([store.connect(), ...(giveUp ? [rejectedBy(giveUp)] : [])]);
    await replication?.connect();
    // Else a node writes to a master that was cut off until its own timeout.
    followMaster(store, where);
  } catch (error) {
    store.disconnect();
    throw error;
  }
  return store;
}

async function rejectedBy(signal: AbortSignal): Promise<never> {
  await once(signal, 'abort');
  throw signal.reason;
}

type StoreCommand = (this: unknown, ...given: unknown[]) => unknown;

/** What a request wrote before goes before its next command. */
function keepOrderOfRequests(store: LastingConnection): void {
  const commands = store as unknown as Record<string, StoreCommand>;
  const scripts = [...declaredScripts].filter(([, { readOnly }]) => !readOnly).map(([name]) => name);
  for (const name of [...store.getBuiltinCommands(), ...scripts]) {
    const send = commands[name] as StoreCommand;
    commands[name] = function (this: unknown, ...given) {
      sendWhatWaits(store);
      return send.apply(this, given);
    };
  }
}

/** One atomic step in Redis: a script whose keys share a slot, as long as their number is fixed. */
export type AtomicStep<Reply, Key extends KeptKey = StoreKey> = (
  store: Store,
  keys: readonly Key[],
  args: readonly (string | number)[],
) => Promise<Reply>;

/** Scripts are known to a connection from its start. Rooms declare theirs when they are loaded, which is before anything connects. */
const declaredScripts = new Map<string, { numberOfKeys?: number; lua: string; readOnly: boolean }>();

/**
 * Reads `<name>.lua` beside the caller and returns it as a function.
 * @param base `import.meta.dirname` of the caller
 */
export function atomicStep<Reply>(
  base: string,
  name: string,
  numberOfKeys: number | 'any',
): AtomicStep<Reply> {
  return declareStep(name, readStep(base, name), numberOfKeys);
}

/** The same for a step that makes nothing anew: it may touch whatever is kept. */
export function stepOnKept<Reply>(
  base: string,
  name: string,
  numberOfKeys: number,
): AtomicStep<Reply, KeptKey> {
  return declareStep(name, readStep(base, name), numberOfKeys);
}

/** The words of `<name>.lua`, with what it leaves to the catalogue put in. */
export function readStep(base: string, name: string): string {
  return withPlusFields(readFileSync(`${base}/${name}.lua`, 'utf8'));
}

/** @param readOnly for a script that changes nothing, for which no answer waits; whoever sends it sees to what is to go before */
export function declareStep<Reply>(
  name: string,
  lua: string,
  numberOfKeys: number | 'any',
  readOnly = false,
): AtomicStep<Reply, KeptKey> {
  declaredScripts.set(name, { lua, readOnly, ...(numberOfKeys === 'any' ? {} : { numberOfKeys }) });
  return (store, keys, args) => {
    const command = (store as unknown as Record<string, AnyCommand<Reply>>)[name];
    if (!command || (numberOfKeys !== 'any' && keys.length !== numberOfKeys)) {
      throw new Error(`${name} takes ${numberOfKeys} keys`);
    }
    // A script that was declared without a number of keys is told it first.
    return numberOfKeys === 'any'
      ? command.call(store, keys.length, ...keys, ...args)
      : command.call(store, ...keys, ...args);
  };
}

type AnyCommand<Reply> = (...given: (string | number)[]) => Promise<Reply>;
