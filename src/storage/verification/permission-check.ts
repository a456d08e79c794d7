/**
 * Whether this user of Redis may do what we do. Commands are queued in a transaction that is then discarded: Redis refuses what is
 * forbidden while it queues, and carries nothing out.
 */
import { catalogue } from '../catalogue/catalogue.ts';
import { clientsChannel } from '../catalogue/channels.ts';
import type { RedisUser } from './acl-rules.ts';
import { type AskedRedis, unlessForbidden } from './asked-redis.ts';
import { type Check, type Finding, unverified, wrong } from './finding.ts';
import {
  commandsOfGroups,
  commandsOfOperators,
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
    if (user === 'backup') {
      // It reads, and fails before it has written a file where it may not.
      return undefined;
    }
    if ((await unlessForbidden(redis.call('MULTI'))) === undefined) {
      return unverified(
        'this user of Redis may not queue commands, so it was not tried what it may do; allow +multi +discard, or make sure of it',
      );
    }
    const queued = await refusalsOf(redis, triedAt(address, user));
    await redis.call('DISCARD');
    // The client does not queue a subscription.
    const listened = await refusalOf(redis.subscribe(clientsChannel), `SUBSCRIBE ${clientsChannel}`);
    const refusals = [...queued, ...listened];
    return refusals.length > 0 ? forbidden(refusals) : undefined;
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
    const named = needlessCommands.filter((_, at) => allowed[at]).map((command) => command.split(' ')[0]);
    return named.length === 0
      ? undefined
      : unverified(
          `this user of Redis may do what Kapu never does: ${[...new Set(named)].join(', ')}; give it the rules that kapu config redis-acl prints`,
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
  const keys = catalogue.map(({ pattern }) => pattern.replace(/<[^>]+>/g, 'x'));
  const isGroup = /^rediss?\+sentinel:/.test(address);
  return [
    ...commandsOnKeys.map((command) => command.replace(/\bkey\b/g, keys[0] ?? '')),
    ...otherCommands,
    ...(user === 'command'
      ? commandsOfOperators.map((command) => command.replace(/\bkey\b/g, keys[0] ?? ''))
      : []),
    ...(isGroup ? commandsOfGroups : []),
    ...keys.map((key) => `SET ${key.replaceAll(' ', '_')} x`),
    // A channel is named as the key that it tells of.
    ...[clientsChannel, ...keys].map((channel) => `PUBLISH ${channel.replaceAll(' ', '_')} x`),
  ];
}

async function refusalsOf(redis: AskedRedis['redis'], commands: readonly string[]): Promise<string[]> {
  const refusals = commands.map((command) => {
    const [name = '', ...rest] = command.split(' ');
    return refusalOf(redis.call(name, ...rest), command);
  });
  return (await Promise.all(refusals)).flat();
}

/** Other refusals, such as of a replica, are found elsewhere. */
function refusalOf(reply: Promise<unknown>, command: string): Promise<string[]> {
  return reply.then(
    () => [],
    (error: Error) => (error.message.startsWith('NOPERM') ? [command] : []),
  );
}

function forbidden(refusals: readonly string[]): Finding {
  const named = refusals.slice(0, mostNamed).map((command) => command.split(' ').slice(0, 2).join(' '));
  const more = refusals.length > mostNamed ? ` and ${refusals.length - mostNamed} more` : '';
  return wrong(
    `this user of Redis may not do what Kapu does: ${named.join(', ')}${more}; allow ~* &* +@all -@admin -@dangerous +info, or what kapu config redis-acl prints`,
  );
}
