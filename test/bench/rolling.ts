/**
 * `node test/bench/rolling.ts --last <dist of the last release>`: what deploy/compose sets up, without containers: Redis under Sentinels by its scripts, two
 * machines with a process for each core, HAProxy by deploy/haproxy. Under load the last release gives way to this build, comes back, and the
 * master is killed. No sign-in may fail; in the seconds without a master some are told to wait (503 with Retry-After), do, and go on.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createClientStore } from '../../src/clients/client-store.ts';
import { applyDeclarations } from '../../src/clients/declarations.ts';
import { loadClientDeclarations, loadConfig } from '../../src/config.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { supportedScopes } from '../../src/oidc/policy/claims.ts';
import { connectToRedis } from '../../src/storage/redis.ts';
import { createSealer } from '../../src/storage/sealed.ts';
import { startComposedGroup } from '../support/composed-group.ts';
import { type Answer, createHttp, type Question } from './browser.ts';
import { createCitizens } from './citizens.ts';
import { kapuEnvironment } from './installation.ts';
import { freePort } from './node-process.ts';
import { createRelyingParty } from './relying-party.ts';
import { signIn } from './sign-in.ts';

const thisBuild = resolve(import.meta.dirname, '../../dist');
const atOnce = 2;
const mostTries = 6;
const undos: (() => unknown)[] = [];

interface Tally {
  through: number;
  /** Answers of 503, whoever gave them. */
  toldToWait: number;
  readonly failures: string[];
  /** What the nodes warned of, and how often. */
  readonly said: Map<string, number>;
}

/** A machine: a link to a release, and the supervisor that was started by it. */
interface Machine {
  readonly port: number;
  readonly supervisor: ChildProcess;
  turnTo(release: string): Promise<void>;
}

