/** What is demanded of the server: what it is, that it keeps what it was told, and that it will have it after a restart. */
import { parseRedisAddress } from '../../configuration/addresses/redis-address.ts';
import { accountKey } from '../catalogue/account-keys.ts';
import { type AskedRedis, unlessForbidden } from './asked-redis.ts';
import { type Check, type Finding, takesNothing, unverified, wrong } from './finding.ts';
import { commandsOnKeys } from './used-commands.ts';

export interface ServerSubject extends AskedRedis {
  readonly address: string;
  /** Of a node that runs already: fewer questions. */
  readonly isAgain: boolean;
}

type ServerCheck = Check<ServerSubject>;

const leastVersion = [7, 0] as const;

export const serverChecks: readonly ServerCheck[] = [
  { what: 'version', isAskedAgain: true, check: async ({ info }) => version(info?.get('redis_version')) },
  { what: 'role', isAskedAgain: true, check: async ({ info }) => role(info?.get('role')) },
  { what: 'database', isAskedAgain: false, check: database },
  {
    what: 'append-only file',
    isAskedAgain: true,
    check: async ({ info }) => appendOnly(info?.get('aof_enabled')),
  },
  { what: 'fsync', isAskedAgain: true, check: fsync },
  {
    what: 'eviction',
    isAskedAgain: true,
    check: async ({ info }) => eviction(info?.get('maxmemory_policy')),
  },
  { what: 'restart', isAskedAgain: true, check: restart },
  { what: 'memory', isAskedAgain: true, check: async ({ info }) => memory(info) },
  { what: 'disk', isAskedAgain: true, check: async ({ info }) => disk(info?.get('aof_last_write_status')) },
];

/** Scripts use what Redis has had since 7.0. */
export function version(found: string | undefined): Finding | undefined {
  if (found === undefined) {
    return mayNotAsk('the version of Redis (7.0 or later is needed)', '+info');
  }
  const [major = 0, minor = 0] = found.split('.').map(Number);
  const isOld = major < leastVersion[0] || (major === leastVersion[0] && minor < leastVersion[1]);
  return isOld
    ? wrong(`Redis is of version ${found}; Kapu needs ${leastVersion.join('.')} or later: update Redis`)
    : undefined;
}

/** What is no single server, or one of a group under Sentinels. */
export async function kindOfServer({ info }: ServerSubject): Promise<Finding | undefined> {
  const found = info?.get('redis_mode');
  if (found === 'sentinel') {
    return wrong('KAPU_REDIS_URL leads to a Sentinel; write redis+sentinel://host:port,host:port/name');
  }
  return found === 'cluster'
    ? wrong(
        'KAPU_REDIS_URL leads to a Redis Cluster, which Kapu cannot use; use one server, or a group under Sentinels',
      )
    : undefined;
}

function role(found: string | undefined): Finding | undefined {
  if (found === undefined) {
    return mayNotAsk('whether this server is the master', '+info');
  }
  return found === 'master'
    ? undefined
    : wrong(
        'this Redis is a replica, which keeps nothing that it is told; name its master, or the Sentinels, in KAPU_REDIS_URL',
      );
}

/** The client would go on in database 0 without a word. */
async function database({ redis, address }: ServerSubject): Promise<Finding | undefined> {
  const number = address.startsWith('/') ? 0 : parseRedisAddress(address).database;
  try {
    await redis.select(number);
    return undefined;
  } catch (error) {
    const reason = (error as Error).message;
    return wrong(
      `KAPU_REDIS_URL names database ${number}, which cannot be used (${reason}); name one that this server has, such as /0`,
    );
  }
}

function appendOnly(found: string | undefined): Finding | undefined {
  if (found === undefined) {
    return mayNotAsk('whether Redis keeps an append-only file (appendonly yes)', '+info');
  }
  return found === '1'
    ? undefined
    : wrong(
        'Redis keeps no append-only file, so a restart loses what was acknowledged; set appendonly yes (on a running server with data: CONFIG SET appendonly yes, then CONFIG REWRITE)',
      );
}

