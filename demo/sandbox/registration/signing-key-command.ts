/**
 * The operator's part of a fault: a new EdDSA key in the place of the one that signs, by the program `kapu keys`. In the demo only
 * the sandbox has tokens signed by it, so that nobody else's are worth less.
 */
import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

/** Runs `kapu keys` with these arguments and gives back what it prints. */
export type KeysCommand = (...args: string[]) => Promise<string>;

const algorithm = 'EdDSA';
const patienceInMilliseconds = 20_000;
/** Every node follows within a second. */
const untilNodesKnowInMilliseconds = 1000;

/** @param words the program and its first arguments */
export function keysCommand([program = '', ...words]: readonly string[]): KeysCommand {
  const run = promisify(execFile);
  return async (...args) => {
    const { stdout } = await run(program, [...words, ...args], { timeout: patienceInMilliseconds });
    return stdout;
  };
}

export function createReplaceSigningKey(keys: KeysCommand): () => Promise<void> {
  /** One at a time: two at once would withdraw each other's key. */
  let underWay: Promise<unknown> = Promise.resolve();

  async function replace(): Promise<void> {
    // A new key changes nothing about which one signs, so both may run at once.
    const [listed] = await Promise.all([keys('list'), keys('rotate', '--alg', algorithm)]);
    const lines = listed.split('\n').map((line) => line.split('\t'));
    const signing = lines.find(([alg, , state]) => alg === algorithm && state === 'signing');
    if (signing?.[1]) {
      await keys('retire', signing[1]);
    }
    await delay(untilNodesKnowInMilliseconds);
  }

  return () => {
    const mine = underWay.then(replace);
    underWay = mine.catch(() => {});
    return mine;
  };
}
