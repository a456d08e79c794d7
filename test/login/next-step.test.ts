import { describe, expect, it } from '@jest/globals';
import type { Method } from '../../src/assurance/calendar.ts';
import type { Assurance } from '../../src/assurance/levels.ts';
import type { LoginAttempt } from '../../src/login/login-attempt.ts';
import { type NextStep, nextStep } from '../../src/login/next-step.ts';

const both: Method[] = ['ugyfelkapu-plus', 'ugyfelkapu'];
const plusAlone: Method[] = ['ugyfelkapu-plus'];

const everyAssurance: Assurance[] = ['low', 'substantial', 'high'];
const everyMethod: Method[] = ['ugyfelkapu', 'ugyfelkapu-plus'];
const everyPick: (Method | undefined)[] = [undefined, ...everyMethod];

function passwordVerified(method: Method, hasPlus: boolean): LoginAttempt {
  return { state: 'password-verified', accountId: 'anna', method, hasPlus };
}

describe('before the password', () => {
  const table: [Method[], Method | undefined, NextStep][] = [
    [both, undefined, 'method'],
    [both, 'ugyfelkapu', 'password'],
    [both, 'ugyfelkapu-plus', 'password'],
    [plusAlone, undefined, 'password'],
    [plusAlone, 'ugyfelkapu-plus', 'password'],
  ];

  it.each(table)(
    'with %j on offer and %s picked: %s, whatever is demanded',
    (methodsOnOffer, picked, next) => {
      for (const least of everyAssurance) {
        expect(nextStep({ state: 'started' }, { least, methodsOnOffer, picked })).toBe(next);
      }
    },
  );
});

describe('after the password, with an Ügyfélkapu+', () => {
  it('always the code, whatever was picked, offered or demanded', () => {
    const steps = everyMethod.flatMap((method) =>
      everyAssurance.flatMap((least) =>
        [both, plusAlone].flatMap((methodsOnOffer) =>
          everyPick.map((picked) =>
            nextStep(passwordVerified(method, true), { least, methodsOnOffer, picked }),
          ),
        ),
      ),
    );
    expect(steps).toHaveLength(36);
    expect(new Set(steps)).toEqual(new Set(['code']));
  });
});

describe('after the password, without an Ügyfélkapu+', () => {
  const table: [Method, Assurance, Method[], NextStep][] = [
    ['ugyfelkapu', 'low', both, 'done'],
    // The calendar closed the password while the citizen typed it.
    ['ugyfelkapu', 'low', plusAlone, 'enrol'],
    ['ugyfelkapu', 'substantial', both, 'enrol'],
    ['ugyfelkapu', 'substantial', plusAlone, 'enrol'],
    ['ugyfelkapu', 'high', both, 'enrol'],
    ['ugyfelkapu', 'high', plusAlone, 'enrol'],
    ['ugyfelkapu-plus', 'low', both, 'enrol'],
    ['ugyfelkapu-plus', 'low', plusAlone, 'enrol'],
    ['ugyfelkapu-plus', 'substantial', both, 'enrol'],
    ['ugyfelkapu-plus', 'substantial', plusAlone, 'enrol'],
    ['ugyfelkapu-plus', 'high', both, 'enrol'],
    ['ugyfelkapu-plus', 'high', plusAlone, 'enrol'],
  ];

  it.each(table)(
    'by %s where %s is the least, with %j on offer: %s',
    (method, least, methodsOnOffer, next) => {
      for (const picked of everyPick) {
        expect(nextStep(passwordVerified(method, false), { least, methodsOnOffer, picked })).toBe(next);
      }
    },
  );
});
