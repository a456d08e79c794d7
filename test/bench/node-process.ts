/** The processes of a bench: each a Node of its own with a log of its own, stopped by its pid, and gone when the bench is gone. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface NodeProcess {
  readonly pid: number;
  /** Rejects with the end of the log when the process ends. */
  readonly failure: Promise<never>;
  /** Sends a message and waits for the answer. @throws `failure` */
  ask<Answer>(message: object, signal: AbortSignal): Promise<Answer>;
  /** Waits until `address` answers 200. @throws `failure` */
  untilItAnswers(address: string, signal: AbortSignal): Promise<void>;
  /** For a program that ends by itself. @throws an error with the end of the log when it ended otherwise than with `exitCode`, or 0. */
  untilItEnds(signal: AbortSignal, exitCode?: number): Promise<void>;
  stop(): Promise<void>;
}

export interface NodeCommand {
  readonly script: string;
  readonly args?: readonly string[];
  readonly log: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly nodeOptions?: readonly string[];
}

/** Loaded first by every process: when the bench is gone, however it went, they stop by themselves. */
const leash = 'process.on("disconnect", () => process.kill(process.pid, "SIGTERM"))';
const patienceInMilliseconds = 15_000;

/** The process knows nothing of this shell but where programs are. */
export function startNodeProcess({
  script,
  args = [],
  log,
  environment,
  nodeOptions = [],
}: NodeCommand): NodeProcess {
  const output = openSync(log, 'a', 0o600);
  // Detached: Ctrl-C reaches the bench alone, which then stops each in its turn.
  const child = fork(script, args, {
    execArgv: [`--import=data:text/javascript,${encodeURIComponent(leash)}`, ...nodeOptions],
    env: { PATH: process.env.PATH, NODE_ENV: 'production', ...environment },
    stdio: ['ignore', output, output, 'ipc'],
    detached: true,
  });
  closeSync(output);
  const ended = once(child, 'exit');
  const failure = ended.then((how): never => {
    throw new Error(`${basename(script)} ended (${how.join(' ').trim()}).\n${endOfLog(log)}`);
  });
  failure.catch(() => {});

  return {
    pid: child.pid ?? 0,
    failure,
    async ask<Answer>(message: object, signal: AbortSignal) {
      child.send(message);
      const [answer] = await Promise.race([once(child, 'message', { signal }), failure]);
      return answer as Answer;
    },
    untilItAnswers: (address, signal) => Promise.race([answers(address, signal), failure]),
    async untilItEnds(signal, exitCode = 0) {
      const over = once(signal, 'abort').then(() => signal.throwIfAborted());
      // It may come long after the program has ended, when nobody waits here any more.
      over.catch(() => {});
      await Promise.race([ended, over]);
      if (child.exitCode !== exitCode) {
        await failure;
      }
    },
    stop: () => stop(child, ended),
  };
}

export interface CommandRun extends Usage {
  readonly seconds: number;
  /** What it said, on both ways. */
  readonly outputFile: string;
}

const lastWords = import.meta.resolve('./last-words.ts');
let runs = 0;

/** A command from its start to its end. @throws an error with the end of what it said when it ended otherwise than with 0 */
export async function runToEnd(
  { script, args, environment }: Omit<NodeCommand, 'log' | 'nodeOptions'>,
  directory: string,
  { signal, onStop }: { readonly signal: AbortSignal; readonly onStop: (undo: () => unknown) => void },
): Promise<CommandRun> {
  runs += 1;
  const outputFile = join(directory, `command-${runs}.log`);
  const usageFile = join(directory, `command-${runs}.json`);
  const began = performance.now();
  const command = startNodeProcess({
    script,
    ...(args && { args }),
    environment: { ...environment, BENCH_USAGE_FILE: usageFile },
    nodeOptions: [`--import=${lastWords}`],
    log: outputFile,
  });
  onStop(command.stop);
  await command.untilItEnds(signal);
  const usage = JSON.parse(readFileSync(usageFile, 'utf8')) as Usage;
  return { ...usage, seconds: (performance.now() - began) / 1000, outputFile };
}

async function answers(address: string, signal: AbortSignal): Promise<void> {
  const over = AbortSignal.any([signal, AbortSignal.timeout(patienceInMilliseconds)]);
  for (;;) {
    over.throwIfAborted();
    const isReady = await fetch(address).then(
      (response) => response.ok,
      () => false,
    );
    if (isReady) {
      return;
    }
    await delay(50);
  }
}

async function stop(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  child.kill('SIGTERM');
  const tooLong = setTimeout(() => child.kill('SIGKILL'), patienceInMilliseconds);
  await ended;
  clearTimeout(tooLong);
}

function endOfLog(log: string): string {
  return readFileSync(log, 'utf8').trimEnd().split('\n').slice(-15).join('\n');
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

export interface Usage {
  /** User and system time since the process began. */
  readonly cpuSeconds: number;
  readonly peakMemoryInMiB: number;
}

/** Linux counts CPU time for programs in hundredths of a second (proc(5), sysconf(_SC_CLK_TCK)). */
const ticksPerSecond = 100;

/** NaN where there is no /proc. */
export function usageOf(pid: number): Usage {
  if (process.platform !== 'linux') {
    return { cpuSeconds: Number.NaN, peakMemoryInMiB: Number.NaN };
  }
  // The second field is the program's name in brackets and may hold anything; utime and stime are fields 14 and 15.
  const [, afterName = ''] = /^.*\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
  const [userTicks, systemTicks] = afterName.split(' ').slice(11, 13).map(Number);
  const [, peak] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return {
    cpuSeconds: ((userTicks ?? Number.NaN) + (systemTicks ?? Number.NaN)) / ticksPerSecond,
    peakMemoryInMiB: Number(peak) / 1024,
  };
}
