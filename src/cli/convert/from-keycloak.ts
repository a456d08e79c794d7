/** Keycloak: `kc.sh export --users same_file`, or the files of users that it writes beside a realm. */
import type { FileHandle } from 'node:fs/promises';
import { z } from 'zod';
import { personalData } from '../../accounts/account.ts';
import { base32Of } from './base32.ts';
import { elementsOf } from './json-elements.ts';
import { type Found, type FoundApp, type LeftBehind, type Person, personAt, unusableAt } from './person.ts';

const credentialSchema = z.object({
  type: z.string(),
  userLabel: z.string().nullish(),
  createdDate: z.number().nullish(),
  secretData: z.string().nullish(),
  credentialData: z.string().nullish(),
});

type Credential = z.output<typeof credentialSchema>;

const userSchema = z.object({
  id: z.string().nullish(),
  username: z.string(),
  email: z.string().nullish(),
  firstName: z.string().nullish(),
  lastName: z.string().nullish(),
  enabled: z.boolean().nullish(),
  emailVerified: z.boolean().nullish(),
  createdTimestamp: z.number().nullish(),
  serviceAccountClientId: z.string().nullish(),
  attributes: z.record(z.string(), z.array(z.string())).nullish(),
  credentials: z.array(credentialSchema).nullish(),
});

export async function* fromKeycloak(file: FileHandle): AsyncGenerator<Found> {
  for await (const { line, text } of elementsOf(file, 'users')) {
    const user = text === undefined ? undefined : read(userSchema, text);
    if (!user) {
      yield unusableAt(line, 'is no user as Keycloak exports one');
    } else if (user.serviceAccountClientId) {
      yield unusableAt(line, 'is the account of a program', user.username);
    } else {
      yield personAt(line, personOf(user));
    }
  }
}

function personOf(user: z.output<typeof userSchema>): Person {
  const { attributes } = user;
  const credentials = user.credentials ?? [];
  const brought = credentials.map(broughtBy);
  const passwordHash = brought.find((one) => 'passwordHash' in one)?.passwordHash;
  return {
    username: user.username,
    // Attributes that are called as here are taken for what they say.
    ...Object.fromEntries(personalData.map((member) => [member, attributes?.[member]?.[0]])),
    family_name: user.lastName ?? undefined,
    given_name: user.firstName ?? undefined,
    email: user.email ?? undefined,
    email_verified: user.emailVerified ?? false,
    phone_number: attributes?.phoneNumber?.[0] ?? attributes?.phone_number?.[0],
    locale: attributes?.locale?.[0],
    external_id: user.id ?? undefined,
    created_at: instantOf(user.createdTimestamp),
    isDisabled: user.enabled === false,
    passwordHash,
    apps: brought.flatMap((one) => ('app' in one ? [one.app] : [])),
    leftBehind: brought.flatMap((one) => ('leftBehind' in one ? [one.leftBehind] : [])),
  };
}

type Brought = { passwordHash: string } | { app: FoundApp } | { leftBehind: LeftBehind };

function broughtBy(credential: Credential): Brought {
  switch (credential.type) {
    case 'password':
      return passwordBy(credential);
    case 'otp':
    case 'totp':
      return appBy(credential);
    default: {
      const kind = /^[a-z-]{1,40}$/.test(credential.type) ? credential.type : 'another';
      return { leftBehind: { member: 'credentials', reason: `of the kind ${kind}: stays behind` } };
    }
  }
}

const passwordSecretSchema = z.object({ value: z.string(), salt: z.string() });
const passwordDataSchema = z.object({
  hashIterations: z.int(),
  algorithm: z.string(),
  additionalParameters: z.record(z.string(), z.array(z.string())).nullish(),
});

function passwordBy({ secretData, credentialData }: Credential): Brought {
  const secret = read(passwordSecretSchema, secretData);
  const data = read(passwordDataSchema, credentialData);
  if (!secret || !data) {
    return { leftBehind: { member: 'password_hash', reason: 'is not as Keycloak writes it' } };
  }
  const { algorithm, hashIterations, additionalParameters } = data;
  const [salt, value] = [withoutPadding(secret.salt), withoutPadding(secret.value)];
  if (/^pbkdf2(?:-sha256|-sha512)?$/.test(algorithm)) {
    return { passwordHash: `$${algorithm}$${hashIterations}$${salt}$${value}` };
  }
  if (algorithm === 'argon2') {
    const of = (name: string): string => additionalParameters?.[name]?.[0] ?? '';
    const version = of('version') === '1.0' ? 16 : 19;
    const parameters = `m=${of('memory')},t=${hashIterations},p=${of('parallelism')}`;
    return { passwordHash: `$argon2${of('type')}$v=${version}$${parameters}$${salt}$${value}` };
  }
  const reason = `${/^[\w-]{1,40}$/.test(algorithm) ? algorithm : 'another algorithm'}: of a provider of its own`;
  return { leftBehind: { member: 'password_hash', reason } };
}

const otpSecretSchema = z.object({ value: z.string() });
const otpDataSchema = z.object({
  subType: z.string(),
  digits: z.int(),
  period: z.int(),
  algorithm: z.string(),
  secretEncoding: z.string().nullish(),
});

function appBy({ secretData, credentialData, userLabel, createdDate }: Credential): Brought {
  const secret = read(otpSecretSchema, secretData);
  const data = read(otpDataSchema, credentialData);
  if (!secret || !data) {
    return { leftBehind: { member: 'totp', reason: 'is not as Keycloak writes it' } };
  }
  if (data.subType !== 'totp') {
    return { leftBehind: { member: 'totp', reason: 'counts (HOTP), and goes by no clock' } };
  }
  return {
    app: {
      // The letters themselves are the key, unless it says otherwise; what a QR code shows is their Base32.
      secret: data.secretEncoding === 'BASE32' ? secret.value : base32Of(Buffer.from(secret.value)),
      algorithm: data.algorithm.replace(/^Hmac/, ''),
      digits: data.digits,
      period: data.period,
      name: userLabel ?? undefined,
      created_at: instantOf(createdDate),
    },
  };
}

function read<Schema extends z.ZodType>(
  schema: Schema,
  json: string | null | undefined,
): z.output<Schema> | undefined {
  try {
    const parsed = schema.safeParse(JSON.parse(json ?? ''));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

function withoutPadding(base64: string): string {
  return base64.replace(/=+$/, '');
}

function instantOf(milliseconds: number | null | undefined): string | undefined {
  return milliseconds ? new Date(milliseconds).toISOString() : undefined;
}