async function startMachine(
  directory: string,
  environment: Record<string, string>,
  onLine: (line: string) => void,
): Promise<Machine> {
  const port = await freePort();
  const link = join(directory, `release-${port}`);
  symlinkSync(thisBuild, link);
  let said = '';
  const supervisor = spawn(
    process.execPath,
    ['--max-semi-space-size=8', '--expose-gc', join(link, 'supervisor.js')],
    {
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'production',
        ...environment,
        KAPU_PORT: String(port),
        KAPU_PROCESSES: '2',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  createInterface({ input: supervisor.stdout }).on('line', (line) => {
    said += `${line}\n`;
    onLine(line);
  });
  undos.push(() => supervisor.kill('SIGTERM'));

  async function untilSaid(sentence: string, times: number): Promise<void> {
    while (said.split(sentence).length <= times) {
      if (supervisor.exitCode !== null || said.includes('did not start; the old ones')) {
        throw new Error(said.slice(-2000));
      }
      await delay(50);
    }
  }

  await untilSaid('a process serves', 2);
  let turns = 0;
  return {
    port,
    supervisor,
    async turnTo(release) {
      symlinkSync(release, `${link}.new`);
      renameSync(`${link}.new`, link);
      supervisor.kill('SIGHUP');
      turns += 1;
      await untilSaid('all processes were replaced', turns);
    },
  };
}

/** The example as it is, but for addresses and for TLS, which is not what is tried here. */
function startProxy(directory: string, port: number, machines: readonly Machine[]): void {
  const file = join(directory, 'haproxy.cfg');
  const written = readFileSync(resolve(import.meta.dirname, '../../deploy/haproxy/haproxy.cfg'), 'utf8')
    .replace(/bind :443 .*/, `bind 127.0.0.1:${port}`)
    .replace('X-Forwarded-Proto https', 'X-Forwarded-Proto http')
    .replace('127.0.0.1:3001', `127.0.0.1:${machines[0]?.port}`)
    .replace('127.0.0.1:3002', `127.0.0.1:${machines[1]?.port}`);
  writeFileSync(file, written);
  const proxy = spawn('haproxy', ['-db', '-f', file], { stdio: 'ignore' });
  undos.push(() => proxy.kill('SIGTERM'));
}

function emptyTally(): Tally {
  return { through: 0, toldToWait: 0, failures: [], said: new Map() };
}

function noteWarning({ said }: Tally, line: string): void {
  const { level, msg, reason, error } = JSON.parse(line) as Record<string, unknown>;
  if (level !== 'info') {
    const sentence = [level, msg, reason ?? (error as Error | undefined)?.message].filter(Boolean).join(': ');
    said.set(sentence, (said.get(sentence) ?? 0) + 1);
  }
}

/** As a page of ours asks people to, and as programs do: whoever is told to wait waits, and asks for the same again. */
function patient(http: ReturnType<typeof createHttp>, onWait: () => void): ReturnType<typeof createHttp> {
  async function ask(question: Question): Promise<Answer> {
    for (let tries = 1; ; tries += 1) {
      const answer = await http(question);
      const seconds = Number(answer.headers['retry-after']);
      if (answer.status !== 503 || Number.isNaN(seconds) || tries === mostTries) {
        return answer;
      }
      onWait();
      await delay(seconds * 1000);
    }
  }
  return Object.assign(ask, { issuer: http.issuer });
}

async function measure(last: string): Promise<[string, Tally, number][]> {
  const directory = mkdtempSync(join(tmpdir(), 'kapu-rolling-'));
  undos.push(() => rmSync(directory, { recursive: true, force: true }));
  const group = await startComposedGroup();
  undos.push(group.stop);
  const port = await freePort();
  const issuer = `http://localhost:${port}`;
  const clientSecret = 'rolling-rolling-rolling-rolling-rolling-1';
  const environment = {
    ...kapuEnvironment(directory, issuer, clientSecret),
    KAPU_REDIS_URL: group.address,
    KAPU_TRUST_PROXY: 'true',
  };
  const config = loadConfig(environment);
  const store = await connectToRedis(group.address, createLogger('silent'));
  undos.push(() => store.disconnect());
  const clients = createClientStore(store, createSealer(config.secrets.sealing_keys));
  await applyDeclarations(
    loadClientDeclarations(environment),
    { clients, scopes: supportedScopes },
    new Date(),
  );
  let tally = emptyTally();
  const onLine = (line: string) => noteWarning(tally, line);
  const machines = [
    await startMachine(directory, environment, onLine),
    await startMachine(directory, environment, onLine),
  ];
  startProxy(directory, port, machines);
  const citizens = await createCitizens(config, store);
  await citizens.prepare(800);
  await delay(2500);

  const http = patient(createHttp(issuer), () => {
    tally.toldToWait += 1;
  });
  const relyingParty = createRelyingParty(issuer, clientSecret, http);
  let isOver = false;
  const load = Array.from({ length: atOnce }, async () => {
    while (!isOver) {
      const counted = tally;
      await signIn(relyingParty, citizens.next(), citizens.password).then(
        () => {
          counted.through += 1;
        },
        (error: Error) => counted.failures.push(error.message.slice(0, 300)),
      );
      await delay(150);
    }
  });
  const phases: [string, Tally, number][] = [];
  async function during(name: string, work: () => Promise<unknown>): Promise<void> {
    tally = emptyTally();
    const began = performance.now();
    await work();
    await delay(2000);
    phases.push([name, tally, (performance.now() - began) / 1000]);
    console.error(`rolling: ${name}`);
  }
  const turnAll = async (release: string): Promise<void> => {
    for (const machine of machines) {
      await machine.turnTo(release);
    }
  };
  await during('at rest', () => delay(5000));
  await during('back to the last release', () => turnAll(last));
  await during('on to this build', () => turnAll(thisBuild));
  await during('one machine drained and gone', async () => {
    machines[0]?.supervisor.kill('SIGTERM');
    await once(machines[0]?.supervisor as ChildProcess, 'exit');
  });
  let killed = 0;
  await during('the master killed', async () => {
    killed = await group.killMaster();
    await delay(12_000);
  });
  await during('it comes back as a replica', () => group.restart(killed));
  isOver = true;
  await Promise.all(load);
  return phases;
}

const { values } = parseArgs({ options: { last: { type: 'string' } } });
if (!values.last) {
  console.error('rolling: --last <directory dist/ of the last release>');
  process.exit(2);
}
try {
  for (const [name, { through, toldToWait, failures, said }, seconds] of await measure(
    resolve(values.last),
  )) {
    const counts = [`${through} through`, `${toldToWait} told to wait`, `${failures.length} failed`];
    console.log(`${name.padEnd(32)} ${seconds.toFixed(0).padStart(4)} s  ${counts.join(', ')}`);
    for (const failure of failures.slice(0, 3)) {
      console.log(`    failed: ${failure.split('\n')[0]}`);
    }
    for (const [sentence, times] of said) {
      console.log(`    ${times} × ${sentence}`);
    }
    process.exitCode ||= failures.length > 0 ? 1 : 0;
  }
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  for (const undo of undos.splice(0).reverse()) {
    await Promise.resolve(undo());
  }
  process.exit();
}
