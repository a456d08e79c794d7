/**
 * A node for each core of a machine, behind one port: dist/supervisor.js instead of dist/main.js. Decision 70.
 *
 * SIGHUP replaces them one by one, by what then lies at the path that the supervisor was started from; SIGTERM drains all and ends.
 */
import cluster, { type Worker } from 'node:cluster';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { realpathSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Of a node that died: doubled each time, until one has lived a minute. */
const pause = { shortest: 500, longest: 30_000, livedLongEnough: 60_000 };
/** A new node that does not listen by then is not waited for: an old one goes on in its place. */
const longestStart = 60_000;
/** A node drains for ten seconds (drainInMilliseconds); whatever holds one longer is ended. */
const longestDrain = 15_000;
const mostProcesses = 64;

interface Slot {
  readonly index: number;
  worker: Worker | undefined;
  /** In milliseconds, before the next start. */
  pause: number;
}

const [, program = ''] = process.argv;
/** As it was named, and not where a symbolic link led then: a new release is another target of that link. */
const nodeProgram = join(dirname(program), `main${extname(program)}`);
/** Where it was started in the release itself, nodes are started in the release of then: the former one may be gone, and nothing starts in what is gone. */
const release = dirname(dirname(program));
const startedIn = realpathSync(release) === process.cwd() ? { cwd: release } : {};
let isStopping = false;
let isReplacing = false;
let isReplacementAsked = false;

function say(level: 'info' | 'warn' | 'error', about: Record<string, unknown>, msg: string): void {
  const time = new Date().toISOString();
  process.stdout.write(`${JSON.stringify({ level, time, supervisor: process.pid, ...about, msg })}\n`);
}

// A disk that is full, or a reader that is gone: what is said is lost, and those who serve are not.
process.stdout.on('error', () => {});

function fail(sentence: string): never {
  process.stderr.write(`kapu: ${sentence}\n`);
  process.exit(1);
}

function numberOfProcesses(): number {
  const { KAPU_PROCESSES: given } = process.env;
  const number = given === undefined ? availableParallelism() : Number(given);
  if (!Number.isInteger(number) || number < 1 || number > mostProcesses) {
    fail(`KAPU_PROCESSES: must be a whole number from 1 to ${mostProcesses}`);
  }
  if (!process.env.KAPU_REDIS_URL) {
    fail('KAPU_REDIS_URL: several processes share one Redis; name it, since each would keep its own');
  }
  // Ours alone: an older release, which is gone back to, refuses variables that it does not know.
  delete process.env.KAPU_PROCESSES;
  return number;
}

/** By which processes know each other: what one asks at the port that all share, another may answer (observability/own-requests.ts). */
const ownRequestSecret = randomBytes(32).toString('base64url');

/** The port that is told is counted up, so that Prometheus asks every process. */
function environmentOf({ index }: Slot): Record<string, string> {
  const { KAPU_METRICS_PORT: first } = process.env;
  return {
    OWN_REQUEST_SECRET: ownRequestSecret,
    ...(first && { KAPU_METRICS_PORT: String(Number(first) + index) }),
  };
}

/** @returns the node when it listens, or undefined when it ended, or was ended, before */
async function startNode(slot: Slot): Promise<Worker | undefined> {
  const environment = environmentOf(slot);
  const worker = cluster.fork(environment);
  const listening = new Promise<true>((resolve) => {
    // Node.js tells it, so that a release which knows nothing of a supervisor can be gone back to.
    worker.on('listening', ({ port }) => String(port) !== environment.KAPU_METRICS_PORT && resolve(true));
  });
  const gone = once(worker, 'exit').then(() => false as const);
  const late = new AbortController();
  const tooLate = delay(longestStart, false as const, { signal: late.signal }).catch(() => false as const);
  const isUp = await Promise.race([listening, gone, tooLate]);
  late.abort();
  if (!isUp) {
    worker.process.kill('SIGKILL');
    return undefined;
  }
  say('info', { process: slot.index, pid: worker.process.pid }, 'a process serves');
  return worker;
}

/** A place has one process. Of two, where one died while it was replaced, the one that was begun last stays: the other may be of an older release. */
async function put(slot: Slot, worker: Worker): Promise<void> {
  const before = slot.worker;
  if (before && before.id > worker.id) {
    return drain(worker);
  }
  const since = Date.now();
  slot.worker = worker;
  worker.once('exit', (code, signal) => {
    if (isStopping || slot.worker !== worker) {
      return;
    }
    if (Date.now() - since > pause.livedLongEnough) {
      slot.pause = pause.shortest;
    }
    say('error', { process: slot.index, pid: worker.process.pid, code, signal }, 'a process died');
    slot.worker = undefined;
    void startAnew(slot);
  });
  await (before && drain(before));
}

async function startAnew(slot: Slot): Promise<void> {
  while (!isStopping && !slot.worker) {
    const milliseconds = slot.pause;
    slot.pause = Math.min(milliseconds * 2, pause.longest);
    say('warn', { process: slot.index, milliseconds }, 'a process is started after a pause');
    await delay(milliseconds);
    // A replacement may have filled the place meanwhile.
    const worker = isStopping || slot.worker ? undefined : await startNode(slot);
    if (worker && isStopping) {
      worker.process.kill('SIGTERM');
    } else if (worker) {
      await put(slot, worker);
    }
  }
}

async function drain(worker: Worker): Promise<void> {
  if (worker.isDead()) {
    return;
  }
  const exited = once(worker, 'exit');
  worker.process.kill('SIGTERM');
  const tooLong = setTimeout(() => worker.process.kill('SIGKILL'), longestDrain);
  await exited;
  clearTimeout(tooLong);
}

/** The new one serves before the old one drains; also where one is just being started anew. What does not start leaves the rest as it was. */
async function replaceAll(slots: readonly Slot[]): Promise<void> {
  for (const slot of slots) {
    const worker = isStopping ? undefined : await startNode(slot);
    if (isStopping) {
      worker?.process.kill('SIGTERM');
      return;
    }
    if (!worker) {
      say('error', { process: slot.index }, 'a new process did not start; the old ones go on');
      return;
    }
    await put(slot, worker);
  }
  say('info', {}, 'all processes were replaced');
}

/** Asked for while it goes on, it is done once more: what came in between may be newer still. */
async function replaceSoon(slots: readonly Slot[]): Promise<void> {
  isReplacementAsked = true;
  if (isReplacing) {
    return;
  }
  isReplacing = true;
  while (isReplacementAsked && !isStopping) {
    isReplacementAsked = false;
    await replaceAll(slots);
  }
  isReplacing = false;
}

async function stop(): Promise<never> {
  isStopping = true;
  await Promise.all(Object.values(cluster.workers ?? {}).map((worker) => worker && drain(worker)));
  process.exit(0);
}

const slots = Array.from(
  { length: numberOfProcesses() },
  (_, index): Slot => ({ index, worker: undefined, pause: pause.shortest }),
);
// One socket that all take connections from: handed on by one process, or bound by each, connections are lost in a drain.
cluster.schedulingPolicy = cluster.SCHED_NONE;
cluster.setupPrimary({ exec: nodeProgram, ...startedIn });
if (process.env.KAPU_SOCKET) {
  // It is made here, by this mask, before the node that asked for it gives it the mode that it is to have.
  process.umask(process.umask() | 0o007);
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => void stop());
}
process.on('SIGHUP', () => void replaceSoon(slots));

for (const slot of slots) {
  const worker = isStopping ? undefined : await startNode(slot);
  if (worker) {
    await put(slot, worker);
  } else if (!isStopping && slot.index === 0) {
    // It has said itself what is wrong, and the next one would say the same.
    process.exit(1);
  } else if (!isStopping) {
    void startAnew(slot);
  }
}
