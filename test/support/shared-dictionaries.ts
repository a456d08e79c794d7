/**
 * The dictionaries that new passwords are judged by: half a second and 60 MB, spent once a worker and not once a test file. jest
 * gives each file modules of its own; Node's own `require`, which it leaves as it is, gives the same to all.
 */
const requireShared = process.getBuiltinModule('node:module').createRequire(import.meta.filename);

/** Loads nothing before the first new password is judged. */
export const loadSharedDictionaries: typeof import('../../src/accounts/password/password-strength.ts').loadDictionaries =
  () => requireShared('../../src/accounts/password/password-strength.ts').loadDictionaries();
