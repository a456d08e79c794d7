/**
 * Authelia: its file of users, and `authelia storage user totp export` beside it. Both are YAML that people write by hand, of some thousand
 * users at most: they are read whole, to a bound.
 */
import type { FileHandle } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { ConfigurationError } from '../../errors.ts';
import { type Found, type FoundApp, personAt, unusableAt } from './person.ts';

const mostBytes = 64 * 1024 * 1024;

const usersSchema = z.object({ users: z.record(z.string(), z.unknown()) });

const userSchema = z.object({
  password: z.string().nullish(),
  displayname: z.string().nullish(),
  given_name: z.string().nullish(),
  family_name: z.string().nullish(),
  email: z.string().nullish(),
  disabled: z.boolean().nullish(),
});

const appsSchema = z.object({
  totp_configurations: z.array(
    z.object({
      username: z.string(),
      algorithm: z.string(),
      digits: z.int(),
      period: z.int(),
      /** The Base32 of the key, and that in Base64. */
      secret: z.string(),
      created_at: z.union([z.string(), z.date()]).nullish(),
    }),
  ),
});

export async function* fromAuthelia(file: FileHandle, totp: FileHandle | undefined): AsyncGenerator<Found> {
  const { users } = await readYaml(file, usersSchema, 'has no map "users"');
  const apps = totp
    ? appsByName(await readYaml(totp, appsSchema, 'has no list "totp_configurations"'))
    : undefined;
  for (const [index, [username, row]] of Object.entries(users).entries()) {
    const user = userSchema.safeParse(row);
    // YAML tells no lines of what it holds: users are counted.
    const line = index + 1;
    if (!user.success) {
      yield unusableAt(line, 'is no user as Authelia keeps one', username);
      continue;
    }
    const { password, displayname, given_name, family_name, email, disabled } = user.data;
    yield personAt(line, {
      username,
      ...(family_name || given_name ? { family_name: family_name ?? '', given_name: given_name ?? '' } : {}),
      email: email ?? undefined,
      isDisabled: disabled === true,
      passwordHash: password ?? undefined,
      apps: apps?.get(username) ?? [],
      leftBehind:
        displayname && !family_name && !given_name
          ? [{ member: 'displayname', reason: 'which of its words is the family name is not said' }]
          : [],
    });
  }
}

function appsByName({ totp_configurations }: z.output<typeof appsSchema>): Map<string, FoundApp[]> {
  const apps = new Map<string, FoundApp[]>();
  for (const { username, algorithm, digits, period, secret } of totp_configurations) {
    const app = { secret: Buffer.from(secret, 'base64').toString('latin1'), algorithm, digits, period };
    apps.set(username, [...(apps.get(username) ?? []), app]);
  }
  return apps;
}

async function readYaml<Schema extends z.ZodType>(
  file: FileHandle,
  schema: Schema,
  fault: string,
): Promise<z.output<Schema>> {
  const { size } = await file.stat();
  if (size > mostBytes) {
    throw new ConfigurationError('a file of YAML is read whole, and this one is longer than 64 MiB');
  }
  const text = await file.readFile('utf8');
  const read = schema.safeParse(parsed(text));
  if (!read.success) {
    throw new ConfigurationError(`the export ${fault}`);
  }
  return read.data;
}

function parsed(text: string): unknown {
  try {
    // Aliases could make much of little.
    return parse(text, { maxAliasCount: 0 });
  } catch {
    throw new ConfigurationError('the export is no YAML');
  }
}
