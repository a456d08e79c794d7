/** Which kinds of commands have been processes of their own in this run of the tests: all workers share what lies in one directory. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Before the workers are made: they inherit where it is. */
export function rememberFirstCommands(): void {
  const directory = mkdtempSync(join(tmpdir(), 'kapu-first-commands-'));
  process.env.TESTS_FIRST_COMMANDS = directory;
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
}

/** Of a kind, such as `accounts list`. Outside of a run every command is. */
export function isFirst(kind: string): boolean {
  const { TESTS_FIRST_COMMANDS: directory } = process.env;
  if (directory === undefined) {
    return true;
  }
  try {
    mkdirSync(join(directory, encodeURIComponent(kind)));
    return true;
  } catch {
    return false;
  }
}
