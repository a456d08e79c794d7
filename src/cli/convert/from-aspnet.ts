/** ASP.NET Core Identity: its tables AspNetUsers and, for apps, AspNetUserTokens, as comma-separated values with a header. */
import type { FileHandle } from 'node:fs/promises';
import { csvRecords } from './csv-records.ts';
import { type OwnedApp, withOwnedApps } from './owned-apps.ts';
import { type Found, type FoundApp, personAt, unusableAt } from './person.ts';

export function fromAspNet(file: FileHandle, tokens: FileHandle | undefined): AsyncGenerator<Found> {
  return withOwnedApps(
    () => keysIn(tokens),
    (appsOf, isDue) => usersIn(file, appsOf, isDue),
  );
}

/** Identity knows one kind of app: SHA-1, six digits, 30 seconds. */
async function* keysIn(tokens: FileHandle | undefined): AsyncGenerator<OwnedApp> {
  if (!tokens) {
    return;
  }
  for await (const { values } of csvRecords(tokens)) {
    if (values?.Name === 'AuthenticatorKey' && values.UserId && values.Value) {
      yield { owner: values.UserId, app: { secret: values.Value } };
    }
  }
}

async function* usersIn(
  file: FileHandle,
  appsOf: (owner: string) => readonly FoundApp[],
  isDue: (owner: string) => boolean,
): AsyncGenerator<Found> {
  for await (const { line, values } of csvRecords(file)) {
    const { Id, UserName } = values ?? {};
    if (!values || !Id || !UserName) {
      yield unusableAt(line, 'has no Id and UserName, or another number of values than the header');
      continue;
    }
    if (!isDue(Id)) {
      continue;
    }
    const hash = values.PasswordHash ? hashOf(values.PasswordHash) : undefined;
    yield personAt(line, {
      username: UserName,
      email: values.Email,
      email_verified: isTrue(values.EmailConfirmed),
      phone_number: values.PhoneNumber,
      phone_number_verified: isTrue(values.PhoneNumberConfirmed),
      external_id: Id,
      passwordHash: hash ?? values.PasswordHash,
      // A key is made for whoever looks at the page; in use it is when this is switched on.
      apps: isTrue(values.TwoFactorEnabled) ? appsOf(Id) : [],
    });
  }
}

const algorithms = ['', '-sha256', '-sha512'] as const;
const [version2, version3] = [0, 1];
const saltAt3 = 13;

/** Version 2: PBKDF2 with SHA-1, a thousand iterations. Version 3 says itself what it is, in big-endian numbers. */
function hashOf(base64: string): string | undefined {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes[0] === version2 && bytes.length === 1 + 16 + 32) {
    return written('', 1000, bytes.subarray(1, 17), bytes.subarray(17));
  }
  if (bytes[0] !== version3 || bytes.length < saltAt3) {
    return undefined;
  }
  const algorithm = algorithms[bytes.readUInt32BE(1)];
  const digestAt = saltAt3 + bytes.readUInt32BE(9);
  return algorithm === undefined || digestAt >= bytes.length
    ? undefined
    : written(algorithm, bytes.readUInt32BE(5), bytes.subarray(saltAt3, digestAt), bytes.subarray(digestAt));
}

function written(algorithm: string, iterations: number, salt: Buffer, digest: Buffer): string {
  const text = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');
  return `$pbkdf2${algorithm}$${iterations}$${text(salt)}$${text(digest)}`;
}

function isTrue(written: string | undefined): boolean {
  return /^(?:1|t|true)$/i.test(written ?? '');
}
