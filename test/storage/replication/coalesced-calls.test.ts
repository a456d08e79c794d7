import { expect, it } from '@jest/globals';
import { coalesceCalls } from '../../../src/storage/replication/coalesced-calls.ts';

/** A question that is answered when the test says so. */
function question() {
  const rounds: PromiseWithResolvers<void>[] = [];
  const ask = coalesceCalls(() => {
    const round = Promise.withResolvers<void>();
    rounds.push(round);
    return round.promise;
  });
  return { ask, rounds };
}

const aMoment = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('whoever asks at once shares a round; whoever asks while it is under way shares the next', async () => {
  const { ask, rounds } = question();
  const answered: string[] = [];
  const early = ['a', 'b'].map((who) => ask().then(() => answered.push(who)));
  await aMoment();
  const late = ['c', 'd', 'e'].map((who) => ask().then(() => answered.push(who)));
  await aMoment();
  expect(rounds.length).toBe(1);

  rounds[0]?.resolve();
  await Promise.all(early);
  await aMoment();
  expect([answered, rounds.length]).toEqual([['a', 'b'], 2]);

  rounds[1]?.resolve();
  await Promise.all(late);
  expect([answered.length, rounds.length]).toEqual([5, 2]);
});

it('a round that fails, fails for those who shared it, and the next begins all the same', async () => {
  const { ask, rounds } = question();
  const failing = [ask(), ask()];
  await aMoment();
  const next = ask();
  rounds[0]?.reject(new Error('no replica'));
  for (const { status } of await Promise.allSettled(failing)) {
    expect(status).toBe('rejected');
  }
  await aMoment();
  rounds[1]?.resolve();
  await expect(next).resolves.toBeUndefined();
});
