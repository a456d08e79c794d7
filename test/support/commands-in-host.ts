/** Commands of `kapu` whose output, code and records alone are the subject: given in a process that has loaded the program already. */
import { type ChildProcess, fork } from 'node:child_process';
import { resolve } from 'node:path';
import { bareEnvironment } from './bare-environment.ts';
import type { Finished, Given } from './given-command.ts';

const program = resolve(import.meta.dirname, 'commands-process.ts');
let host: ChildProcess | undefined;
let isBusy = false;

/** @returns undefined while another command runs there: two at once are two processes */
export function runInHost(given: Given, execArgv: readonly string[]): Promise<Finished> | undefined {
  if (isBusy) {
    return undefined;
  }
  isBusy = true;
  host ??= startHost(execArgv);
  return ask(host, given).finally(() => {
    isBusy = false;
  });
}

function startHost(execArgv: readonly string[]): ChildProcess {
  const child = fork(program, {
    execArgv: [...execArgv],
    env: bareEnvironment(),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  child.once('exit', () => {
    host = undefined;
  });
  return child;
}

/** While nothing is asked of it, the worker need not wait for it. */
function ask(child: ChildProcess, given: Given): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      child.off('message', onMessage);
      child.off('exit', onExit);
      child.unref();
      child.channel?.unref();
    };
    const onMessage = (finished: unknown): void => {
      settle();
      resolve(finished as Finished);
    };
    const onExit = (code: number | null): void => {
      settle();
      reject(new Error(`the process in which commands are given ended with ${code}`));
    };
    child.ref();
    child.channel?.ref();
    child.once('message', onMessage);
    child.once('exit', onExit);
    child.send(given);
  });
}
