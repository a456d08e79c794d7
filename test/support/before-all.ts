/** What jest does once, before its workers are made. */
import { buildUnlessFresh } from './built.ts';
import { rememberFirstCommands } from './first-commands.ts';
import { keepFilesInMemory } from './memory-disk.ts';
import { makeRsaKeysOfRun } from './rsa-keys.ts';

export default async function beforeAll(): Promise<void> {
  buildUnlessFresh();
  keepFilesInMemory();
  rememberFirstCommands();
  await makeRsaKeysOfRun();
}
