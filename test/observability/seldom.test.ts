import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { sayingSeldom } from '../../src/observability/seldom.ts';

const { setTimeout: real } = globalThis;
let due: (() => void)[];
let said: [string, number][];

beforeEach(() => {
  due = [];
  said = [];
  globalThis.setTimeout = ((task: () => void) => {
    due.push(task);
    return { unref: () => undefined };
  }) as never;
});

afterEach(() => {
  globalThis.setTimeout = real;
});

/** The time that lies between two lines goes by. */
function pass(): void {
  for (const task of due.splice(0)) {
    task();
  }
}

it('what happens once is said once', () => {
  const note = sayingSeldom((what, times) => said.push([what, times]));
  note('too many requests wait');
  pass();
  expect(said).toEqual([['too many requests wait', 1]]);
});

it('what happens a thousand times in a moment is said at once, and then how often, each kind by itself', () => {
  const note = sayingSeldom((what, times) => said.push([what, times]));
  for (let time = 0; time < 1000; time += 1) {
    note('too many requests wait');
  }
  note('too many passwords wait');
  expect(said).toEqual([
    ['too many requests wait', 1],
    ['too many passwords wait', 1],
  ]);
  pass();
  expect(said.at(-1)).toEqual(['too many requests wait', 999]);
  note('too many requests wait');
  // While it lasts, too: a line each time that it goes by.
  expect(said).toHaveLength(3);
  pass();
  expect(said.slice(3)).toEqual([['too many requests wait', 1]]);
});

it('each line names one of those that it counts, and none where nobody asked', () => {
  const examples: [string, number, string | undefined][] = [];
  const note = sayingSeldom((...what) => examples.push(what));
  note('too many requests wait', 'first');
  note('too many requests wait', 'second');
  note('too many requests wait', 'third');
  note('our own port is not served');
  pass();
  pass();
  note('too many requests wait', 'fourth');
  expect(examples).toEqual([
    ['too many requests wait', 1, 'first'],
    ['our own port is not served', 1, undefined],
    ['too many requests wait', 2, 'third'],
    ['too many requests wait', 1, 'fourth'],
  ]);
});
