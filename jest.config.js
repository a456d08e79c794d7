/** @type {import('jest').Config} */
export default {
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  testEnvironment: 'node',
  // The sources are ES modules, and stay so under test: jest runs them with NODE_OPTIONS=--experimental-vm-modules.
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/test/support/strip-types.ts' },
  setupFiles: ['<rootDir>/test/support/plain-stacks.ts'],
  // One more than the cores of the build's machine: what waits for a clock or a killed process leaves a core to others.
  maxWorkers: 3,
  // Modules of a test file that is over are never quite given back; a worker that held them all would mostly collect garbage.
  workerIdleMemoryLimit: '600MB',
  globalSetup: '<rootDir>/test/support/memory-disk.ts',
  testSequencer: '<rootDir>/test/support/longest-first.ts',
  reporters: ['default', '<rootDir>/test/support/slowest-files.ts'],
  // For what hangs: how fast the machine is decides nothing.
  testTimeout: 300_000,
};
