/** How many requests of people a node works on: by order, not by time. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Overloaded } from '../../src/errors.ts';
import { createRequestTurns, makeRoom, type RequestTurns } from '../../src/throttle/turns/request-turns.ts';

const neverGone = new AbortController().signal;
const stays = (): AbortSignal => neverGone;

let turns: RequestTurns;
/** Whose request was begun, in order. */
let begun: string[];
let refused: string[];
let underWay: Map<string, PromiseWithResolvers<void>>;

beforeEach(() => {
  turns = createRequestTurns({ atOnce: 2, mostWaiting: 4, longestInMilliseconds: 600_000 });
  begun = [];
  refused = [];
  underWay = new Map();
});

/** A request that is answered when `answer` says so. */
function ask(name: string, who: string, gone: () => AbortSignal = stays, isToHash = false): void {
  const work = async (): Promise<void> => {
    begun.push(name);
    if (isToHash) {
      await Promise.resolve();
      makeRoom();
      makeRoom();
    }
    const answered = Promise.withResolvers<void>();
    underWay.set(name, answered);
    await answered.promise;
  };
  turns.inTurn(who, gone, work).catch((error) => error instanceof Overloaded && refused.push(name));
}

async function answer(...names: string[]): Promise<void> {
  await settled();
  for (const name of names) {
    underWay.get(name)?.resolve();
    await settled();
  }
}

const settled = (): Promise<void> => new Promise(setImmediate);

describe('requests of people on one node', () => {
  it('are worked on so many at once, the others wait until one is answered', async () => {
    for (const name of ['a', 'b', 'c']) {
      ask(name, name);
    }
    await settled();
    expect(begun).toEqual(['a', 'b']);
    await answer('a');
    expect(begun).toEqual(['a', 'b', 'c']);
  });

  it('take turns by network, and the one with the most waiting makes room', async () => {
    for (const name of ['flood 1', 'flood 2', 'flood 3', 'flood 4', 'flood 5', 'flood 6', 'flood 7']) {
      ask(name, 'of the flood');
    }
    ask('one', 'elsewhere');
    await answer('flood 1', 'flood 2', 'flood 3', 'one');
    expect(refused).toEqual(['flood 7', 'flood 6']);
    expect(begun).toEqual(['flood 1', 'flood 2', 'flood 3', 'one', 'flood 4', 'flood 5']);
  });

  it('make room once when they stand in the line of hashes', async () => {
    ask('to hash', 'a', stays, true);
    ask('b', 'b');
    ask('c', 'c');
    ask('d', 'd');
    await settled();
    expect(begun).toEqual(['to hash', 'b', 'c']);
    await answer('to hash');
    expect(begun).toEqual(['to hash', 'b', 'c']);
    await answer('b');
    expect(begun).toEqual(['to hash', 'b', 'c', 'd']);
  });

  it('are not begun when their client has gone away meanwhile', async () => {
    const gone = new AbortController();
    ask('a', 'a');
    ask('b', 'b');
    ask('c', 'c', () => gone.signal);
    ask('d', 'd');
    await settled();
    gone.abort();
    await answer('a');
    expect(begun).toEqual(['a', 'b', 'd']);
  });

  it('make room after a while whatever they do, so that those that send slowly shut nobody out', async () => {
    turns = createRequestTurns({ atOnce: 1, mostWaiting: 4, longestInMilliseconds: 1 });
    const begunToo = Promise.withResolvers<void>();
    ask('slow', 'a');
    void turns.inTurn('b', stays, async () => begunToo.resolve());
    await begunToo.promise;
    expect(begun).toEqual(['slow']);
  });

  it('make room also when they fail', async () => {
    const failing = turns.inTurn('a', stays, () => Promise.reject(new Error('of the test')));
    await expect(failing).rejects.toThrow('of the test');
    ask('b', 'b');
    ask('c', 'c');
    await settled();
    expect(begun).toEqual(['b', 'c']);
  });
});
