/** Files of the configuration: read, and checked against what they have to be. */
import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { ConfigurationError } from './errors.ts';

/** @throws ConfigurationError when it cannot be read */
export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new ConfigurationError(`${path}: cannot be read`);
  }
}

/** @throws ConfigurationError when it cannot be read, or is not JSON */
export function readJson(path: string): unknown {
  const text = readText(path);
  try {
    return JSON.parse(text);
  } catch {
    throw new ConfigurationError(`${path}: is not JSON`);
  }
}

/** @throws ConfigurationError naming the first wrong value */
export function check<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  source: string,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) {
    return result.data;
  }
  const [issue] = result.error.issues;
  throw new ConfigurationError(`${source} ${issue?.path.join('.')}: ${issue?.message}`);
}
