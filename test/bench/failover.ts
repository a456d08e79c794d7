/**
 * `node test/bench/failover.ts`: the master is killed again and again while two nodes are under load. What was acknowledged must be there,
 * no code may pass twice, and no node may need anybody's help.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createClientStore } from '../../src/clients/client-store.ts';
import { applyDeclarations } from '../../src/clients/declarations.ts';
import { loadClientDeclarations, loadConfig } from '../../src/config.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { supportedScopes } from '../../src/oidc/policy/claims.ts';
import { connectToRedis, type Store } from '../../src/storage/redis.ts';
import { createSealer } from '../../src/storage/sealed.ts';
import { registryOn } from '../support/registry.ts';
import { type SentinelGroup, startSentinelGroup } from '../support/sentinel-group.ts';
import { createHttp } from './browser.ts';
import { createCitizens } from './citizens.ts';
import { createTally, type Load, startLoad, type Tally } from './failover-load.ts';
import { kapuEnvironment } from './installation.ts';
import { freePort, type NodeProcess, startNodeProcess } from './node-process.ts';

const usage = `Kills the master of three Redis servers under Sentinels, starts it again, waits until its replicas are in sync, and so on, while two
nodes are under load. A quarter of a minute each.

  --times N   how often (60)
  --help
`;

const longestWaitInMilliseconds = 30_000;
const undos: (() => unknown)[] = [];

interface Node {
  readonly port: number;
  process: NodeProcess;
  readonly start: () => NodeProcess;
}

interface Figures extends Tally {
  readonly secondsUntilSignIns: number[];
  restarts: number;
}

async function measure(times: number, signal: AbortSignal): Promise<Figures> {
  say('starting three servers, three Sentinels and two nodes');
  const directory = mkdtempSync(join(tmpdir(), 'kapu-failover-'));
  undos.push(() => rmSync(directory, { recursive: true, force: true }));
  const group = await startSentinelGroup();
  undos.push(group.stop);
  const clientSecret = randomBytes(32).toString('base64url');
  const ports = [await freePort(), await freePort()];
  const issuer = `http://localhost:${ports[0]}`;
  const environment = {
    ...kapuEnvironment(directory, issuer, clientSecret),
    KAPU_REDIS_URL: group.address,
  };
  const config = loadConfig(environment);
  const store = await connectToRedis(group.address, createLogger('silent'));
  undos.push(() => store.disconnect());
  const sealer = createSealer(config.secrets.sealing_keys);
  const registry = { clients: createClientStore(store, sealer), scopes: supportedScopes };
  await applyDeclarations(loadClientDeclarations(environment), registry, new Date());
  const citizens = await createCitizens(config, store);
  const nodes = await Promise.all(ports.map((port) => startNode(directory, port, environment)));
  await Promise.all(nodes.map((node) => isServing(issuer, node, signal)));
  await citizens.prepare(citizensOfOneRound);

  const tally = createTally();
  const writer = await addWriter(store, sealer);
  const load = startLoad({ issuer, ports, clientSecret, citizens, writer, tally, signal });
  const figures: Figures = Object.assign(tally, { secondsUntilSignIns: [], restarts: 0 });
  for (let time = 1; time <= times && !signal.aborted; time += 1) {
    await failOver(issuer, group, nodes, load, figures, signal);
    await eventually(() => citizens.prepare(citizensOfOneRound));
    say(`${time} of ${times}: ${figures.secondsUntilSignIns.at(-1)?.toFixed(1)} s until sign-ins flowed`);
  }
  await load.stop();
  const known = new Set(
    (await registry.clients.list()).readable.map(({ registration }) => registration.client_id),
  );
  figures.lost += tally.registered.filter((id) => !known.has(id)).length;
  return figures;
}

/** More than are used up within one. */
const citizensOfOneRound = 200;

