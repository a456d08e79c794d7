/**
 * `config/messages`: e-mails in an operator's own words, a file each, `<kind>.<language>.txt`: the subject, an empty line, and paragraphs with
 * empty lines between them. Here they are read; whether they say what they must is checked where mails are known (notifications/templates.ts).
 */
import { basename } from 'node:path';
import { ConfigurationError } from '../../errors.ts';
import { pathsIn, readAll, readText, statsOf } from './checked-file.ts';

export interface MessageFile {
  readonly path: string;
  /** Without `.txt`. */
  readonly name: string;
  /** Lines of a paragraph are joined: mail programs break them as they like. */
  readonly paragraphs: readonly string[];
}

const largestInBytes = 16 * 1024;
const mostParagraphs = 20;
/** Not seen, or turning round how the rest is read. */
const misleading = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\uFFFD]/u;
const notMessages = /^\.|^README(\.\w+)?$/;

/** @throws ConfigurationError with a sentence for each file that is no text as a mail can be */
export function readMessageFiles(directory: string): MessageFile[] {
  const paths = pathsIn(directory).filter((path) => !notMessages.test(basename(path)));
  const readers = paths.map((path) => [path, () => readMessageFile(path)] as const);
  return Object.values(readAll(Object.fromEntries(readers)));
}

function readMessageFile(path: string): MessageFile {
  if (!path.endsWith('.txt')) {
    throw new ConfigurationError(`${path}: is no message; the file of one is named <kind>.<language>.txt`);
  }
  const there = statsOf(path);
  if (!there.isFile() || there.size > largestInBytes) {
    throw new ConfigurationError(`${path}: must be a file of at most ${largestInBytes} bytes`);
  }
  const text = readText(path)
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n');
  const paragraphs = text
    .split(/\n[ \t]*(?:\n[ \t]*)+/)
    .map((paragraph) => paragraph.trim().replace(/\s*\n\s*/g, ' '))
    .filter((paragraph) => paragraph !== '');
  if (paragraphs.length > mostParagraphs) {
    throw new ConfigurationError(`${path}: must have at most ${mostParagraphs} paragraphs`);
  }
  if (paragraphs.some((paragraph) => misleading.test(paragraph))) {
    throw new ConfigurationError(
      `${path}: must be plain text in UTF-8, without control characters and marks that nobody sees`,
    );
  }
  return { path, name: basename(path, '.txt'), paragraphs };
}
