import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { createAskDictionaries } from '../../../src/accounts/password/dictionaries/opinion.ts';

const chosen = { password: 'szerelem', personalWords: [], rest: undefined };

it('questions at one time are each answered with their own opinion', async () => {
  const ask = createAskDictionaries();
  const opinions = await Promise.all([
    ask({ password: 'PASSWORD1', personalWords: [], rest: undefined }),
    ask({ password: 'tizenkét piros esernyő', personalWords: [], rest: 'anna' }),
    ask({ password: 'Budapest1', personalWords: ['budapest'], rest: '' }),
  ]);
  expect(opinions).toMatchObject([
    { isMostUsed: true, strengthOfRest: undefined },
    { isMostUsed: false, strength: { score: 4 }, strengthOfRest: { score: 0, weakness: expect.any(String) } },
    { isMostUsed: false, strength: { weakness: 'personal' } },
  ]);
});

it('they go when nobody asks, and come again', async () => {
  const threads = (): number =>
    process.getActiveResourcesInfo().filter((kind) => kind === 'MessagePort').length;
  const before = threads();
  const ask = createAskDictionaries(1);
  const first = ask(chosen);
  expect(threads()).toBeGreaterThan(before);
  const opinion = await first;
  while (threads() > before) {
    await delay(5);
  }
  expect(await ask(chosen)).toEqual(opinion);
});
