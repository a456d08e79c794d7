/**
 * How jest loads test files: by Node's own loader, into Node's own realm. Jest's runtime would read, compile and run every module
 * anew for each test file, 1,300 of them where the whole service is started; here a worker does it once for all that it runs. A test
 * file itself is loaded anew for each run, as is what jest keeps of it (its tests, hooks and results).
 */
import { createRequire, flushCompileCache, registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { useGlobals } from './jest-globals.ts';

const require = createRequire(import.meta.url);
const { default: JestRuntime } = require('jest-runtime') as typeof import('jest-runtime');
const ourGlobals = new URL('./jest-globals.ts', import.meta.url).href;
/** Of each file: what a first run compiled is found by the first of the next day, which a number of all runs would hide. */
const runs = new Map<string, number>();

registerHooks({
  resolve: (specifier, context, nextResolve) =>
    specifier === '@jest/globals' ? { url: ourGlobals, shortCircuit: true } : nextResolve(specifier, context),
});

export default class NativeRuntime extends JestRuntime {
  override setGlobalsForRuntime(globals: object): void {
    useGlobals(globals);
  }

  override unstable_shouldLoadAsEsm(): boolean {
    return true;
  }

  override async unstable_importModule(path: string): Promise<never> {
    // What the file before compiled, also while it ran: processes that a test kills leave nothing, and find it from now on.
    flushCompileCache();
    const run = (runs.get(path) ?? 0) + 1;
    runs.set(path, run);
    return (await import(`${pathToFileURL(path).href}?run=${run}`)) as never;
  }

  /** `jest-circus` keeps a file's tests in its modules. */
  override requireInternalModule<Module>(path: string): Module {
    delete require.cache[path];
    return require(path);
  }
}
