/**
 * The whole demo on this machine: Redis, sample citizens, a mailbox, the provider, the portal, the sandbox and the wallet. Ctrl-C stops them in
 * the opposite order; a second one does not wait.
 */
import { mkdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { loadClientDeclarations, loadConfig } from '../src/config.ts';
import { readClientDeclarations } from '../src/configuration/clients/client-declarations.ts';
import { startLocalRedis } from '../src/storage/connection/local-redis.ts';
import { lockDataDirectory } from './launch/data-directory-lock.ts';
import {
  clientId,
  mailboxCommand,
  type NodeContext,
  portalCommand,
  projectRoot,
  providerCommand,
  providerEnvironment,
  sandboxCommand,
  sandboxRegistrar,
  walletCommand,
} from './launch/demo-commands.ts';
import {
  ensureClientSecret,
  knownCitizens,
  writeDemoFile,
  writeEnvironmentFile,
} from './launch/demo-files.ts';
import { findDemoPorts } from './launch/demo-ports.ts';
import {
  type DemoCommand,
  type DemoProcess,
  endOfLog,
  startDemoProcess,
  untilItAnswers,
} from './launch/demo-processes.ts';
import { prepareWallets } from './launch/demo-wallets.ts';
import { type SeededCitizen, seedDemo } from './launch/seed.ts';
import { registerClients } from './launch/seed-clients.ts';

/** What was started so far, to be stopped in the opposite order. */
const stops: (() => Promise<void>)[] = [];
const children: DemoProcess[] = [];

async function runDemo(stopped: AbortSignal): Promise<void> {
  const demo = await prepare();
  const environment = providerEnvironment(demo);
  writeEnvironmentFile(demo.dataDirectory, environment);
  const config = loadConfig(environment);
  const redis = await startLocalRedis(join(demo.dataDirectory, 'redis'));
  stops.push(() => redis.stop());
  const citizens = await seedDemo(config, redis.socket, knownCitizens(demo.dataDirectory), new Date());
  const declarations = [
    ...loadClientDeclarations(environment),
    ...readClientDeclarations(join(projectRoot, 'demo/clients'), environment),
    sandboxRegistrar(demo),
  ];
  await registerClients(config, redis.socket, declarations, new Date());
  describe(demo, citizens);
  stopped.throwIfAborted();

  const mailbox = start(mailboxCommand(demo));
  const provider = start(providerCommand(demo));
  const portal = start(portalCommand(demo));
  const sandbox = start(sandboxCommand(demo));
  const wallet = start(walletCommand(demo));
  await untilItAnswers(mailbox, `${demo.mailbox}/healthz`, stopped);
  await untilItAnswers(provider, `${demo.issuer}/health/ready`, stopped);
  await untilItAnswers(portal, demo.portal, stopped);
  await untilItAnswers(sandbox, demo.sandbox, stopped);
  await untilItAnswers(wallet, demo.windowCheck, stopped);
  stopped.throwIfAborted();

  console.log(welcome(demo, citizens));
  await Promise.race([aborted(stopped), firstToEnd()]);
}

async function prepare(): Promise<NodeContext> {
  const dataDirectory = resolve(process.env.KAPU_DATA_DIR || join(projectRoot, 'var'));
  mkdirSync(dataDirectory, { recursive: true });
  stops.push(await lockDataDirectory(dataDirectory));
  const ports = await findDemoPorts(process.env);
  const issuer = `http://localhost:${ports.provider}`;
  const wallet = `http://localhost:${ports.wallet}`;
  const source = {
    directory: resolve(projectRoot, process.env.KAPU_CONFIG_DIR || 'config'),
    isChosen: Boolean(process.env.KAPU_CONFIG_DIR),
  };
  return {
    dataDirectory,
    ports,
    issuer,
    wallet,
    windowCheck: `http://localhost:${ports.windowCheck}`,
    wallets: await prepareWallets(dataDirectory, source, issuer, wallet, new Date()),
    portal: `http://localhost:${ports.portal}`,
    sandbox: `http://localhost:${ports.sandbox}`,
    mailbox: `http://localhost:${ports.mailbox}`,
    portalSecret: ensureClientSecret(dataDirectory, 'portal'),
    sandboxSecret: ensureClientSecret(dataDirectory, 'sandbox'),
  };
}

function describe(
  { dataDirectory, issuer, portal, sandbox, wallet, windowCheck, mailbox, portalSecret }: NodeContext,
  citizens: SeededCitizen[],
): void {
  writeDemoFile(dataDirectory, {
    issuer,
    portal,
    sandbox,
    wallet,
    window_check: windowCheck,
    mailbox,
    citizens: citizens
      .filter(({ role }) => !role)
      .map(({ username, password, totp_secret }) => ({ username, password, totp_secret })),
    staff: citizens.flatMap(({ username, password, totp_secret, role }) =>
      role ? [{ username, password, totp_secret, role }] : [],
    ),
    clients: [{ client_id: clientId, client_secret: portalSecret, redirect_uris: [`${portal}/callback`] }],
  });
}

function start(command: DemoCommand): DemoProcess {
  const child = startDemoProcess(command);
  children.push(child);
  stops.push(() => child.stop());
  return child;
}

function welcome(
  { dataDirectory, issuer, portal, sandbox, wallet, windowCheck, mailbox }: NodeContext,
  citizens: SeededCitizen[],
): string {
  const people = citizens.map(
    ({ username, password, remark }) => `    ${username.padEnd(15)}${password.padEnd(27)}${remark}`,
  );
  return `
  Kapu is running: a demonstration, not a service of the state.

  Start page     ${issuer}
  Sample portal  ${portal}
  Sandbox        ${sandbox}
  Sample wallet  ${wallet}
  Window check   ${windowCheck}
  Mailbox        ${mailbox}

  Citizens       (user name, password)
${people.join('\n')}

  Logs of this run and data are in ${placeInWords(dataDirectory)}; the data stay for the next start. Ctrl-C stops everything.
`;
}

/** As one would type it here. */
function placeInWords(directory: string): string {
  const path = relative(process.cwd(), directory);
  return path.startsWith('..') ? directory : `${path || '.'}/`;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

async function firstToEnd(): Promise<never> {
  const [child, how] = await Promise.race(children.map(async (one) => [one, await one.ended] as const));
  throw new Error(`${child.name} ${how}.\n${endOfLog(child)}`);
}

async function stopEverything(): Promise<void> {
  for (const stop of stops.reverse()) {
    await stop().catch((error: unknown) => console.error(`kapu: ${wordsOf(error)}`));
  }
}

function killChildren(): void {
  for (const child of children) {
    child.kill();
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stopped.signal.aborted) {
      killChildren();
    }
    stopped.abort();
  });
}
// Whatever ends this process, nothing that it started is left behind; a reader who closed our output ends nothing.
process.on('exit', killChildren);
process.stdout.on('error', () => {});

try {
  await runDemo(stopped.signal);
} catch (error) {
  if (!stopped.signal.aborted) {
    console.error(`kapu: ${wordsOf(error)}`);
    process.exitCode = 1;
  }
}
await stopEverything();
