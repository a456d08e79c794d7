/** An operator at a terminal: `kapu` on the installation of a test. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Config } from '../../src/config.ts';
import type { HsmSettings } from '../../src/configuration/connections/hsm-settings.ts';
import { bareEnvironment } from './bare-environment.ts';
import { builtKapu, roomAtOnce } from './built.ts';
import { runInHost } from './commands-in-host.ts';
import { isFirst } from './first-commands.ts';
import type { Finished } from './given-command.ts';
import { writeSecretsFile } from './secrets.ts';

export type { Finished } from './given-command.ts';

const deliveredProfiles = resolve(import.meta.dirname, '../../config/profiles');
const calendar = {
  time_zone: 'Europe/Budapest',
  announced_from: '2020-01-01T00:00',
  both_offered_from: '2020-01-01T00:00',
  application_only_from: '2100-01-01T00:00',
  closed_from: '2100-01-01T00:00',
};

/**
 * For what a command says and does. The first of each kind in a run of the tests is a process of its own; later ones are given to one that has
 * loaded the program already. A hardware module is told by the environment of a whole process, once.
 */
export function runKapu(config: Config, ...args: string[]): Promise<Finished> {
  if (config.hsm || isFirst(args.slice(0, 2).join(' '))) {
    return runKapuAlone(config, ...args);
  }
  const given = { args, environment: environmentOfCommand(config) };
  return runInHost(given, roomAtOnce) ?? runKapuAlone(config, ...args);
}

function runKapuAlone(config: Config, ...args: string[]): Promise<Finished> {
  return startKapu(config, ...args).finished;
}

/** A process of its own, which may be sent signals. */
export function startKapu(
  config: Config,
  ...args: string[]
): { process: ChildProcess; finished: Promise<Finished> } {
  return startKapuTyping(config, '', args);
}

/** @param environment beside what the installation's own is */
export function runKapuWith(
  config: Config,
  environment: NodeJS.ProcessEnv,
  ...args: string[]
): Promise<Finished> {
  return startKapuTyping(config, '', args, environment).finished;
}

/** @param typed what comes by standard input, where nobody sits at a terminal */
export function runKapuTyping(config: Config, typed: string, ...args: string[]): Promise<Finished> {
  return startKapuTyping(config, typed, args).finished;
}

function startKapuTyping(
  config: Config,
  typed: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): { process: ChildProcess; finished: Promise<Finished> } {
  const child = spawn(process.execPath, [...roomAtOnce, builtKapu, ...args], {
    env: environmentOfCommand(config, environment),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // Most commands read nothing, and may have ended before it is written.
  child.stdin.on('error', () => {});
  child.stdin.end(typed);
  const finished = Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]).then(
    ([stdout, stderr, [code]]) => ({ code, stdout, stderr }),
  );
  return { process: child, finished };
}

function environmentOfCommand(config: Config, more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return bareEnvironment({ ...environmentOf(config), ...more });
}

export function environmentOf({
  issuer,
  dataDirectory,
  redisUrl,
  secrets,
  profile,
  desk,
  hsm,
  outgoing,
}: Config): Record<string, string> {
  const configDirectory = join(dataDirectory, 'config');
  mkdirSync(join(configDirectory, 'clients'), { recursive: true });
  writeFileSync(join(configDirectory, 'calendar.json'), JSON.stringify(calendar));
  writeFileSync(join(configDirectory, 'enrolment.json'), JSON.stringify({ wait_without_email_hours: 72 }));
  cpSync(deliveredProfiles, join(configDirectory, 'profiles'), { recursive: true });
  writeFileSync(join(configDirectory, 'desk.json'), JSON.stringify(desk));
  return {
    KAPU_PROFILE: profile.name,
    KAPU_PRIVATE_HOSTS: outgoing.private_hosts.join(','),
    KAPU_ISSUER: issuer,
    KAPU_DATA_DIR: dataDirectory,
    ...(redisUrl === undefined ? {} : { KAPU_REDIS_URL: redisUrl }),
    KAPU_SECRETS_FILE: writeSecretsFile(dataDirectory, secrets),
    KAPU_CONFIG_DIR: configDirectory,
    ...(hsm ? environmentOfHsm(hsm, dataDirectory) : {}),
  };
}

function environmentOfHsm({ module, token, pin }: HsmSettings, directory: string): Record<string, string> {
  const pinFile = join(directory, 'pin');
  writeFileSync(pinFile, `${pin}\n`, { mode: 0o600 });
  return {
    KAPU_PKCS11_MODULE: module,
    KAPU_PKCS11_TOKEN: token,
    KAPU_PKCS11_PIN_FILE: pinFile,
    SOFTHSM2_CONF: String(process.env.SOFTHSM2_CONF),
  };
}
