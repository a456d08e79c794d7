/** One line of an import or export: an account as JSON. Lines are hostile until they have passed here. */
import { isUtf8 } from 'node:buffer';
import { z } from 'zod';
import { type Identification, identificationSchema, unidentified } from '../../assurance/identification.ts';
import { type Account, accountStatuses, lacksData, profileSchema } from '../account.ts';
import { faultOfBirthdate } from '../identity.ts';
import { parseForeignHash } from '../password/foreign/parse-hash.ts';
import { foreignHashIn, wrappedHashIn } from '../password/foreign/stored-hash.ts';
import { type Peppers, pepperedHash, pepperIdOf, withPepperOf } from '../password/peppers.ts';
import { hasUnseen, misleadingMember } from '../seen-text.ts';
import type { ImportedAccount, ImportedPassword } from './imported-account.ts';
import { appSchema } from './imported-app.ts';
import { type ImportedPasskey, identityOfPasskey, importedPasskeysSchema } from './imported-passkey.ts';

export type ReadLine =
  | { kind: 'account'; account: ImportedAccount }
  /** The reason repeats nothing of the line but names of its members, and of kinds of hashes. */
  | { kind: 'unusable'; username: string | undefined; reason: string; member?: string };

/** As many apps as an account may have. */
const mostApps = 5;

const lineSchema = z.strictObject({
  ...profileSchema.shape,
  // What another system did not know of a person, they say at their first sign-in: here it is empty.
  family_name: profileSchema.shape.family_name.default(''),
  given_name: profileSchema.shape.given_name.default(''),
  birth_family_name: profileSchema.shape.birth_family_name.default(''),
  birth_given_name: profileSchema.shape.birth_given_name.default(''),
  mothers_birth_name: profileSchema.shape.mothers_birth_name.default(''),
  place_of_birth: profileSchema.shape.place_of_birth.default(''),
  birthdate: profileSchema.shape.birthdate.default(''),
  /** Left out where nobody knows a password: the owner chooses one by mail, or is given an activation code. */
  password_hash: z.string().min(1).max(768).optional(),
  /** Present when the hash is Kapu's own: names the pepper that it was made with. */
  pepper: z.string().max(64).optional(),
  /** Authenticator apps, with their keys in the clear. */
  totp: z.array(appSchema).max(mostApps).optional(),
  /** Public keys: nothing in them is secret. */
  passkeys: importedPasskeysSchema.optional(),
  external_id: z.string().trim().min(1).max(128).optional(),
  /** One that awaits activation comes without its code: `kapu accounts new-activation-code` gives it another. */
  status: z.enum(accountStatuses).default('active'),
  created_at: z.iso.datetime({ offset: true }).optional(),
  /** The operator's word that it is not who has an account with equal birth data: a twin of the same name. */
  another_person: z.literal(true).optional(),
  /** What two people at the desk agreed to: the person has another account. */
  second_account: z.literal(true).optional(),
  /** Its owner said what another system did not know: until somebody identifies them it is nobody's in particular. */
  own_word: z.literal(true).optional(),
  /** How the person was identified; left out: as `--identified-as` says of the whole file, else not at all. */
  identified: identificationSchema.optional(),
});

type Line = z.output<typeof lineSchema>;

const byteOrderMark = /^\ufeff/;

/** @param peppers of this installation. @param now for lines without `created_at`. @param declared of lines that say nothing themselves */
export function readAccountLine(
  bytes: Buffer,
  peppers: Peppers,
  now: Date,
  declared: Identification = unidentified,
): ReadLine {
  if (!isUtf8(bytes)) {
    return unusable('is not UTF-8');
  }
  let json: unknown;
  try {
    json = withoutEmpty(bytes.toString('utf8').replace(byteOrderMark, ''));
  } catch {
    return unusable('is not JSON');
  }
  const line = lineSchema.safeParse(json);
  if (!line.success) {
    return unusableBy(line.error.issues[0], usernameIn(json));
  }
  const disguised = mayDisguise(bytes) ? misleadingMember(line.data) : undefined;
  return disguised === undefined
    ? accountOf(line.data, peppers, now, declared)
    : unusable(hasUnseen, line.data.username, disguised);
}

/** Other systems write what they do not know as null, or as nothing; of most lines one look at the text is enough. */
function withoutEmpty(text: string): unknown {
  const json: unknown = JSON.parse(text);
  const mayHaveEmpty = text.includes('null') || text.includes('""');
  return mayHaveEmpty && typeof json === 'object' && json !== null && !Array.isArray(json)
    ? Object.fromEntries(Object.entries(json).filter(([, value]) => value !== null && value !== ''))
    : json;
}

