/**
 * The provider in the profile `conformance` on this machine, with its own TLS, data and eight accounts, for the test plans of the
 * OpenID Foundation. Prints one line of JSON when it is ready, and runs until it is told to stop.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { get } from 'node:https';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loadConfig } from '../src/config.ts';
import { startLocalRedis } from '../src/storage/connection/local-redis.ts';
import { issueInitialAccess, seedConformanceAccounts } from './conformance/conformance-accounts.ts';
import { prepareConfiguration, type Switches } from './conformance/conformance-config.ts';
import { lockDataDirectory } from './launch/data-directory-lock.ts';
import { programOf, projectRoot } from './launch/demo-commands.ts';
import { ensureSecretsFile } from './launch/demo-files.ts';
import { type DemoProcess, endOfLog, startDemoProcess, untilItAnswers } from './launch/demo-processes.ts';

const usage = `
scripts/conformance-op --certificate cert.pem --key key.pem [options]

  --port <port>           where it listens (8443)
  --host-name <name>      the name in the issuer, https://<name>:<port> (localhost)
  --listen <address>      network address to listen at (127.0.0.1)
  --data-dir <directory>  where its data are (var/conformance)
  --config <directory>    the configuration, which is copied (config)
  --ciba                  switches requests from elsewhere on
  --wallet-address <url>  switches presentations on: where the suite takes requests, as a wallet
  --wallet-anchor <file>  PEM of the authority of the suite's credentials (an own one)
  --wallet-callback <url> switches issuing on: the redirect address of the suite, as a wallet
  --wallet-attesters <file>  PEM of who attests the suite's wallet; without it the wallet need not be attested
  --private-host <host>   host or host:port of the suite whose jwks_uri and the like may be fetched though it is not public;
                          may be given more than once
  --trust <file>          PEM of the authority, or of the certificate itself, of such hosts
`;

interface Wishes {
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly port: string;
  readonly issuer: string;
  readonly listen: string;
  readonly dataDirectory: string;
  readonly privateHosts: readonly string[];
  readonly trustFile: string | undefined;
  readonly switches: Switches;
}

/** What was started so far, to be stopped in the opposite order. */
const stops: (() => Promise<void>)[] = [];
let provider: DemoProcess | undefined;

function readWishes(): Wishes {
  const { values } = parseArgs({
    options: {
      certificate: { type: 'string' },
      key: { type: 'string' },
      port: { type: 'string', default: '8443' },
      'host-name': { type: 'string', default: 'localhost' },
      listen: { type: 'string', default: '127.0.0.1' },
      'data-dir': { type: 'string', default: join(projectRoot, 'var/conformance') },
      'private-host': { type: 'string', multiple: true, default: [] },
      trust: { type: 'string' },
      config: { type: 'string', default: join(projectRoot, 'config') },
      ciba: { type: 'boolean', default: false },
      'wallet-address': { type: 'string' },
      'wallet-anchor': { type: 'string' },
      'wallet-callback': { type: 'string' },
      'wallet-attesters': { type: 'string' },
    },
  });
  if (!values.certificate || !values.key) {
    throw new Error(`--certificate and --key are needed\n${usage}`);
  }
  return {
    certificateFile: fromWhereItWasTyped(values.certificate),
    keyFile: fromWhereItWasTyped(values.key),
    port: values.port,
    issuer: `https://${values['host-name']}:${values.port}`,
    listen: values.listen,
    dataDirectory: fromWhereItWasTyped(values['data-dir']),
    privateHosts: values['private-host'],
    trustFile: fileOf(values.trust),
    switches: {
      directory: fromWhereItWasTyped(values.config),
      ciba: values.ciba,
      walletAddress: values['wallet-address'],
      walletAnchorFile: fileOf(values['wallet-anchor']),
      walletCallback: values['wallet-callback'],
      walletAttestersFile: fileOf(values['wallet-attesters']),
    },
  };
}

function fileOf(path: string | undefined): string | undefined {
  return path === undefined ? undefined : fromWhereItWasTyped(path);
}

