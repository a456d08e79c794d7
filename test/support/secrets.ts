/** The secrets of an installation of a test: made anew each time. */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Peppers } from '../../src/accounts/password/peppers.ts';
import type { Secrets } from '../../src/configuration/secrets.ts';

export function newSecrets(): Secrets {
  return {
    sealing_keys: [{ kid: 't1', key: randomBytes(32) }],
    cookie_keys: [randomBytes(32).toString('base64url')],
    password_pepper: randomBytes(32),
    newer_peppers: [],
    index_key: randomBytes(32),
    newer_index_keys: [],
    subject_key: randomBytes(32),
    newer_subject_keys: [],
  };
}

/** A pepper that has no successor. */
export function alone(password_pepper: Buffer<ArrayBuffer>): Peppers {
  return { password_pepper, newer_peppers: [] };
}

/** `secrets.json`, as an operator has it. @returns its path */
export function writeSecretsFile(directory: string, secrets: Secrets = newSecrets()): string {
  const path = join(directory, 'secrets.json');
  writeFileSync(path, JSON.stringify(secrets, inBase64), { mode: 0o600 });
  return path;
}

/** Buffers come to a replacer as what their `toJSON` made of them. */
function inBase64(_key: string, value: unknown): unknown {
  const { type, data } = (value ?? {}) as { type?: string; data?: number[] };
  return type === 'Buffer' && data ? Buffer.from(data).toString('base64url') : value;
}
