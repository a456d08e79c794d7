/** What jest does once, before its workers are made. */
import { buildUnlessFresh } from './built.ts';
import { rememberFirstCommands } from './first-commands.ts';
import { keepFilesInMemory } from './memory-disk.ts';

export default function beforeAll(): void {
  buildUnlessFresh();
  keepFilesInMemory();
  rememberFirstCommands();
}
