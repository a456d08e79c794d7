/** `@jest/globals` for modules that outlive a test file: each name leads to what the running file was given. */

import type * as jestGlobals from '@jest/globals';
import { ModuleMocker } from 'jest-mock';

type Given = Pick<
  typeof jestGlobals,
  'afterAll' | 'afterEach' | 'beforeAll' | 'beforeEach' | 'describe' | 'expect' | 'it' | 'test'
>;

let current: Partial<Given> = {};

/** Called before a test file is loaded. What the one before it left mocked is as it was again. */
export function useGlobals(given: Partial<Given>): void {
  jest.restoreAllMocks();
  current = given;
}

/** Of this realm, which the modules under test are in. */
export const jest = new ModuleMocker(globalThis);

export const afterAll = leadingTo('afterAll');
export const afterEach = leadingTo('afterEach');
export const beforeAll = leadingTo('beforeAll');
export const beforeEach = leadingTo('beforeEach');
export const describe = leadingTo('describe');
export const expect = leadingTo('expect');
export const it = leadingTo('it');
export const test = leadingTo('test');

function leadingTo<Name extends keyof Given>(name: Name): Given[Name] {
  const unbound = (() => {}) as unknown as Given[Name];
  return new Proxy(unbound, {
    apply: (_target, self, args) => Reflect.apply(current[name] as CallableFunction, self, args),
    get: (_target, property) => Reflect.get(current[name] as object, property),
  });
}
