/** A node that is told to stop while it starts: it ends at once, as one that serves does, takes its Redis along, and the next start finds nothing half made. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { isListening } from '../../src/storage/connection/unix-socket.ts';
import { bareEnvironment } from '../support/bare-environment.ts';
import { builtKapu, builtNode } from '../support/built.ts';
import { layOutWorkplace, type Workplace } from '../support/started-for-real.ts';

/** On a busy machine. */
const longestInMilliseconds = 60_000;

let place: Workplace;
const started: ChildProcess[] = [];

beforeEach(() => {
  place = layOutWorkplace();
});

afterEach(async () => {
  await Promise.all(
    started.splice(0).map(async (child) => {
      if (child.exitCode === null && child.signalCode === null) {
        const exited = once(child, 'exit');
        child.kill('SIGTERM');
        await exited;
      }
    }),
  );
  place.remove();
});

const dataFile = (name: string): string => join(place.environment.KAPU_DATA_DIR ?? '', name);
const redisSocket = (): string => dataFile('redis/redis.sock');
const installationId = (): string => dataFile('installation-id');

function start(...program: string[]): ChildProcess {
  const child = spawn(process.execPath, program, {
    env: bareEnvironment(place.environment),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  started.push(child);
  return child;
}

async function untilItListens(node: ChildProcess): Promise<void> {
  for await (const chunk of node.stdout ?? []) {
    if (String(chunk).includes('"listening"')) {
      return;
    }
  }
  throw new Error('the node ended');
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + longestInMilliseconds;
  while (!(await holds())) {
    if (performance.now() > end) {
      throw new Error(`not so by now: ${holds}`);
    }
    await delay(2);
  }
}

async function ended(child: ChildProcess): Promise<[code: number | null, signal: NodeJS.Signals | null]> {
  const [code, signal] = await once(child, 'exit');
  return [code, signal];
}

it.each([
  ['Redis was begun', () => existsSync(dataFile('redis/appendonlydir'))],
  ['Redis listens', () => isListening(redisSocket())],
  ['it knows which installation it is of', () => existsSync(installationId())],
])('once %s', async (_, isThere) => {
  const node = start(builtNode);
  await until(isThere);
  const end = ended(node);
  node.kill('SIGTERM');
  expect(await end).toEqual([0, null]);
  await until(async () => !(await isListening(redisSocket())));

  const next = start(builtNode);
  await untilItListens(next);
  next.kill('SIGTERM');
  expect(await ended(next)).toEqual([0, null]);
  expect(await isListening(redisSocket())).toBe(false);
});

it('a command that is broken off takes the Redis along that it started', async () => {
  const command = start(builtKapu, 'accounts', 'list');
  await until(() => isListening(redisSocket()));
  const end = ended(command);
  command.kill('SIGHUP');
  await end;
  await until(async () => !(await isListening(redisSocket())));
});

it('a node that came beside such a command keeps the Redis that the command started, and takes it along itself', async () => {
  const citizens = join(place.directory, 'citizens.ndjson');
  execFileSync('mkfifo', [citizens]);
  const command = start(builtKapu, 'accounts', 'import', citizens);
  await until(() => isListening(redisSocket()));
  const node = start(builtNode);
  await untilItListens(node);

  const end = ended(command);
  command.kill('SIGHUP');
  expect(await end).toEqual([null, 'SIGHUP']);
  // Redis that was told to stop is gone within a tenth of a second.
  await delay(500);
  expect(await isListening(redisSocket())).toBe(true);

  const endOfNode = ended(node);
  node.kill('SIGTERM');
  expect(await endOfNode).toEqual([0, null]);
  await until(async () => !(await isListening(redisSocket())));
});

it('an id that was broken off while it was written says nothing, and is written anew', async () => {
  mkdirSync(dataFile('.'), { recursive: true });
  writeFileSync(installationId(), '');
  await untilItListens(start(builtNode));
  expect(readFileSync(installationId(), 'utf8')).toMatch(/^[\w-]{8,}\n$/);
});
