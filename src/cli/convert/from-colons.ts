/** Files of one person a line with colons between: Apache's htpasswd, and /etc/shadow of Unix systems. */
import type { FileHandle } from 'node:fs/promises';
import { linesOf } from '../import/lines.ts';
import { type Found, personAt, unusableAt } from './person.ts';

export async function* fromHtpasswd(file: FileHandle): AsyncGenerator<Found> {
  for await (const { line, username, rest } of rowsOf(file)) {
    yield rest === undefined
      ? unusableAt(line, 'is no user name and hash with a colon between')
      : personAt(line, { username, passwordHash: rest });
  }
}

export async function* fromShadow(file: FileHandle): AsyncGenerator<Found> {
  for await (const { line, username, rest } of rowsOf(file)) {
    const [kept = ''] = rest?.split(':') ?? [];
    // What is locked has an exclamation mark before it; a program's account has nothing else.
    const hash = kept.replace(/^!+/, '');
    if (rest === undefined) {
      yield unusableAt(line, 'is no line of a shadow file');
    } else if (hash === '' || hash === '*') {
      yield unusableAt(
        line,
        'has no password: the account of a program, as it seems',
        username,
        'password_hash',
      );
    } else {
      yield personAt(line, { username, passwordHash: hash, isDisabled: kept.startsWith('!') });
    }
  }
}

async function* rowsOf(
  file: FileHandle,
): AsyncGenerator<{ line: number; username: string; rest: string | undefined }> {
  for await (const { number: line, bytes } of linesOf(file, { offset: 0, lines: 0 })) {
    const text = bytes?.toString('utf8').trim() ?? '';
    if (!text.startsWith('#')) {
      const [, username = '', rest] = /^([^:]+):(.*)$/.exec(text) ?? [];
      yield { line, username, rest };
    }
  }
}
