/**
 * What the dictionaries say of a chosen password. They take 60 MB, half a second to load and some milliseconds a password, and few citizens
 * choose one: they are asked in a thread of their own, which is begun when it is needed and goes when it was not for a while.
 */
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { PasswordStrength } from './password-strength.ts';

export interface Chosen {
  readonly password: string;
  /** What acquaintances know. */
  readonly personalWords: readonly string[];
  /** The password without these words, where it has any of them. */
  readonly rest: string | undefined;
}

export interface Opinion {
  readonly isMostUsed: boolean;
  readonly strength: PasswordStrength;
  readonly strengthOfRest: PasswordStrength | undefined;
}

export type AskDictionaries = (chosen: Chosen) => Promise<Opinion>;

interface Waiting {
  readonly resolve: (opinion: Opinion) => void;
  readonly reject: (error: Error) => void;
}

const idleInMilliseconds = 60_000;

export function createAskDictionaries(idle = idleInMilliseconds): AskDictionaries {
  let thread: Thread | undefined;
  return (chosen) => {
    thread ??= beginThread(idle, () => {
      thread = undefined;
    });
    return thread.ask(chosen);
  };
}

interface Thread {
  ask(chosen: Chosen): Promise<Opinion>;
}

/** @param onEnd told when it takes no more questions */
function beginThread(idle: number, onEnd: () => void): Thread {
  const worker = new Worker(new URL(`./opinion-worker${extname(import.meta.url)}`, import.meta.url));
  // It answers in the order in which it is asked.
  const waiting: Waiting[] = [];
  let goes: NodeJS.Timeout | undefined;

  function end(error: Error): void {
    clearTimeout(goes);
    onEnd();
    for (const { reject } of waiting.splice(0)) {
      reject(error);
    }
    void worker.terminate();
  }

  function restWhenIdle(): void {
    if (waiting.length === 0) {
      // Nobody waits for an idle thread at the end of the process.
      worker.unref();
      goes = setTimeout(end, idle, new Error('idle')).unref();
    }
  }

  worker.on('message', (opinion: Opinion) => {
    waiting.shift()?.resolve(opinion);
    restWhenIdle();
  });
  worker.on('error', (error) => end(error as Error));

  return {
    ask: (chosen) =>
      new Promise((resolve, reject) => {
        clearTimeout(goes);
        worker.ref();
        waiting.push({ resolve, reject });
        worker.postMessage(chosen);
      }),
  };
}
