/** Metadata in files: JSON by the standard's names, one client or a list of them. */
import { readFile } from 'node:fs/promises';
import { parseMetadataJson } from '../../clients/metadata-json.ts';
import { unreadFile } from '../../configuration/files/unread-file.ts';
import { ConfigurationError } from '../../errors.ts';

const largestFileInBytes = 1024 * 1024;

/** @throws ConfigurationError when it cannot be read, is too large, or is not JSON */
export async function readMetadata(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw unreadFile(path, error);
  });
  if (Buffer.byteLength(text) > largestFileInBytes) {
    failWith(`${path}: is larger than a megabyte`);
  }
  const parsed = parseMetadataJson(text) ?? failWith(`${path}: is not JSON, or not such as metadata are`);
  return parsed.value;
}

export function clientIdIn(metadata: unknown): string {
  return String((metadata as { client_id?: unknown } | null)?.client_id ?? 'the client');
}

function failWith(sentence: string): never {
  throw new ConfigurationError(sentence);
}
