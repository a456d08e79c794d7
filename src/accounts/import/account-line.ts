/** One line of an import or export: an account as JSON. Lines are hostile until they have passed here. */
import { isUtf8 } from 'node:buffer';
import { z } from 'zod';
import { type Identification, identificationSchema, unidentified } from '../../assurance/identification.ts';
import { type Account, accountStatuses, profileSchema } from '../account.ts';
import { faultOfBirthdate } from '../identity.ts';
import { foreignHashIn, markForeign, parseForeignHash } from '../password/foreign-hash.ts';
import { type Peppers, pepperedHash, pepperIdOf } from '../password/password-hash.ts';
import type { ImportedAccount } from './import-store.ts';

export type ReadLine =
  | { kind: 'account'; account: ImportedAccount }
  /** The reason repeats nothing of the line but names of its fields. */
  | { kind: 'unusable'; username: string | undefined; reason: string };

const lineSchema = z.strictObject({
  ...profileSchema.shape,
  password_hash: z.string().min(1).max(512),
  /** Present when the hash is Kapu's own: names the pepper that it was made with. */
  pepper: z.string().max(64).optional(),
  external_id: z.string().trim().min(1).max(128).optional(),
  /** One that awaits activation comes without its code: `kapu accounts new-activation-code` gives it another. */
  status: z.enum(accountStatuses).default('active'),
  created_at: z.iso.datetime({ offset: true }).optional(),
  /** The operator's word that it is not who has an account with equal birth data: a twin of the same name. */
  another_person: z.literal(true).optional(),
  /** What two people at the desk agreed to: the person has another account. */
  second_account: z.literal(true).optional(),
  /** How the person was identified; left out: as `--identified-as` says of the whole file, else not at all. */
  identified: identificationSchema.optional(),
});

type Line = z.output<typeof lineSchema>;

/** Control characters, lone surrogates, line and paragraph separators, and what turns the direction of writing. */
const invisible = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;

const byteOrderMark = /^\ufeff/;

/** @param pepperId of this installation. @param now for lines without `created_at`. @param declared of lines that say nothing themselves */
export function readAccountLine(
  bytes: Buffer,
  pepperId: string,
  now: Date,
  declared: Identification = unidentified,
): ReadLine {
  if (!isUtf8(bytes)) {
    return unusable('is not UTF-8');
  }
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString('utf8').replace(byteOrderMark, ''));
  } catch {
    return unusable('is not JSON');
  }
  const line = lineSchema.safeParse(json);
  return line.success
    ? accountOf(line.data, pepperId, now, declared)
    : unusable(reasonOf(line.error.issues[0]), usernameIn(json));
}

function accountOf(line: Line, pepperId: string, now: Date, declared: Identification): ReadLine {
  const {
    password_hash,
    pepper,
    external_id,
    status,
    created_at,
    another_person,
    second_account,
    identified,
    ...profile
  } = line;
  const identity = JSON.stringify(line);
  const disguised = fieldWithInvisible(line, identity);
  if (disguised !== undefined) {
    return unusable(`${disguised}: has control characters`, profile.username);
  }
  if (pepper !== undefined && pepper !== pepperId) {
    return unusable('pepper: the hash was made with another password_pepper', profile.username);
  }
  const fault = faultOfBirthdate(profile.birthdate, now);
  if (fault) {
    return unusable(`birthdate: ${fault}`, profile.username);
  }
  const parsed = parseForeignHash(password_hash);
  if (parsed.kind === 'unusable') {
    return unusable(`password_hash: ${parsed.reason}`, profile.username);
  }
  const isOurs = pepper !== undefined;
  if (isOurs && !parsed.hash.encoded.startsWith('$argon2id$v=19$')) {
    return unusable('pepper: only Argon2id has one', profile.username);
  }
  const account: ImportedAccount = {
    profile,
    passwordHash: isOurs ? parsed.hash.encoded : markForeign(parsed.hash),
    passwordJudged: 'never',
    status,
    createdAt: created_at ? new Date(created_at) : now,
    externalId: external_id,
    identification: identified ?? declared,
    isAnotherPerson: another_person === true,
    isSecondAccount: second_account === true,
    identity,
  };
  return { kind: 'account', account };
}

/** @param json of the line. JSON shows every invisible character as it is or escapes it, so that most lines need one look. */
function fieldWithInvisible(line: Line, json: string): string | undefined {
  if (!json.includes('\\') && !invisible.test(json)) {
    return undefined;
  }
  const [field] =
    Object.entries(line).find(([, value]) => typeof value === 'string' && invisible.test(value)) ?? [];
  return field;
}

/** The line that `readAccountLine` makes the same account of. */
export function writeAccountLine(account: Account, peppers: Peppers): string {
  const foreign = foreignHashIn(account.passwordHash);
  const { phc, pepper } = pepperedHash(account.passwordHash, peppers);
  return JSON.stringify({
    ...account.profile,
    password_hash: foreign ?? phc,
    pepper: foreign === undefined && pepper ? pepperIdOf(pepper) : undefined,
    external_id: account.externalId,
    status: account.status,
    created_at: account.createdAt.toISOString(),
    another_person: account.isAnotherPerson || undefined,
    second_account: account.isSecondAccount || undefined,
    identified: account.identification,
  });
}

function unusable(reason: string, username?: string): ReadLine {
  return { kind: 'unusable', username, reason };
}

function usernameIn(json: unknown): string | undefined {
  const { username } = (json ?? {}) as { username?: unknown };
  return typeof username === 'string' ? username.slice(0, 64) : undefined;
}

/** Unknown fields are named only if they look like names: a hash in the wrong place is not to be repeated. */
function reasonOf(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === 'unrecognized_keys') {
    const names = issue.keys.filter((key) => /^[A-Za-z_]{1,40}$/.test(key));
    return `unknown field ${names.slice(0, 3).join(', ')}`.trim();
  }
  return [issue?.path.join('.'), issue?.message].filter(Boolean).join(': ');
}
