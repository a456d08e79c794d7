/** Files of the configuration: read, and checked against what they have to be. */
import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { ConfigurationError } from '../errors.ts';

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