async function fsync({ redis, info }: ServerSubject): Promise<Finding | undefined> {
  if (info?.get('aof_enabled') === '0') {
    return undefined;
  }
  const [, found] =
    ((await unlessForbidden(redis.config('GET', 'appendfsync'))) as string[] | undefined) ?? [];
  switch (found) {
    case 'always':
      return undefined;
    case 'everysec':
      return unverified(
        'Redis writes to its disk once a second (appendfsync everysec): a power cut loses up to a second of what was acknowledged; appendfsync always loses nothing',
      );
    case undefined:
      return mayNotAsk('when Redis writes to its disk (appendfsync always)', '+config|get');
    default:
      return wrong(
        `Redis leaves it to the system when to write to its disk (appendfsync ${found}); set appendfsync always`,
      );
  }
}

function eviction(found: string | undefined): Finding | undefined {
  if (found === undefined) {
    return mayNotAsk(
      'whether Redis throws keys away when its memory is full (maxmemory-policy noeviction)',
      '+info',
    );
  }
  return found === 'noeviction'
    ? undefined
    : wrong(
        `Redis throws keys away when its memory is full (maxmemory-policy ${found}), accounts among them; set maxmemory-policy noeviction`,
      );
}

/** Counted as Redis counts it: without the buffers of its replicas and of its file. */
function memory(info: ServerSubject['info']): Finding | undefined {
  const [used, uncounted, most] = ['used_memory', 'mem_not_counted_for_evict', 'maxmemory'].map((name) =>
    Number(info?.get(name) ?? 0),
  ) as [number, number, number];
  return most === 0 || used - uncounted <= most
    ? undefined
    : takesNothing(
        `Redis is full and takes nothing more: it uses ${inMebibytes(used)} of the ${inMebibytes(most)} that it may; raise maxmemory, or look at what grew (docs/operators.md, Metrics and alarms: RedisMemoryNearlyFull)`,
      );
}

function inMebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}

/** Where a file is synced once a second; with `always` Redis ends itself. */
export function disk(lastWrite: string | undefined): Finding | undefined {
  return lastWrite === undefined || lastWrite === 'ok'
    ? undefined
    : takesNothing('Redis cannot write its append-only file, and takes nothing more; free space on its disk');
}

const default_ = 'default';
const sampleKey = accountKey('x');

/**
 * Redis replays its append-only file as its user `default`. A transaction with a command that this user may not give is dropped with a
 * line in the log, and all that scripts wrote are transactions: seen with 7.0.15, 11 keys became 1.
 */
async function restart({ redis, isAgain }: ServerSubject): Promise<Finding | undefined> {
  const commands = ['MULTI', 'EXEC', ...(isAgain ? ['HSET key f v', 'SET key v'] : commandsOnKeys)];
  const replies = await unlessForbidden(
    Promise.all(
      commands.map((command) =>
        redis.call('ACL', 'DRYRUN', default_, ...command.replace(/\bkey\b/g, sampleKey).split(' ')),
      ),
    ),
  );
  if (replies === undefined) {
    return mayNotAsk(
      'whether a restart keeps what scripts wrote (the user default of Redis must be allowed ~* &* +@all, on or off)',
      '+acl|dryrun',
    );
  }
  return replies.every((reply) => reply === 'OK')
    ? undefined
    : wrong(
        'this Redis would drop what scripts wrote when it restarts, since it replays its append-only file as its user default, who may not write; set "user default off ~* &* +@all" (off: nobody can sign in as it)',
      );
}

/** Managed servers forbid some questions. @param rule of the ACL that would allow it */
function mayNotAsk(what: string, rule: string): Finding {
  return unverified(`this user of Redis may not ask ${what}; make sure of it, or allow ${rule}`);
}
