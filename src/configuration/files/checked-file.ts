/** Files of the configuration: read, and checked against what they have to be. */
import { lstatSync, readdirSync, readFileSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { ConfigurationError } from '../../errors.ts';
import { hintAt } from './nearest-name.ts';
import { unreadFile } from './unread-file.ts';

/** @throws ConfigurationError when it cannot be read, or when anybody on this machine could change whom we trust and what we do */
export function readText(path: string): string {
  try {
    refuseEndless(path);
    const text = readFileSync(path, 'utf8');
    refuseMode(path, modeOfAnybody, 'anybody may change it', 'o-w');
    return text;
  } catch (error) {
    throw error instanceof ConfigurationError ? error : unreadFile(path, error);
  }
}

/** Far more than a list of certificates takes. */
const largestInMegabytes = 16;

/** What has no end would be read for ever, before a word is said. A pipe ends: a shell hands over a secret by one. */
function refuseEndless(path: string): void {
  const there = statsOf(path);
  if (there.isCharacterDevice() || there.isBlockDevice() || there.isSocket()) {
    throw new ConfigurationError(`${path}: is no file`);
  }
  if (there.size > largestInMegabytes * 2 ** 20) {
    throw new ConfigurationError(
      `${path}: has more than ${largestInMegabytes} MB, which no file of ours has`,
    );
  }
}

/**
 * Whether an operator put something there: also a link that leads nowhere, as to a disk that is not mounted, and what this user may not look
 * at. What they say would count for nothing, without a word.
 */
export function isGiven(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch (error) {
    return !['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
  }
}

/** @throws ConfigurationError where it cannot be looked at */
export function statsOf(path: string): Stats {
  try {
    return statSync(path);
  } catch (error) {
    throw unreadFile(path, error);
  }
}

/** Paths of what lies in it, in order; none where it is not there. @throws ConfigurationError where it cannot be looked into */
export function pathsIn(directory: string): string[] {
  try {
    return isGiven(directory)
      ? readdirSync(directory)
          .sort()
          .map((name) => join(directory, name))
      : [];
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ENOTDIR'
      ? new ConfigurationError(`${directory}: must be a directory, and is a file`)
      : unreadFile(directory, error);
  }
}

const modeOfAnybody = 0o002;

/** A group may read it, as where a service runs as a user of its own; it may not write, and nobody else may anything. */
const modeOfOthers = 0o027;

/** A secret or a private key. @throws ConfigurationError when it cannot be read, or when others than its owner could */
export function readPrivateText(path: string): string {
  const text = readText(path);
  refuseMode(path, modeOfOthers, 'others than its owner and group may read or change it', '600');
  return text;
}

function refuseMode(path: string, refused: number, why: string, remedy: string): void {
  const mode = statSync(path).mode & 0o777;
  if (mode & refused) {
    const octal = mode.toString(8).padStart(4, '0');
    throw new ConfigurationError(`${path}: ${why} (mode ${octal}); chmod ${remedy} ${path}`);
  }
}

/** @throws ConfigurationError when it cannot be read, or is not JSON */
export function readJson(path: string): unknown {
  return parseJson(readText(path), path);
}

/** @throws ConfigurationError when it is not JSON; without a word of it, which may be secret */
export function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ConfigurationError(`${path}: is not JSON`);
  }
}

/** @throws ConfigurationError naming every wrong value */
export function check<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  source: string,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) {
    return result.data;
  }
  throw new ConfigurationError(
    ...result.error.issues.map((issue) => {
      const where = [source, issue.path.join('.')].filter(Boolean).join(' ');
      return `${where}: ${sentenceOf(issue, knownNamesOf(schema))}`;
    }),
  );
}

type Readers = Readonly<Record<string, () => unknown>>;

/** Reads every part, and says of all that are wrong at once. @throws ConfigurationError */
export function readAll<Parts extends Readers>(
  parts: Parts,
): { readonly [Name in keyof Parts]: ReturnType<Parts[Name]> } {
  const mistakes = new Set<string>();
  const values = Object.entries(parts).map(([name, read]) => {
    try {
      return [name, read()];
    } catch (error) {
      for (const sentence of sentencesOf(error)) {
        mistakes.add(sentence);
      }
      return [name, undefined];
    }
  });
  if (mistakes.size > 0) {
    throw new ConfigurationError(...mistakes);
  }
  return Object.fromEntries(values);
}

/** @throws what is no mistake of an operator */
function sentencesOf(error: unknown): readonly string[] {
  if (error instanceof ConfigurationError) {
    return error.sentences;
  }
  throw error;
}

type Issue = z.core.$ZodIssue;

/** What is wrong, in words; the library speaks of types, and names none that is missing. */
export function sentenceOf(issue: Issue, known: readonly string[] = []): string {
  const { message } = issue;
  if (issue.code === 'invalid_type' && message.endsWith('received undefined')) {
    return 'is missing';
  }
  if (issue.code === 'invalid_type' && message.endsWith('received NaN')) {
    return 'must be a number';
  }
  if (issue.code === 'too_small' && issue.origin === 'array') {
    return `must have at least ${issue.minimum} of them`;
  }
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `Unrecognized key "${key}"${hintAt(key, known)}`).join(', ');
  }
  return rewordings.reduce((text, [theirs, ours]) => text.replace(theirs, ours), message);
}

const rewordings: readonly (readonly [RegExp, string])[] = [
  [/^Invalid input: expected (?=[aeio])/, 'must be an '],
  [/^Invalid input: expected /, 'must be a '],
  [/^Invalid option: expected one of /, 'must be one of '],
  [/^Invalid URL$/, 'must be a URL'],
  [/^Invalid string: must match pattern /, 'must match '],
  [/^Too (?:small|big): expected \w+ to (?:be|have) /, 'must be '],
];

function knownNamesOf(schema: z.ZodType): string[] {
  return 'shape' in schema ? Object.keys(schema.shape as object) : [];
}

/** PEM, in their order. @throws ConfigurationError where there is none */
export function readCertificates(path: string): string[] {
  const blocks = readText(path).match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) {
    throw new ConfigurationError(`${path}: holds no certificate in PEM`);
  }
  return blocks;
}

/** `${NAME}` in a text stands for that environment variable. @throws ConfigurationError for one that is not set */
export function resolveReferences(value: unknown, path: string, environment: NodeJS.ProcessEnv): unknown {
  if (typeof value === 'string') {
    return value.replace(/\$\{(\w+)\}/g, (_, name: string) => {
      const referred = environment[name];
      if (!referred) {
        throw new ConfigurationError(`${path}: the environment variable ${name} is not set`);
      }
      return referred;
    });
  }
  if (Array.isArray(value)) {
    return value.map((item) => resolveReferences(item, path, environment));
  }
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).map(([key, item]) => [
      key,
      resolveReferences(item, path, environment),
    ]);
    return Object.fromEntries(entries);
  }
  return value;
}
