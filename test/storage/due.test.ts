import { Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createLogger } from '../../src/observability/logger.ts';
import { eachInTurn } from '../../src/storage/due/each-in-turn.ts';
import { runTask, startTask } from '../../src/storage/due/task.ts';
import { startMetrics, type WatchedMetrics } from '../support/metrics.ts';

let watched: WatchedMetrics;
let lines: string[];

beforeAll(async () => {
  watched = await startMetrics();
});

afterAll(() => watched.stop());

function listeningLogger() {
  lines = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  return createLogger('warn', stream);
}

const runs = (outcome: 'done' | 'failed' | 'store-away'): Promise<number> =>
  watched.sumOf('kapu_task_runs_total', { task: 'erasure', outcome });

it('a run in which one thing failed has failed, as the metrics and the log say, by name and without secrets', async () => {
  const done: number[] = [];
  const work = async (item: number): Promise<void> => {
    if (item === 2) {
      const command = { name: 'hset', args: ['titok'] };
      throw Object.assign(new Error('ERR no, with args beginning with: `titok`'), { command });
    }
    done.push(item);
  };
  const logger = listeningLogger();
  const before = await runs('failed');
  expect(await runTask('erasure', () => eachInTurn([1, 2, 3], String, work), logger)).toBe(false);
  expect(done).toEqual([1, 3]);
  expect(await runs('failed')).toBe(before + 1);
  expect(lines.join('')).toMatch(
    /"level":"error".*"task":"erasure".*1 of 3 could not be done.*not done: 2.*ERR no/,
  );
  expect(lines.join('')).not.toContain('titok');

  expect(await runTask('erasure', async () => {}, logger)).toBe(true);
  expect(await runs('done')).toBe(1);
  expect(lines).toHaveLength(1);
});

it('while Redis is away a run comes to nothing, and is no fault of its own, as the alarm of tasks counts them', async () => {
  const logger = listeningLogger();
  const away = (): Promise<never> => Promise.reject(new Error('Connection is closed.'));
  const before = [await runs('failed'), await runs('store-away')];
  expect(await runTask('erasure', away, logger)).toBe(false);
  expect([await runs('failed'), await runs('store-away')]).toEqual([before[0], (before[1] ?? 0) + 1]);
  expect(lines.join('')).toMatch(/^{"level":"warn".*"task":"erasure".*"reason":"Redis is away: /);
});

it('a task goes on after a run that failed, is not overtaken by itself, and stops', async () => {
  let [begun, ended] = [0, 0];
  const stop = startTask(
    'desk requests',
    5,
    async () => {
      begun += 1;
      expect(begun - ended).toBe(1);
      await delay(20);
      ended += 1;
      throw new Error('away');
    },
    listeningLogger(),
  );
  while (ended < 3) {
    await delay(5);
  }
  stop();
  while (ended < begun) {
    await delay(5);
  }
  await delay(50);
  expect([begun, lines.length]).toEqual([ended, ended]);
  expect(lines.every((line) => line.includes('"message":"away"'))).toBe(true);
});
