/** What a node is started with, and how far its heap grows before it is collected (decision 80): a real node. Needs scripts/build. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { bareEnvironment } from '../support/bare-environment.ts';
import { builtNode } from '../support/built.ts';
import {
  layOutWorkplace,
  type RealRedis,
  startRealRedis,
  type Workplace,
} from '../support/started-for-real.ts';

const root = resolve(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(resolve(root, path), 'utf8');
const switchesIn = (words: readonly string[]): string[] => words.filter((word) => word.startsWith('--'));

const startWords = (JSON.parse(read('package.json')) as { scripts: { start: string } }).scripts.start.split(
  ' ',
);
const switches = switchesIn(startWords);

let redis: RealRedis;
let workplace: Workplace;
let node: ChildProcess | undefined;

beforeAll(async () => {
  redis = await startRealRedis();
  workplace = layOutWorkplace();
});

afterAll(async () => {
  if (node && node.exitCode === null && node.signalCode === null) {
    const exited = once(node, 'exit');
    node.kill('SIGTERM');
    await exited;
  }
  await redis.stop();
  workplace.remove();
});

it('a node is given the same switches and the same allocator however it is started', () => {
  const containerfile = read('deploy/Containerfile');
  const unit = read('deploy/systemd/kapu.service');
  const [, image = '[]'] = /^CMD (\[.*\])$/m.exec(containerfile) ?? [];
  const [, service = ''] = /^ExecStart=(.*)$/m.exec(unit) ?? [];
  const { 'x-kapu': composed } = parse(read('deploy/compose/compose.yaml'), { merge: true }) as {
    'x-kapu': { command: string[] };
  };
  for (const words of [JSON.parse(image) as string[], service.split(' '), composed.command]) {
    expect(switchesIn(words)).toEqual(switches);
  }
  // compose takes the environment of the image.
  const [allocator = ''] = startWords;
  expect(containerfile).toContain(` ${allocator} `);
  expect(unit).toContain(`\nEnvironment=${allocator}\n`);
  expect(read('docs/operators.md')).toContain(switches.join(' '));
});

/**
 * Loaded before the node: keeps something large, and when it is told makes what lives long enough to leave the young generation, as requests
 * do that wait for a hash. Says what is in the old one, before and at most.
 */
const load = `
  import { getHeapSpaceStatistics } from 'node:v8';
  const kept = Array.from({ length: 400_000 }, (_, nth) => ({ nth, beside: {} }));
  const oldGeneration = () => getHeapSpaceStatistics()
    .filter(({ space_name }) => /^(old|large_object)_space$/.test(space_name))
    .reduce((sum, { space_used_size }) => sum + space_used_size, 0);
  process.on('SIGUSR2', async () => {
    const before = oldGeneration();
    const waiting = new Array(40_000);
    let most = before;
    for (let nth = 0; nth < 3_000_000; nth += 1) {
      waiting[nth % waiting.length] = { nth, beside: [nth], text: String(nth) };
      if (nth % 5000 === 0) {
        most = Math.max(most, oldGeneration());
        await new Promise(setImmediate);
      }
    }
    process.stdout.write(JSON.stringify({ msg: 'loaded', before, most, kept: kept.length }) + '\\n');
  });
`;

it('a heap is collected before it is several times what is in use, whatever lives as long as a sign-in waits', async () => {
  node = spawn(
    process.execPath,
    [...switches, `--import=data:text/javascript,${encodeURIComponent(load)}`, builtNode],
    {
      env: bareEnvironment({
        ...workplace.environment,
        KAPU_REDIS_URL: `redis://admin:admin@127.0.0.1:${redis.port}/0`,
      }),
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const said = createInterface({ input: node.stdout as NodeJS.ReadableStream });
  for await (const line of said) {
    const { msg, before, most } = JSON.parse(line) as { msg: string; before: number; most: number };
    if (msg === 'listening') {
      node.kill('SIGUSR2');
    } else if (msg === 'loaded') {
      expect(most / before).toBeGreaterThan(1);
      expect(most / before).toBeLessThan(2.5);
      return;
    }
  }
  throw new Error('the node ended');
});
