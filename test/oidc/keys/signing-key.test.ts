import { describe, expect, it } from '@jest/globals';
import {
  inOrderOfUse,
  type KeyTiming,
  type SigningKey,
  stateOf,
} from '../../../src/oidc/keys/signing-key.ts';

const timing: KeyTiming = {
  jwksMaxAgeInSeconds: 300,
  marginInSeconds: 60,
  signatureLifeInSeconds: 3600,
  lookEveryMilliseconds: 400,
};

const at = (seconds: number): Date => new Date(1_800_000_000_000 + seconds * 1000);

function key(kid: string, signsFrom: number, alg: SigningKey['alg'] = 'ES256'): SigningKey {
  return { kid, alg, madeAt: at(signsFrom - 360), signsFrom: at(signsFrom) };
}

describe('a key that is replaced at second 1000', () => {
  const keys = [key('old', 0), key('new', 1000), key('other', 1500, 'RS256')];

  it.each([
    [-0.001, 'published', 'published'],
    [0, 'signing', 'published'],
    [999.999, 'signing', 'published'],
    [1000, 'retired', 'signing'],
    [1000 + 3660 - 0.001, 'retired', 'signing'],
    [1000 + 3660, 'gone', 'signing'],
    [1e9, 'gone', 'signing'],
  ])('at second %d it is %s and its successor %s', (second, old, successor) => {
    const kinds = keys.slice(0, 2).map((one) => stateOf(one, keys, at(second), timing).kind);
    expect(kinds).toEqual([old, successor]);
  });

  it('always has exactly one that signs, whatever the order in which keys are kept', () => {
    for (const order of [keys, keys.toReversed()]) {
      for (const second of [0, 500, 999, 1000, 1001, 5000]) {
        const signing = order.filter(
          (one) => one.alg === 'ES256' && stateOf(one, order, at(second), timing).kind === 'signing',
        );
        expect(signing).toHaveLength(1);
        expect(inOrderOfUse(order, at(second), timing).find(({ alg }) => alg === 'ES256')).toBe(signing[0]);
      }
    }
  });
});

it('says until when a key waits, and when a retired one goes', () => {
  const keys = [key('old', 0), key('new', 1000)];
  expect(stateOf(key('new', 1000), keys, at(10), timing)).toEqual({ kind: 'published', signsFrom: at(1000) });
  expect(stateOf(key('old', 0), keys, at(2000), timing)).toEqual({
    kind: 'retired',
    since: at(1000),
    goneAt: at(4660),
  });
});

it('a key that was replaced twice goes by its first successor', () => {
  const keys = [key('first', 0), key('second', 1000), key('third', 4000)];
  expect(stateOf(key('first', 0), keys, at(4660), timing).kind).toBe('gone');
  expect(inOrderOfUse(keys, at(4660), timing).map(({ kid }) => kid)).toEqual(['third', 'second']);
});
