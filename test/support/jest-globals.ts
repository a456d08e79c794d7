/** `@jest/globals` for modules that outlive a test file: each name leads to what the running file was given. */
import { ModuleMocker } from 'jest-mock';

type Function = (...args: unknown[]) => unknown;

let current: Record<string, unknown> = {};

export function useGlobals(globals: Record<string, unknown>): void {
  jest.restoreAllMocks();
  current = globals;
}

export const afterAll = live('afterAll');
export const afterEach = live('afterEach');
export const beforeAll = live('beforeAll');
export const beforeEach = live('beforeEach');
export const describe = live('describe');
export const expect = live('expect');
export const it = live('it');
/** Of this realm, which the modules under test are in. */
export const jest = new ModuleMocker(globalThis);
export const test = live('test');

function live(name: string): Function {
  return new Proxy((() => {}) as Function, {
    apply: (_target, _self, args) => (current[name] as Function)(...args),
    get: (_target, property) => Reflect.get(current[name] as object, property),
  });
}
