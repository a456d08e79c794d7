/** What is measured: one Kapu node as in production with a Redis of its own, the bare engine, and hashing alone. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createClientStore } from '../../src/clients/client-store.ts';
import { applyDeclarations } from '../../src/clients/declarations.ts';
import { type Config, loadClientDeclarations, loadConfig } from '../../src/config.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { supportedScopes } from '../../src/oidc/policy/claims.ts';
import type { LastingConnection } from '../../src/storage/connection/lasting-connection.ts';
import { startLocalRedis } from '../../src/storage/connection/local-redis.ts';
import { connectToRedis } from '../../src/storage/redis.ts';
import { createSealer } from '../../src/storage/sealed.ts';
import { freePort, type NodeCommand, type NodeProcess, startNodeProcess } from './node-process.ts';
import { createRelyingParty, type RelyingParty, registration } from './relying-party.ts';

export interface Installation {
  readonly config: Config;
  /** Of its node and of commands. */
  readonly environment: Readonly<Record<string, string>>;
  readonly store: LastingConnection;
  readonly redisPid: number;
  readonly kapu: Served;
  readonly bare: Served;
  readonly hashing: NodeProcess;
  /** Another process, which is stopped with the rest. */
  start(name: string, command: Omit<NodeCommand, 'log'>): NodeProcess;
  /** A process that has ended explains more than the connection that broke. */
  explain(error: unknown): Promise<unknown>;
}

export interface Served {
  readonly process: NodeProcess;
  readonly relyingParty: RelyingParty;
}

/** Registers what has to be undone; undone in the opposite order, also when the start did not succeed. */
export type OnStop = (undo: () => unknown) => void;

const projectRoot = resolve(import.meta.dirname, '../..');

/** What `npm start` gives a node. */
const { scripts } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
const startWords: string[] = scripts.start.split(' ');
export const startOptions = startWords.filter((word) => word.startsWith('--'));
export const startEnvironment: Record<string, string> = Object.fromEntries(
  startWords.filter((word) => /^\w+=/.test(word)).map((word) => word.split('=')),
);

interface InstallationWishes {
  /** Where Kapu's process leaves a CPU profile, if anywhere. */
  readonly profileDirectory?: string | undefined;
  /** Settings on top of those of a bench. */
  readonly environment?: Readonly<Record<string, string>>;
}

export async function startInstallation(
  onStop: OnStop,
  signal: AbortSignal,
  { profileDirectory, environment: more = {} }: InstallationWishes = {},
): Promise<Installation> {
  const directory = mkdtempSync(join(tmpdir(), 'kapu-bench-'));
  onStop(() => rmSync(directory, { recursive: true, force: true }));

  const clientSecret = randomBytes(32).toString('base64url');
  const issuer = `http://localhost:${await freePort()}`;
  const environment = { ...kapuEnvironment(directory, issuer, clientSecret), ...more };
  const config = loadConfig(environment);
  const redis = await startLocalRedis(join(config.dataDirectory, 'redis'));
  onStop(redis.stop);
  const store = await connectToRedis(redis.socket, createLogger('silent'));
  onStop(() => store.quit());
  const registry = {
    clients: createClientStore(store, createSealer(config.secrets.sealing_keys)),
    scopes: supportedScopes,
  };
  await applyDeclarations(loadClientDeclarations(environment), registry, new Date());
  const redisPid = Number(/process_id:(\d+)/.exec(await store.info('server'))?.[1]);

  function start(name: string, command: Omit<NodeCommand, 'log'>): NodeProcess {
    signal.throwIfAborted();
    const child = startNodeProcess({ ...command, log: join(directory, `${name}.log`) });
    onStop(child.stop);
    return child;
  }

  const kapu = start('kapu', {
    script: join(projectRoot, 'dist/main.js'),
    environment: { ...environment, ...startEnvironment },
    nodeOptions: [
      ...startOptions,
      ...(profileDirectory ? ['--cpu-prof', `--cpu-prof-dir=${resolve(profileDirectory)}`] : []),
    ],
  });
  const barePort = String(await freePort());
  const bareIssuer = `http://localhost:${barePort}`;
  const bare = start('bare', {
    script: fileURLToPath(import.meta.resolve('./bare-provider.ts')),
    environment: { BARE_PORT: barePort, BARE_CLIENT_SECRET: clientSecret },
  });
  const hashing = start('hashing', {
    script: fileURLToPath(import.meta.resolve('./hashing.ts')),
    environment: { UV_THREADPOOL_SIZE: String(availableParallelism()) },
  });
  await kapu.untilItAnswers(`${issuer}/health/ready`, signal);
  await bare.untilItAnswers(`${bareIssuer}/.well-known/openid-configuration`, signal);

  return {
    config,
    environment,
    store,
    redisPid,
    kapu: { process: kapu, relyingParty: createRelyingParty(issuer, clientSecret) },
    bare: { process: bare, relyingParty: createRelyingParty(bareIssuer, clientSecret) },
    hashing,
    start,
    explain: (error) =>
      Promise.race([
        ...[kapu, bare, hashing].map(({ failure }) => failure.catch((reason: unknown) => reason)),
        delay(500, error),
      ]),
  };
}

/**
 * Writes what an operator writes, and returns the environment that names it.
 * @param tree whose `kapu` makes the secrets
 */
export function kapuEnvironment(
  directory: string,
  issuer: string,
  clientSecret: string,
  tree: string = projectRoot,
): Record<string, string> {
  if (!existsSync(join(tree, 'dist/main.js'))) {
    throw new Error(`${tree}/dist is missing; scripts/build makes it, and scripts/bench calls it`);
  }
  const command = [join(tree, 'dist/cli/kapu.js'), 'config', 'new-secrets'];
  const secretsFile = join(directory, 'secrets.json');
  writeFileSync(secretsFile, execFileSync(process.execPath, command), { mode: 0o600 });
  const clientsDirectory = join(directory, 'config/clients');
  mkdirSync(clientsDirectory, { recursive: true });
  const client = {
    ...registration,
    client_secret: `\${BENCH_CLIENT_SECRET}`,
    minimum_assurance: 'low',
    first_party: true,
  };
  writeFileSync(join(clientsDirectory, 'bench.json'), JSON.stringify(client));
  writeFileSync(
    join(directory, 'config/calendar.json'),
    JSON.stringify({
      time_zone: 'Europe/Budapest',
      announced_from: '2020-01-01T00:00',
      both_offered_from: '2020-01-01T00:00',
      application_only_from: '2020-01-16T00:00',
      closed_from: '2100-01-01T00:00',
    }),
  );
  writeFileSync(join(directory, 'config/enrolment.json'), JSON.stringify({ wait_without_email_hours: 72 }));
  return {
    KAPU_ISSUER: issuer,
    // One address makes all the load of a country here.
    KAPU_ARRIVALS_PER_MINUTE: '10000000',
    KAPU_HOST: '127.0.0.1',
    KAPU_PORT: new URL(issuer).port,
    KAPU_DATA_DIR: join(directory, 'data'),
    KAPU_CONFIG_DIR: join(directory, 'config'),
    KAPU_SECRETS_FILE: secretsFile,
    BENCH_CLIENT_SECRET: clientSecret,
  };
}
