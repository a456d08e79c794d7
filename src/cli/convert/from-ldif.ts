/** Directories of LDAP in LDIF (RFC 2849), as OpenLDAP's `slapcat` writes it. */

import { isUtf8 } from 'node:buffer';
import type { FileHandle } from 'node:fs/promises';
import { linesOf } from '../import/lines.ts';
import { type Found, personAt, unusableAt } from './person.ts';

interface Entry {
  readonly line: number;
  readonly attributes: ReadonlyMap<string, readonly string[]>;
}

export async function* fromLdif(file: FileHandle): AsyncGenerator<Found> {
  for await (const { line, attributes } of entriesOf(file)) {
    const first = (name: string): string | undefined => attributes.get(name)?.[0];
    const passwords = attributes.get('userpassword') ?? [];
    const username = first('uid');
    if (username === undefined) {
      if (passwords.length > 0 || first('sn') !== undefined) {
        yield unusableAt(line, 'has no uid, which is the user name', undefined, 'uid');
      }
      continue;
    }
    yield personAt(line, {
      username,
      family_name: first('sn'),
      given_name: first('givenname'),
      email: first('mail'),
      phone_number: first('mobile') ?? first('telephonenumber'),
      locale: first('preferredlanguage'),
      external_id: first('entryuuid'),
      created_at: instantOf(first('createtimestamp')),
      passwordHash: passwords[0],
      leftBehind:
        passwords.length > 1
          ? [{ member: 'password_hash', reason: 'of several the first alone comes along' }]
          : [],
    });
  }
}

/** A line that begins with a space goes on with the one before; an entry ends with an empty line, which `linesOf` counts and passes over. */
async function* entriesOf(file: FileHandle): AsyncGenerator<Entry> {
  let entry: { line: number; attributes: Map<string, string[]> } | undefined;
  let unfolded = '';
  let lastNumber = 0;

  const endLine = (): void => {
    const [, name, mark, value] = /^([\w.-]+)(?:;[^:]*)?(::?) ?(.*)$/s.exec(unfolded) ?? [];
    unfolded = '';
    if (entry && name && value !== undefined) {
      const text = mark === '::' ? textOf(Buffer.from(value, 'base64')) : value;
      const known = entry.attributes.get(name.toLowerCase()) ?? [];
      entry.attributes.set(name.toLowerCase(), [...known, text]);
    }
  };

  for await (const { number, bytes } of linesOf(file, { offset: 0, lines: 0 })) {
    const text = (bytes ?? Buffer.alloc(0)).toString('utf8').replace(/\r$/, '');
    const isNext = number > lastNumber + 1;
    lastNumber = number;
    if (text.startsWith(' ') && !isNext) {
      unfolded += text.slice(1);
      continue;
    }
    endLine();
    if (isNext && entry) {
      yield entry;
      entry = undefined;
    }
    if (!text.startsWith('#')) {
      entry ??= { line: number, attributes: new Map() };
      unfolded = text;
    }
  }
  endLine();
  if (entry) {
    yield entry;
  }
}

function textOf(bytes: Buffer): string {
  return isUtf8(bytes) ? bytes.toString('utf8') : '';
}

/** `20261129100948Z`. */
function instantOf(generalized: string | undefined): string | undefined {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z$/.exec(generalized ?? '') ?? [];
  return year && `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
}
