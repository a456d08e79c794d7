/**
 * The users of Redis's ACL: one for nodes, one for commands at the terminal, one for backups, each with what it does and no more (ASVS 5.0
 * 13.2.2). Made of what is used (used-commands.ts) and of what is kept (the catalogue).
 */
import { auditPendingEventsKey } from '../catalogue/audit-log-keys.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import { clientsChannel, invalidatedChannel } from '../catalogue/channels.ts';
import { sealingUsesKey } from '../catalogue/operator-keys.ts';
import {
  commandsOfBackups,
  commandsOfGroups,
  commandsOfOperators,
  commandsOfRestores,
  commandsOfSnapshots,
  commandsOnKeys,
  otherCommands,
} from './used-commands.ts';

/** Who comes to Redis. */
export type RedisUser = 'node' | 'command' | 'backup';

/** What the client gives by itself, and the looks at the server that are demanded at the start. */
const ofConnections = [
  'AUTH',
  'HELLO',
  'SELECT',
  'PING',
  'QUIT',
  'INFO',
  'TIME',
  'DBSIZE',
  'CLIENT SETNAME',
  'MULTI',
  'EXEC',
  'DISCARD',
  'SUBSCRIBE',
  'UNSUBSCRIBE',
  'CONFIG GET',
  'ACL DRYRUN',
];

const replicatedChannel = 'replicated';

/** What a backup writes: that it was made. */
const writtenByBackups: readonly string[] = [auditPendingEventsKey(), sealingUsesKey()];

/** Commands with a word behind them that is a command of its own. */
const containers = ['XINFO', 'XGROUP', 'CLIENT', 'CONFIG', 'ACL'];

/** Rules as `ACL SETUSER` takes them, without the password. */
function rulesFor(user: RedisUser): string {
  return [...keysFor(user), ...channelsFor(user), '-@all', ...commandsFor(user).map(asRule)].join(' ');
}

/** Lines of an ACL file: each password is to be put in, and Redis refuses the file before. */
export function aclFile(): string {
  const user = (name: RedisUser): string =>
    `user kapu-${name} on #SHA-256-of-the-password-of-kapu-${name} ${rulesFor(name)}`;
  // Redis replays its append-only file as this user, whom nobody can sign in as.
  return ['user default off ~* &* +@all', user('node'), user('command'), user('backup'), ''].join('\n');
}

function commandsFor(user: RedisUser): string[] {
  const common = [...ofConnections, ...otherCommands, ...commandsOfGroups];
  switch (user) {
    case 'node':
      return unique([...common, ...commandsOnKeys]);
    case 'command':
      return unique([
        ...common,
        ...commandsOnKeys,
        ...commandsOfOperators,
        ...commandsOfRestores,
        ...commandsOfBackups,
        ...commandsOfSnapshots,
      ]);
    case 'backup':
      return unique([...common, ...commandsOfBackups, ...commandsOfSnapshots]);
  }
}

/** Long lists make every command slower: one pattern stands for all that begins with the same word. */
function keysFor(user: RedisUser): string[] {
  const patterns = unique(catalogue.map(({ pattern }) => patternOf(pattern)));
  return user === 'backup'
    ? [...patterns.map((pattern) => `%R~${pattern}`), ...writtenByBackups.map((key) => `~${key}`)]
    : patterns.map((pattern) => `~${pattern}`);
}

/** `{account:*` for whatever is an account's; a key without a place as it is. */
function patternOf(pattern: string): string {
  const [word = ''] = /^[^:<]+:?/.exec(pattern) ?? [];
  return pattern.includes('<') || pattern.includes(':') ? `${word}*` : pattern;
}

/** A channel is named as the key that it tells of. */
function channelsFor(user: RedisUser): string[] {
  const channels =
    user === 'backup'
      ? [...writtenByBackups, replicatedChannel, invalidatedChannel]
      : [
          clientsChannel,
          replicatedChannel,
          ...keysFor(user).map((rule) => rule.slice(1)),
          ...(user === 'command' ? [invalidatedChannel] : []),
        ];
  return ['resetchannels', ...unique(channels).map((channel) => `&${channel}`)];
}

function asRule(command: string): string {
  const [name = '', second = ''] = command.toLowerCase().split(' ');
  return containers.includes(name.toUpperCase()) ? `+${name}|${second}` : `+${name}`;
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