function accountOf(line: Line, peppers: Peppers, now: Date, declared: Identification): ReadLine {
  const {
    password_hash,
    pepper,
    totp,
    passkeys,
    external_id,
    status,
    created_at,
    another_person,
    second_account,
    own_word,
    identified,
    ...profile
  } = line;
  const written = JSON.stringify(line);
  const { username } = profile;
  const isIncomplete = lacksData(profile);
  if (isIncomplete && identified && identified.by !== 'nobody') {
    return unusable('nobody was identified of whom not all is known', username, 'identified');
  }
  const fault = profile.birthdate === '' ? undefined : faultOfBirthdate(profile.birthdate, now);
  if (fault) {
    return unusable(fault, username, 'birthdate');
  }
  const password = passwordOf(password_hash, pepper, peppers);
  if (password.kind === 'unusable') {
    return unusable(password.reason, username, password.member);
  }
  const account: ImportedAccount = {
    profile,
    password,
    passwordJudged: 'never',
    apps: totp ?? [],
    passkeys: passkeys ?? [],
    status,
    createdAt: created_at ? new Date(created_at) : now,
    externalId: external_id,
    identification: isIncomplete ? unidentified : (identified ?? declared),
    isAnotherPerson: another_person === true,
    isSecondAccount: second_account === true,
    isByOwnWord: own_word === true,
    identity: passkeys ? JSON.stringify({ ...line, passkeys: passkeys.map(identityOfPasskey) }) : written,
  };
  return { kind: 'account', account };
}

function passwordOf(
  hash: string | undefined,
  pepperId: string | undefined,
  peppers: Peppers,
): ImportedPassword | { kind: 'unusable'; member: string; reason: string } {
  const withPepper = pepperId === undefined ? undefined : withPepperOf(pepperId, peppers);
  if (pepperId !== undefined && !withPepper) {
    const reason = 'the hash was made with another password_pepper';
    return { kind: 'unusable', member: 'pepper', reason };
  }
  if (hash === undefined) {
    return { kind: 'nobodys' };
  }
  const wrapped = withPepper && wrappedHashIn(hash);
  const parsed = parseForeignHash(wrapped ? wrapped.recipe : hash);
  if (parsed.kind === 'unusable') {
    const reason = parsed.of === undefined ? parsed.reason : `${parsed.of}: ${parsed.reason}`;
    return { kind: 'unusable', member: 'password_hash', reason };
  }
  if (!withPepper) {
    return { kind: 'foreign', hash: parsed.hash };
  }
  if (wrapped) {
    return { kind: 'ours', stored: withPepper(hash) };
  }
  return parsed.hash.encoded.startsWith('$argon2id$v=19$')
    ? { kind: 'ours', stored: withPepper(parsed.hash.encoded) }
    : { kind: 'unusable', member: 'pepper', reason: 'only Argon2id has one' };
}

/**
 * Of bytes of UTF-8: an escape, DEL, or what a character of `misleading` (seen-text.ts) may begin with. JSON has other control characters only escaped.
 * Of most lines four looks for a byte are enough.
 */
const disguises = [0x5c, 0x7f, 0xc2, 0xe2];

function mayDisguise(bytes: Buffer): boolean {
  return disguises.some((byte) => bytes.includes(byte));
}

/** The line that `readAccountLine` makes the same account of. */
export function writeAccountLine(
  account: Account,
  passkeys: readonly ImportedPasskey[],
  peppers: Peppers,
): string {
  const foreign = foreignHashIn(account.passwordHash);
  const { phc, pepper } = pepperedHash(account.passwordHash, peppers);
  return JSON.stringify({
    ...account.profile,
    password_hash: foreign ?? phc,
    pepper: foreign === undefined && pepper ? pepperIdOf(pepper) : undefined,
    passkeys: passkeys.length > 0 ? passkeys : undefined,
    external_id: account.externalId,
    status: account.status,
    created_at: account.createdAt.toISOString(),
    another_person: account.isAnotherPerson || undefined,
    second_account: account.isSecondAccount || undefined,
    own_word: account.isByOwnWord || undefined,
    identified: account.identification,
  });
}

function unusable(reason: string, username?: string, member?: string): ReadLine {
  return member === undefined
    ? { kind: 'unusable', username, reason }
    : { kind: 'unusable', username, reason: `${member}: ${reason}`, member };
}

function usernameIn(json: unknown): string | undefined {
  const { username } = (json ?? {}) as { username?: unknown };
  return typeof username === 'string' ? username.slice(0, 64) : undefined;
}

/** Unknown members are named only if they look like names: a hash in the wrong place is not to be repeated. */
function unusableBy(issue: z.core.$ZodIssue | undefined, username: string | undefined): ReadLine {
  if (issue?.code === 'unrecognized_keys') {
    const names = issue.keys.filter((key) => /^[A-Za-z_]{1,40}$/.test(key)).slice(0, 3);
    const reason = `unknown field ${names.join(', ')}`.trim();
    return { kind: 'unusable', username, reason, ...(names[0] && { member: names[0] }) };
  }
  const member = issue?.path.join('.');
  return unusable(issue?.message ?? 'cannot be read', username, member || undefined);
}
