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
  // One more than the cores of the build's machine: what waits for a clock or a killed process leaves a core to others.
  maxWorkers: 3,
  // A test file that is over is never quite given back; a worker that held them all would mostly collect garbage.
  workerIdleMemoryLimit: '600MB',
  globalSetup: '<rootDir>/test/support/before-all.ts',
  testSequencer: '<rootDir>/test/support/longest-first.ts',
  reporters: ['default', '<rootDir>/test/support/slowest-files.ts'],
  // For what hangs: how fast the machine is decides nothing.
  testTimeout: 300_000,
};
