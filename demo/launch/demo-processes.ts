/** The processes of the demo: each writes a log of its own, and is stopped before what it needs. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

export interface DemoProcess {
  /** As people know it: “the provider”. */
  readonly name: string;
  readonly log: string;
  /** Settles with how it ended, in words. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
  /** At once, without asking. */
  kill(): void;
}

export interface DemoCommand {
  readonly name: string;
  readonly log: string;
  readonly directory: string;
  /** A script and its arguments. */
  readonly script: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Given to every process to load first: when the demo is gone, however it went, its end of the pipe is closed and they
 * stop by themselves.
 */
const leash = 'process.stdin.on("end", () => process.kill(process.pid, "SIGTERM")).resume().unref()';

const patienceInMilliseconds = 12_000;
const startInMilliseconds = 60_000;
const linesOfLog = 15;

export function startDemoProcess({ name, log, directory, script, environment }: DemoCommand): DemoProcess {
  const output = openSync(log, 'w', 0o600);
  // Detached: Ctrl-C reaches the demo alone, which then stops each in its turn.
  const options = [`--import=data:text/javascript,${encodeURIComponent(leash)}`];
  const child = spawn(process.execPath, [...options, ...script], {
    cwd: directory,
    env: environment,
    stdio: ['pipe', output, output],
    detached: true,
  });
  const ended = endOf(child);
  return { name, log, ended, stop: () => stop(child, ended), kill: () => killGroup(child) };
}

/** Waits until `address` answers 200. @throws Error when the process ends first, or a minute is not enough. */
export async function untilItAnswers(
  child: DemoProcess,
  address: string,
  stopped: AbortSignal,
  ask: Ask = askByFetch,
): Promise<void> {
  const deadline = AbortSignal.timeout(startInMilliseconds);
  const over = AbortSignal.any([deadline, stopped]);
  const failure = child.ended.then((how) => {
    throw new Error(`${child.name} ${how} before it was ready.\n${endOfLog(child)}`);
  });
  await Promise.race([failure, answer(address, over, ask)]);
  if (deadline.aborted) {
    throw new Error(`${child.name} did not become ready in a minute.\n${endOfLog(child)}`);
  }
}

export function endOfLog({ log }: DemoProcess): string {
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
  return [`The end of ${log}:`, ...lines.slice(-linesOfLog)].join('\n  ');
}

/** @returns true when it answered 200 */
type Ask = (address: string) => Promise<boolean>;

async function answer(address: string, over: AbortSignal, ask: Ask): Promise<void> {
  while (!over.aborted) {
    if (await ask(address)) {
      return;
    }
    await delay(150);
  }
}

function askByFetch(address: string): Promise<boolean> {
  return fetch(address, { signal: AbortSignal.timeout(2000) }).then(
    (response) => response.ok,
    () => false,
  );
}

async function endOf(child: ChildProcess): Promise<string> {
  try {
    const [code, signal] = await once(child, 'exit');
    return signal ? `was ended by ${signal}` : `ended with exit code ${code}`;
  } catch (error) {
    return `could not be started (${error instanceof Error ? error.message : error})`;
  }
}

async function stop(child: ChildProcess, ended: Promise<string>): Promise<void> {
  child.kill('SIGTERM');
  const patience = new AbortController();
  const tooLong = delay(patienceInMilliseconds, undefined, { signal: patience.signal }).then(
    () => killGroup(child),
    () => {},
  );
  await Promise.race([ended, tooLong]);
  patience.abort();
  await ended;
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It ended by itself meanwhile.
  }
}
