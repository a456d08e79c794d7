/** @type {import('jest').Config} */
export default {
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  testEnvironment: 'node',
  // Node.js loads the tests and the sources, as it does anywhere else; the tests import what jest gives them.
  runtime: '<rootDir>/test/support/native-runtime.ts',
  transform: {},
  injectGlobals: false,
  setupFilesAfterEnv: ['<rootDir>/test/support/plain-stacks.ts'],
  // Two for each core of the build's machine: with fewer a core idles while files wait for a clock, a started process or a browser.
  maxWorkers: 4,
  // A test file that is over leaves two megabytes that are in use, and garbage that counts as well until it is collected. A worker made anew
  // loads 1,300 modules, so that this is for one that has gone astray.
  workerIdleMemoryLimit: '4GB',
  globalSetup: '<rootDir>/test/support/before-all.ts',
  testSequencer: '<rootDir>/test/support/longest-first.ts',
  reporters: [
    '<rootDir>/test/support/file-reporter.ts',
    'summary',
    '<rootDir>/test/support/slowest-files.ts',
  ],
  // For what hangs: how fast the machine is decides nothing.
  testTimeout: 300_000,
};
