/** Commands of a recipe: each in a process group of its own, which is ended by its id whatever comes. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const groups = new Set<number>();

process.on('exit', () => {
  for (const group of groups) {
    signalGroup(group, 'SIGKILL');
  }
});

interface Command {
  readonly script: string;
  readonly directory: string;
  readonly log: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Running {
  /** Settles when it ends by itself. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

const longestInstallInMilliseconds = 20 * 60_000;
const patienceInMilliseconds = 10_000;

/** @throws Error with the end of its output unless it ends well */
export async function runToEnd(command: Command): Promise<void> {
  const child = start(command);
  const tooLong = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), longestInstallInMilliseconds);
  await once(child, 'exit');
  clearTimeout(tooLong);
  forget(child);
  if (child.exitCode !== 0) {
    throw new Error(endOf(command.log));
  }
}

export function keepRunning(command: Command): Running {
  const child = start(command);
  const exit = once(child, 'exit');
  return {
    ended: exit.then(() => {}),
    async stop() {
      signalGroup(child.pid, 'SIGTERM');
      await Promise.race([exit, delay(patienceInMilliseconds, undefined, { ref: false })]);
      forget(child);
    },
  };
}

export function endOf(log: string): string {
  return readFileSync(log, 'utf8').trim().split('\n').slice(-8).join('\n');
}

function start({ script, directory, log, environment = {} }: Command): ChildProcess {
  const output = openSync(log, 'w');
  const child = spawn('bash', ['-euo', 'pipefail', '-c', script], {
    cwd: directory,
    env: { ...process.env, ...environment },
    stdio: ['ignore', output, output],
    detached: true,
  });
  closeSync(output);
  if (child.pid !== undefined) {
    groups.add(child.pid);
  }
  return child;
}

function forget(child: ChildProcess): void {
  signalGroup(child.pid, 'SIGKILL');
  groups.delete(Number(child.pid));
}

function signalGroup(group: number | undefined, signal: NodeJS.Signals): void {
  try {
    if (group !== undefined) {
      process.kill(-group, signal);
    }
  } catch {
    // All of it ended by itself.
  }
}
