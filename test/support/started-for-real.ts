/** Redis servers set up as an operator might, and the processes that are started on them: what they say, how they end, what they wrote. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { Secrets } from '../../src/configuration/secrets.ts';
import { bareEnvironment } from './bare-environment.ts';
import { builtKapu, builtNode, roomAtOnce } from './built.ts';
import { runInHost } from './commands-in-host.ts';
import { isFirst } from './first-commands.ts';
import { freePort } from './free-port.ts';
import { withRsaKeys } from './rsa-keys.ts';
import { newSecrets, writeSecretsFile } from './secrets.ts';

const root = resolve(import.meta.dirname, '../..');

export interface RealRedis {
  readonly port: number;
  /** With all rights, past whatever users the test made. */
  admin(): Redis;
  /** Changes since it started, and keys that it has. */
  written(): Promise<{ changes: number; keys: number }>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** As documented; what a test sets besides comes after, and counts. */
const asDemanded = ['appendonly yes', 'appendfsync always', 'save ""', 'maxmemory-policy noeviction'];
const administrator = 'user admin on >admin ~* &* +@all';

export async function startRealRedis(
  lines: readonly string[] = [],
  mode: 'server' | 'sentinel' = 'server',
): Promise<RealRedis> {
  const directory = mkdtempSync(join(tmpdir(), 'kapu-real-'));
  const port = await freePort();
  const usual = mode === 'server' ? [...asDemanded, administrator] : [];
  const isPlain = lines.some((line) => line.startsWith('port '));
  const settings = [
    ...(isPlain ? [] : [`port ${port}`]),
    'bind 127.0.0.1',
    `dir ${directory}`,
    `unixsocket ${directory}/s`,
    ...usual,
    ...lines,
  ];
  writeFileSync(
    join(directory, 'redis.conf'),
    `${settings.map((line) => line.replaceAll('$PORT', String(port))).join('\n')}\n`,
  );

  const connections: Redis[] = [];
  let server = await launch();

  async function launch(): Promise<ChildProcess> {
    const more = mode === 'sentinel' ? ['--sentinel'] : [];
    const child = spawn('redis-server', [join(directory, 'redis.conf'), ...more], { stdio: 'ignore' });
    for (let tries = 0; !existsSync(join(directory, 's')); tries += 1) {
      if (tries === 400 || child.exitCode !== null) {
        throw new Error('redis-server did not start');
      }
      await delay(20);
    }
    return child;
  }

  function administer(): Redis {
    const connection = new Redis({ path: join(directory, 's'), username: 'admin', password: 'admin' });
    connections.push(connection);
    return connection;
  }

  async function end(): Promise<void> {
    const exited = once(server, 'exit');
    server.kill('SIGTERM');
    await exited;
  }

  return {
    port,

    admin: administer,

    async written() {
      const admin = administer();
      const [, changes] = /rdb_changes_since_last_save:(\d+)/.exec(await admin.info('persistence')) ?? [];
      return { changes: Number(changes), keys: await admin.dbsize() };
    },

    async restart() {
      await end();
      server = await launch();
    },

    async stop() {
      for (const connection of connections) {
        connection.disconnect();
      }
      await end();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** What an operator has beside Redis: a configuration, secrets, a data directory. */
export interface Workplace {
  readonly directory: string;
  readonly environment: Record<string, string>;
  readonly secrets: Secrets;
  remove(): void;
}

export function layOutWorkplace(): Workplace {
  const directory = mkdtempSync(join(tmpdir(), 'kapu-workplace-'));
  const configDirectory = join(directory, 'config');
  mkdirSync(join(configDirectory, 'clients'), { recursive: true });
  for (const name of ['calendar.json', 'enrolment.json', 'profiles']) {
    cpSync(join(root, 'config', name), join(configDirectory, name), { recursive: true });
  }
  const secrets = newSecrets();
  return {
    directory,
    secrets,
    environment: {
      KAPU_ISSUER: 'http://localhost:3000',
      KAPU_PORT: '0',
      KAPU_DATA_DIR: join(directory, 'data'),
      KAPU_CONFIG_DIR: configDirectory,
      KAPU_SECRETS_FILE: writeSecretsFile(directory, secrets),
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

export interface Ended {
  /** Null for one that did not end by itself. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const programs = {
  node: [builtNode],
  check: [builtKapu, 'config', 'check'],
  list: [builtKapu, 'accounts', 'list'],
  reseal: [builtKapu, 'keys', 'reseal'],
  secrets: [builtKapu, 'config', 'new-secrets', '--out', '$OUT'],
};

/** Long enough for a busy machine, and an end for what would hang. */
const longestInMilliseconds = 90_000;

export function start(
  program: keyof typeof programs,
  environment: Record<string, string>,
): { process: ChildProcess; ended: Promise<Ended> } {
  const options = program === 'node' ? [...roomAtOnce, ...withRsaKeys()] : roomAtOnce;
  const child = spawn(process.execPath, [...options, ...words(program, environment)], {
    env: bareEnvironment(environment),
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: longestInMilliseconds,
    killSignal: 'SIGKILL',
  });
  const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]).then(
    ([stdout, stderr, [code]]) => ({ code, stdout, stderr }),
  );
  return { process: child, ended };
}

function words(program: keyof typeof programs, environment: Record<string, string>): string[] {
  return programs[program].map((word) => environment[word.slice(1)] ?? word);
}

/**
 * A command of which nothing but the end is of interest. The first of each in a run is a process of its own, as is one whose environment is
 * Node's as well; the others are given to one that has loaded the program already.
 */
export function give(
  program: Exclude<keyof typeof programs, 'node'>,
  environment: Record<string, string>,
): Promise<Ended> {
  if (environment.NODE_OPTIONS !== undefined || isFirst(`for real: ${program}`)) {
    return start(program, environment).ended;
  }
  const [, ...args] = words(program, environment);
  return (
    runInHost({ args, environment: bareEnvironment(environment) }, roomAtOnce) ??
    start(program, environment).ended
  );
}

/** Both programs that an operator starts. */
export function startBoth(environment: Record<string, string>): Promise<[node: Ended, check: Ended]> {
  return Promise.all([start('node', environment).ended, give('check', environment)]);
}

/** @throws Error unless both say the sentence and end with 1, without a stack or a secret */
export async function expectRefusal(environment: Record<string, string>, sentence: RegExp): Promise<void> {
  for (const { code, stderr, stdout } of await startBoth(environment)) {
    const isClean = !/\n {4}at |titok/.test(stderr) && !/complete/.test(stdout);
    if (code !== 1 || !sentence.test(stderr) || !isClean) {
      throw new Error(`expected ${sentence} and 1, but it ended with ${code}:\n${stderr}${stdout}`);
    }
  }
}