async function failOver(
  issuer: string,
  group: SentinelGroup,
  nodes: readonly Node[],
  load: Load,
  figures: Figures,
  signal: AbortSignal,
): Promise<void> {
  await delay(1000 + Math.random() * 1000);
  const killedAt = performance.now();
  await group.killMaster();
  figures.secondsUntilSignIns.push((await load.untilSignIn(killedAt, signal)) / 1000);
  await group.replaceKilled();
  for (const node of nodes) {
    if (!(await isServing(issuer, node, signal))) {
      figures.restarts += 1;
      say(`the node on port ${node.port} needs a restart`);
      await node.process.stop();
      node.process = node.start();
      await isServing(issuer, node, signal);
    }
  }
  await load.verifyTokens();
}

async function startNode(
  directory: string,
  port: number,
  environment: Record<string, string>,
): Promise<Node> {
  const start = (): NodeProcess => {
    const child = startNodeProcess({
      script: resolve(import.meta.dirname, '../../dist/main.js'),
      log: join(directory, `node-${port}.log`),
      environment: { ...environment, KAPU_PORT: String(port) },
    });
    undos.push(child.stop);
    return child;
  };
  return { port, process: start(), start };
}

/** Ready, and able to write: the first page of a sign-in is. */
async function isServing(issuer: string, { port }: Node, signal: AbortSignal): Promise<boolean> {
  const http = createHttp(issuer, [port]);
  const until = performance.now() + longestWaitInMilliseconds;
  while (performance.now() < until && !signal.aborted) {
    const [ready, written] = await Promise.all(
      ['/health/ready', '/fiok'].map((path) =>
        http({ method: 'GET', path }).then(
          ({ status }) => status,
          () => 0,
        ),
      ),
    );
    if (ready === 200 && written !== 0 && Number(written) < 500) {
      return true;
    }
    await delay(200);
  }
  return false;
}

/** A program that registers clients, as an authority's own administration does. */
async function addWriter(store: Store, sealer: ReturnType<typeof createSealer>): Promise<string> {
  const added = await registryOn(store, sealer).add(
    {
      client_id: 'writer',
      client_name: 'Nyilvántartó',
      grant_types: ['client_credentials'],
      scope: 'clients:write',
    },
    { by: 'cli', now: new Date() },
  );
  return 'secret' in added ? String(added.secret) : '';
}

async function eventually(work: () => Promise<void>): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if (tries === 20) {
        throw error;
      }
      await delay(500);
    }
  }
}

function inWords(times: number, figures: Figures): string {
  const seconds = figures.secondsUntilSignIns.toSorted((one, other) => one - other);
  const median = seconds[Math.floor(seconds.length / 2)] ?? Number.NaN;
  const rows: [string, string | number][] = [
    ['fail-overs', times],
    ['nodes that needed a restart', figures.restarts],
    [`acknowledged changes lost, of ${figures.registered.length + figures.tokensVerified}`, figures.lost],
    [`codes used twice, of ${figures.codes}`, figures.codesUsedTwice],
    ['answers of 5xx other than 503', figures.faults.length],
    ['requests without an answer', figures.unanswered],
    ['seconds until sign-ins flow: median', median.toFixed(1)],
    ['seconds until sign-ins flow: worst', (seconds.at(-1) ?? Number.NaN).toFixed(1)],
    ['sign-ins that went through', figures.signIns],
  ];
  return rows.map(([what, figure]) => `${what.padEnd(48)} ${String(figure).padStart(8)}`).join('\n');
}

function say(text: string): void {
  console.error(`failover: ${text}`);
}

const { values: options } = parseArgs({
  options: { times: { type: 'string', default: '60' }, help: { type: 'boolean', default: false } },
});
const times = Number(options.times);
if (options.help || !(times >= 1 && times <= 1000)) {
  console.log(usage);
  process.exit(options.help ? 0 : 2);
}
const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => stopped.abort());
}

try {
  const figures = await measure(times, stopped.signal);
  console.log(inWords(figures.secondsUntilSignIns.length, figures));
  for (const fault of figures.faults) {
    console.log(fault);
  }
  const bad = figures.restarts + figures.lost + figures.codesUsedTwice + figures.faults.length;
  process.exitCode = bad === 0 ? 0 : 1;
} catch (error) {
  say((error as Error).stack ?? String(error));
  process.exitCode = 1;
} finally {
  for (const undo of undos.splice(0).reverse()) {
    await Promise.resolve(undo()).catch((error: Error) => say(error.message));
  }
  process.exit();
}