/** The script changes into the project first. */
function fromWhereItWasTyped(path: string): string {
  return resolve(process.env.KAPU_CALLED_FROM || process.cwd(), path);
}

async function run(stopped: AbortSignal): Promise<void> {
  const wishes = readWishes();
  const { dataDirectory, issuer, certificateFile } = wishes;
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  stops.push(await lockDataDirectory(dataDirectory));
  const now = new Date();
  const ownEnvironment = {
    ...environmentOf(wishes),
    ...(await prepareConfiguration(dataDirectory, issuer, wishes.switches, now)),
  };
  const environment = { ...inherited(), ...ownEnvironment };
  const config = loadConfig(environment);
  const redis = await startLocalRedis(join(dataDirectory, 'redis'));
  stops.push(() => redis.stop());
  const accounts = await seedConformanceAccounts(config, redis.socket, now);
  const initialAccessToken = await issueInitialAccess(config, redis.socket, now);
  stopped.throwIfAborted();

  const log = join(dataDirectory, 'kapu.log');
  const script = [programOf('src/main.ts')];
  const started = startDemoProcess({
    name: 'the provider',
    log,
    directory: projectRoot,
    script,
    environment,
  });
  provider = started;
  stops.push(() => started.stop());
  const certificate = readFileSync(certificateFile, 'utf8');
  await untilItAnswers(started, `${ownAddress(wishes)}/health/ready`, stopped, (address) =>
    answersOverTls(address, certificate),
  );
  stopped.throwIfAborted();

  const description = {
    issuer,
    accounts,
    initial_access_token: initialAccessToken,
    environment: ownEnvironment,
    data_directory: dataDirectory,
    log,
  };
  console.log(JSON.stringify(description));
  await Promise.race([aborted(stopped), endOf(started)]);
}

/** The last is for scripts/test-on-another-day, whose clock every process must load. */
function inherited(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR, LD_PRELOAD } = process.env;
  return { PATH, HOME, TMPDIR, LD_PRELOAD };
}

/** With this `scripts/kapu` is the command line of this provider: it names files, and holds no secret. */
function environmentOf(wishes: Wishes): Record<string, string> {
  return {
    KAPU_PROFILE: 'conformance',
    KAPU_ISSUER: wishes.issuer,
    KAPU_HOST: wishes.listen,
    KAPU_PORT: wishes.port,
    KAPU_TLS_CERTIFICATE_FILE: wishes.certificateFile,
    KAPU_TLS_KEY_FILE: wishes.keyFile,
    KAPU_DATA_DIR: wishes.dataDirectory,
    KAPU_SECRETS_FILE: ensureSecretsFile(wishes.dataDirectory),
    KAPU_PRIVATE_HOSTS: wishes.privateHosts.join(','),
    ...(wishes.trustFile ? { NODE_EXTRA_CA_CERTS: wishes.trustFile } : {}),
  };
}

function ownAddress({ listen, port }: Wishes): string {
  const host = listen === '0.0.0.0' ? '127.0.0.1' : listen;
  return `https://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Whether it is there at all: who it is, the suite will see for itself. */
function answersOverTls(address: string, ca: string): Promise<boolean> {
  const trust = { ca, allowPartialTrustChain: true, checkServerIdentity: () => undefined };
  return new Promise((resolve) => {
    const sent = get(address, { timeout: 2000, ...trust }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    sent.on('timeout', () => sent.destroy());
    sent.on('error', () => resolve(false));
    sent.on('close', () => resolve(false));
  });
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

async function endOf(child: DemoProcess): Promise<never> {
  throw new Error(`${child.name} ${await child.ended}.\n${endOfLog(child)}`);
}

async function stopEverything(): Promise<void> {
  for (const stop of stops.reverse()) {
    await stop().catch((error: unknown) => console.error(`kapu: ${wordsOf(error)}`));
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => stopped.abort());
}
process.on('exit', () => provider?.kill());
process.stdout.on('error', () => {});

try {
  await run(stopped.signal);
} catch (error) {
  if (!stopped.signal.aborted) {
    console.error(`kapu: ${wordsOf(error)}`);
    process.exitCode = 1;
  }
}
await stopEverything();
