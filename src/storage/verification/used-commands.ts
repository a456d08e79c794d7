/** Every command that we give to Redis, from a node and within scripts, in its shortest harmless form. A test finds those that are missing. */
import { auditPendingEventsKey } from '../catalogue/audit-log-keys.ts';
import { sealingUsesKey } from '../catalogue/operator-keys.ts';

/** `key` stands for a key. */
export const commandsOnKeys: readonly string[] = [
  'GET key',
  'MGET key',
  'SET key v',
  'GETDEL key',
  'GETEX key EX 1',
  'GETBIT key 0',
  'SETBIT key 0 1',
  'INCR key',
  'INCRBY key 1',
  'DECR key',
  'HGET key f',
  'HMGET key f',
  'HGETALL key',
  'HKEYS key',
  'HLEN key',
  'HEXISTS key f',
  'HSET key f v',
  'HSETNX key f v',
  'HDEL key f',
  'HRANDFIELD key 1',
  'HINCRBY key f 1',
  'ZADD key 1 v',
  'ZREM key v',
  'ZRANGE key 0 1',
  'ZREVRANGE key 0 1',
  'ZRANGEBYSCORE key 0 1',
  'ZREVRANGEBYSCORE key 1 0',
  'ZREMRANGEBYSCORE key 0 1',
  'ZSCORE key v',
  'SADD key v',
  'SREM key v',
  'SCARD key',
  'SISMEMBER key v',
  'SMEMBERS key',
  'XADD key * f v',
  'XRANGE key - +',
  'XREVRANGE key + -',
  'XLEN key',
  'XDEL key 0-1',
  'XTRIM key MAXLEN 1',
  'XACK key g 0-1',
  'XPENDING key g',
  'XCLAIM key g c 0 0-1',
  'XINFO STREAM key',
  'XGROUP CREATE key g 0',
  'XGROUP DELCONSUMER key g c',
  'XREADGROUP GROUP g c STREAMS key >',
  'DEL key',
  'UNLINK key',
  'EXISTS key',
  'EXPIRE key 1',
  'PEXPIRE key 1',
  'PEXPIREAT key 1',
  'PERSIST key',
  'PTTL key',
  'TYPE key',
  'RENAME key key',
];

export const otherCommands: readonly string[] = ['EVAL x 0', 'EVALSHA x 0', 'DBSIZE', 'TIME', 'PING'];

/** Of commands at the terminal: what nobody else does. */
export const commandsOfOperators: readonly string[] = ['SCAN 0', 'XSETID key 1-1', 'DUMP key'];

/** Of a restore: what it puts back, and how it takes it away again where something of it is wrong. */
export const commandsOfRestores: readonly string[] = [
  'RESTORE key 0 x',
  'XADD key * f v',
  'DEL key',
  'SCAN 0',
  'UNLINK key',
];

/** Of whoever reads all as it is at one instant. */
export const commandsOfSnapshots: readonly string[] = ['CLIENT ID', 'CLIENT TRACKING OFF'];

/** Of backups: they read, and record that they did. */
export const commandsOfBackups: readonly string[] = [
  'SCAN 0',
  'TYPE key',
  'DUMP key',
  'PEXPIRETIME key',
  'GET key',
  'HGET key f',
  'HMGET key f',
  'HGETALL key',
  'EXISTS key',
  'XRANGE key - +',
  'XREVRANGE key + -',
  'XLEN key',
  `XADD ${auditPendingEventsKey()} * f v`,
  `HINCRBY ${sealingUsesKey()} f 1`,
];

/** Nobody of ours does these: whoever has the password of a user that may could empty the store, or take it over. */
export const needlessCommands: readonly string[] = [
  'FLUSHALL',
  'FLUSHDB',
  'KEYS *',
  'CONFIG SET maxmemory-policy noeviction',
  'DEBUG SLEEP 0',
  'REPLICAOF NO ONE',
  'ACL SETUSER kapu-node',
];

/** Of groups under Sentinels alone: `storage/replication`. */
export const commandsOfGroups: readonly string[] = ['WAIT 0 0', 'PUBLISH replicated x', 'INFO server'];
