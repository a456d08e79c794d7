/**
 * Redis as stores see it: the commands that they use, which take keys of the catalogue alone. A key that a store spells by itself does not
 * compile, and neither does a command that is not here: add it with its keys as `StoreKey`. Commands that write anew take no key under which
 * anybody may cause something to be kept: those writes ask the limit first, by a step of `throttle/errands/errands.ts`.
 */
import type { ScanStream } from 'ioredis';
import type { KeptKey, KeyPattern, StoreKey } from './catalogue/entry.ts';
import type { LastingConnection } from './connection/lasting-connection.ts';

type Value = string | number | Buffer;
type Fields = Readonly<Record<string, Value>>;
type Entries = [id: string, fields: string[]][];

export interface Store
  extends Strings,
    Hashes,
    SortedSets,
    Sets,
    Streams,
    AnyKey,
    Channels,
    Server,
    Connection {}

interface Strings {
  get(key: KeptKey): Promise<string | null>;
  getBuffer(key: KeptKey): Promise<Buffer | null>;
  set(key: StoreKey, value: Value): Promise<'OK'>;
  set(key: StoreKey, value: Value, unit: 'EX' | 'PX', life: number): Promise<'OK'>;
  set(key: StoreKey, value: Value, unit: 'EX', life: number, only: 'NX'): Promise<'OK' | null>;
  set(key: StoreKey, value: Value, unit: 'PX', life: number, only: 'NX'): Promise<'OK' | null>;
  getdel(key: KeptKey): Promise<string | null>;
  getex(key: KeptKey, unit: 'EX', life: number): Promise<string | null>;
  getbit(key: KeptKey, offset: number): Promise<number>;
}

interface Hashes {
  hget(key: KeptKey, field: string): Promise<string | null>;
  hmget(key: KeptKey, ...fields: string[]): Promise<(string | null)[]>;
  hgetall(key: KeptKey): Promise<Record<string, string>>;
  hkeys(key: KeptKey): Promise<string[]>;
  hrandfield(key: StoreKey, most: number): Promise<string | unknown[] | null>;
  hexists(key: KeptKey, field: string): Promise<number>;
  hset(key: StoreKey, fields: Fields): Promise<number>;
  hset(key: StoreKey, ...fieldsAndValues: Value[]): Promise<number>;
  hsetnx(key: StoreKey, field: string, value: Value): Promise<number>;
  hincrby(key: StoreKey, field: string, by: number): Promise<number>;
  hdel(key: KeptKey, ...fields: string[]): Promise<number>;
}

interface SortedSets {
  zadd(key: StoreKey, ...scoresAndMembers: Value[]): Promise<number>;
  zadd(key: StoreKey, only: 'XX', ...scoresAndMembers: Value[]): Promise<number>;
  zrem(key: StoreKey, ...members: Value[]): Promise<number>;
  zrange(key: StoreKey, start: string | number, stop: string): Promise<string[]>;
  zrevrange(key: StoreKey, start: number, stop: number): Promise<string[]>;
  zrangebyscore(
    key: StoreKey,
    least: string | number,
    most: string | number,
    limit: 'LIMIT',
    offset: number,
    count: number,
  ): Promise<string[]>;
  zrangebyscore(
    key: StoreKey,
    least: string | number,
    most: string | number,
    withScores: 'WITHSCORES',
    limit: 'LIMIT',
    offset: number,
    count: number,
  ): Promise<string[]>;
  zrevrangebyscore(
    key: StoreKey,
    most: string | number,
    least: string | number,
    limit: 'LIMIT',
    offset: number,
    count: number,
  ): Promise<string[]>;
}

interface Sets {
  sadd(key: StoreKey, ...members: Value[]): Promise<number>;
  srem(key: StoreKey, ...members: Value[]): Promise<number>;
  smembers(key: StoreKey): Promise<string[]>;
}

interface Streams {
  xadd(key: StoreKey, ...idAndFields: Value[]): Promise<string | null>;
  xrange(key: StoreKey, start: string, end: string): Promise<Entries>;
  xrange(key: StoreKey, start: string, end: string, count: 'COUNT', most: number): Promise<Entries>;
  xrevrange(key: StoreKey, end: string, start: string): Promise<Entries>;
  xrevrange(key: StoreKey, end: string, start: string, count: 'COUNT', most: number): Promise<Entries>;
  xlen(key: StoreKey): Promise<number>;
  xdel(key: StoreKey, ...ids: string[]): Promise<number>;
  xack(key: StoreKey, group: string, ...ids: string[]): Promise<number>;
  xpending(
    key: StoreKey,
    group: string,
    start: string,
    end: string,
    most: number,
    consumer: string,
  ): Promise<unknown[]>;
  xgroup(
    create: 'CREATE',
    key: StoreKey,
    group: string,
    from: string,
    makeStream: 'MKSTREAM',
  ): Promise<unknown>;
  xgroup(deleteConsumer: 'DELCONSUMER', key: StoreKey, group: string, consumer: string): Promise<unknown>;
}

interface AnyKey {
  del(...keys: KeptKey[]): Promise<number>;
  del(keys: KeptKey[]): Promise<number>;
  unlink(...keys: KeptKey[]): Promise<number>;
  exists(...keys: KeptKey[]): Promise<number>;
  expire(key: KeptKey, seconds: number): Promise<number>;
  pexpire(key: KeptKey, milliseconds: number): Promise<number>;
  pttl(key: KeptKey): Promise<number>;
  type(key: KeptKey): Promise<string>;
}

/** A channel is named as the key that it tells of. */
interface Channels {
  publish(channel: StoreKey, message: string): Promise<number>;
}

/** Walks through all keys read names: see `keyReadBack`. */
interface Server {
  scan(cursor: string, count: 'COUNT', most: number): Promise<[cursor: string, names: string[]]>;
  scanStream(options: { match: KeyPattern; type: string; count: number }): ScanStream;
  dbsize(): Promise<number>;
  info(section: string): Promise<string>;
  time(): Promise<number[]>;
  ping(): Promise<'PONG'>;
}

type Connection = Pick<LastingConnection, 'ended' | 'connections' | 'beside' | 'quit' | 'disconnect'>;
