/**
 * A backup as a file: lines of JSON (what it is of, a record each, how it ends), compressed, encrypted by age to a public key. age tells a file
 * that was changed or cut from a whole one; the last line says that all was written.
 */
import { createReadStream } from 'node:fs';
import { Readable, type Transform } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { createGunzip, createGzip } from 'node:zlib';
import { Decrypter, Encrypter } from 'age-encryption';
import { z } from 'zod';
import { unreadFile } from '../../configuration/files/unread-file.ts';
import { ConfigurationError } from '../../errors.ts';
import {
  type BackupRecord,
  type ChainHead,
  chainHeadSchema,
  recordSchema,
} from '../../storage/backup/record.ts';

const beginSchema = z.strictObject({
  /** Of this form. */
  kapu_backup: z.literal(1),
  begun: z.iso.datetime(),
  /** The record of the installation, which knows each secret by a keyed hash. */
  installation: z.record(z.string(), z.string()),
});

const endSchema = z.strictObject({
  records: z.number().int().min(0),
  audit: chainHeadSchema,
});

export type BackupBegin = z.output<typeof beginSchema>;
export type BackupEnd = z.output<typeof endSchema>;

/** @param records return how the chain stood. @param recipients public keys of age */
export async function writeArchive(
  begin: BackupBegin,
  records: AsyncGenerator<BackupRecord, ChainHead>,
  recipients: readonly string[],
): Promise<Readable> {
  const encrypter = new Encrypter();
  for (const recipient of recipients) {
    encrypter.addRecipient(recipient);
  }
  const compressed = pipelineOf(Readable.from(linesFor(begin, records)), createGzip({ level: 1 }));
  const encrypted = await encrypter.encrypt(Readable.toWeb(compressed) as globalThis.ReadableStream);
  return Readable.fromWeb(encrypted as ReadableStream);
}

async function* linesFor(
  begin: BackupBegin,
  records: AsyncGenerator<BackupRecord, ChainHead>,
): AsyncGenerator<string> {
  yield line(begin);
  let many = 0;
  for (;;) {
    const { value, done } = await records.next();
    if (done) {
      yield line({ records: many, audit: value } satisfies BackupEnd);
      return;
    }
    many += 1;
    yield line(value);
  }
}

const line = (value: object): string => `${JSON.stringify(value)}\n`;

export interface Archive {
  readonly begin: BackupBegin;
  readonly end: BackupEnd;
}

/** @returns what a file holds that is whole. @throws ConfigurationError for one that was changed or cut, or that these keys do not open */
export async function verifyArchive(path: string, identities: readonly string[]): Promise<Archive> {
  const walk = openArchive(path, identities);
  for (;;) {
    const { value, done } = await walk.next();
    if (done) {
      return value;
    }
  }
}

/**
 * The records of a file, until something in it is not as it was written: whoever needs all of them or none verifies it first.
 * @throws ConfigurationError as `verifyArchive` does
 */
export async function* openArchive(
  path: string,
  identities: readonly string[],
): AsyncGenerator<BackupRecord, Archive> {
  let begin: BackupBegin | undefined;
  let end: BackupEnd | undefined;
  let records = 0;
  try {
    for await (const value of valuesIn(path, identities)) {
      if (begin === undefined) {
        begin = beginSchema.parse(value);
      } else if (end !== undefined) {
        throw new Error('something comes after the end');
      } else if (isEnd(value)) {
        end = endSchema.parse(value);
      } else {
        records += 1;
        yield recordSchema.parse(value);
      }
    }
  } catch (error) {
    throw unreadable(path, error);
  }
  if (begin === undefined || end?.records !== records) {
    throw damaged(path);
  }
  return { begin, end };
}

function isEnd(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'records' in value;
}

async function* valuesIn(path: string, identities: readonly string[]): AsyncGenerator<unknown> {
  const decrypter = new Decrypter();
  for (const identity of identities) {
    decrypter.addIdentity(identity);
  }
  const file = createReadStream(path);
  const decrypted = await decrypter.decrypt(Readable.toWeb(file) as globalThis.ReadableStream);
  const lines = pipelineOf(Readable.fromWeb(decrypted as ReadableStream), createGunzip());
  for await (const text of linesIn(lines)) {
    yield JSON.parse(text);
  }
}

/** A fault of the first ends the second. */
function pipelineOf(source: Readable, through: Transform): Readable {
  source.on('error', (error) => through.destroy(error));
  return source.pipe(through);
}

const newline = 0x0a;

/** The longest is the value of one key. */
async function* linesIn(stream: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let begun: Buffer[] = [];
  for await (const chunk of stream) {
    let start = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      yield Buffer.concat([...begun, chunk.subarray(start, end)]).toString();
      begun = [];
      start = end + 1;
    }
    begun.push(chunk.subarray(start));
  }
  if (begun.some(({ length }) => length > 0)) {
    throw new Error('the last line has no end');
  }
}

function unreadable(path: string, error: unknown): Error {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code !== undefined && /^E(NOENT|NOTDIR|ACCES|PERM|ISDIR)$/.test(code)) {
    return unreadFile(path, error);
  }
  return /no identity matched/i.test(message)
    ? new ConfigurationError(`${path}: is encrypted for another key`)
    : damaged(path);
}

function damaged(path: string): Error {
  return new ConfigurationError(`${path}: is no whole backup: it was changed or cut; nothing of it is used`);
}
