/**
 * Whether this user of Redis may do what we do. Commands are queued in a transaction that is then discarded: Redis refuses what is
 * forbidden while it queues, and carries nothing out.
 */
import { catalogue } from '../catalogue/catalogue.ts';
import { clientsChannel, invalidatedChannel } from '../catalogue/channels.ts';
import type { RedisUser } from './acl-rules.ts';
import { type AskedRedis, unlessForbidden } from './asked-redis.ts';
import { type Check, type Finding, unverified, wrong } from './finding.ts';
import {
  commandsOfBackups,
  commandsOfGroups,
  commandsOfOperators,
  commandsOfRestores,
  commandsOfSnapshots,
  commandsOnKeys,
  needlessCommands,
  otherCommands,
} from './used-commands.ts';

interface Subject extends AskedRedis {
  readonly address: string;
  /** As whom it is asked. */
  readonly user: RedisUser;
}

const mostNamed = 5;

export const permissionCheck: Check<Subject> = {
  what: 'permissions',
  isAskedAgain: false,
  async check({ redis, address, user }) {
    const queued = await refusalsOf(redis, triedAt(address, user));
    if (queued === undefined) {
      return mayNotQueue;
    }
    // The client does not queue a subscription.
    const channel = user === 'backup' ? invalidatedChannel : clientsChannel;
    const listened = await refusalOf(redis.subscribe(channel), `SUBSCRIBE ${channel}`);
    const refusals = [...queued, ...listened];
    return refusals.length > 0 ? forbidden(refusals, user) : undefined;
  },
};

/** A restore writes much before it meets what it may not do, and could not take it away again. */
export const restoreCheck: Check<AskedRedis> = {
  what: 'restore',
  isAskedAgain: false,
  async check({ redis }) {
    const keys = keysOfEach();
    const queued = await refusalsOf(redis, [
      ...commandsOfRestores.map((command) => withKey(command, keys)),
      ...keys.map((key) => `RESTORE ${key} 0 x`),
    ]);
    if (queued === undefined) {
      return mayNotQueue;
    }
    return queued.length > 0
      ? wrong(
          `this user of Redis may not do what a restore does: ${named(queued)}; come as kapu-command, as kapu config redis-acl prints it, or allow +restore`,
        )
      : undefined;
  },
};

/** What nobody of ours does is not allowed either. The managed server is reached by its owner alone. */
export const excessCheck: Check<Subject> = {
  what: 'excess',
  isAskedAgain: false,
  async check({ redis, address }) {
    if (address.startsWith('/') || (await unlessForbidden(redis.call('MULTI'))) === undefined) {
      return undefined;
    }
    const allowed = await Promise.all(needlessCommands.map((command) => isQueued(redis, command)));
    await redis.call('DISCARD');
    const needless = needlessCommands.filter((_, at) => allowed[at]).map((command) => command.split(' ')[0]);
    return needless.length === 0
      ? undefined
      : unverified(
          `this user of Redis may do what Kapu never does: ${[...new Set(needless)].join(', ')}; give it the rules that kapu config redis-acl prints`,
        );
  },
};

async function isQueued(redis: AskedRedis['redis'], command: string): Promise<boolean> {
  const [name = '', ...rest] = command.split(' ');
  return redis.call(name, ...rest).then(
    (reply) => reply === 'QUEUED',
    () => false,
  );
}

function triedAt(address: string, user: RedisUser): string[] {
  const keys = keysOfEach();
  const ofGroup = /^rediss?\+sentinel:/.test(address) ? commandsOfGroups : [];
  if (user === 'backup') {
    return [
      ...[...commandsOfBackups, ...commandsOfSnapshots].map((command) => withKey(command, keys)),
      ...ofGroup,
      ...keys.map((key) => `DUMP ${key}`),
    ];
  }
  return [
    ...commandsOnKeys.map((command) => withKey(command, keys)),
    ...otherCommands,
    ...(user === 'command' ? commandsOfOperators.map((command) => withKey(command, keys)) : []),
    ...ofGroup,
    ...keys.map((key) => `SET ${key} x`),
    // A channel is named as the key that it tells of.
    ...[clientsChannel, ...keys].map((channel) => `PUBLISH ${channel} x`),
  ];
}

/** One of each entry of the catalogue. */
function keysOfEach(): string[] {
  return catalogue.map(({ pattern }) => pattern.replace(/<[^>]+>/g, 'x').replaceAll(' ', '_'));
}

function withKey(command: string, [key = '']: readonly string[]): string {
  return command.replace(/\bkey\b/g, key);
}

const mayNotQueue = unverified(
  'this user of Redis may not queue commands, so it was not tried what it may do; allow +multi +discard, or make sure of it',
);

/** @returns undefined where they could not be queued */
async function refusalsOf(
  redis: AskedRedis['redis'],
  commands: readonly string[],
): Promise<string[] | undefined> {
  if ((await unlessForbidden(redis.call('MULTI'))) === undefined) {
    return undefined;
  }
  const refusals = commands.map((command) => {
    const [name = '', ...rest] = command.split(' ');
    return refusalOf(redis.call(name, ...rest), command);
  });
  const found = (await Promise.all(refusals)).flat();
  await redis.call('DISCARD');
  return found;
}

/** Other refusals, such as of a replica, are found elsewhere. */
function refusalOf(reply: Promise<unknown>, command: string): Promise<string[]> {
  return reply.then(
    () => [],
    (error: Error) => (error.message.startsWith('NOPERM') ? [command] : []),
  );
}

/** As `kapu config redis-acl` prints them. */
const whatEachDoes: Readonly<Record<RedisUser, string>> = {
  node: 'a node does',
  command: 'a command does',
  backup: 'a backup does',
};

/** Where each has a user of its own, a command that is given with the address of another is the usual cause. */
function forbidden(refusals: readonly string[], user: RedisUser): Finding {
  return wrong(
    `this user of Redis may not do what ${whatEachDoes[user]}: ${named(refusals)}; come as kapu-${user} (KAPU_REDIS_URL), as kapu config redis-acl prints it, or allow ~* &* +@all -@admin -@dangerous +info`,
  );
}

function named(refusals: readonly string[]): string {
  const first = refusals.slice(0, mostNamed).map((command) => command.split(' ').slice(0, 2).join(' '));
  const more = refusals.length > mostNamed ? ` and ${refusals.length - mostNamed} more` : '';
  return `${first.join(', ')}${more}`;
}
