/**
 * A citizen's account and the data that relying parties may be given ("4T" and contact data).
 *
 * In this folder: the account itself, its user name, whose it is, and its sessions. Each folder below holds one subject: password/ (verifying and
 * judging them), recovery/ (forgotten passwords, activation codes), contact/ (new addresses and numbers), closing/ (and erasing),
 * import/ (lines of another system), identification/ (how it was found out who they are), desk/ (what a clerk changes). What each end takes
 * with it is in src/endings.
 */
import { domainToASCII } from 'node:url';
import { z } from 'zod';
import { type CodeChannel, codeChannels } from '../assurance/code-channels.ts';
import { type Identification, levelOfIdentification } from '../assurance/identification.ts';
import { isAtLeast } from '../assurance/levels.ts';
import type { Recipient } from '../notifications/message-queue.ts';
import { type NoticeAddress, VerifiedContact, VerifiedPhone } from '../notifications/verified-contact.ts';
import { writtenName } from './seen-text.ts';
import { usernameSchema } from './username.ts';

/** A domain with accents is kept, and sent to, as the name service knows it (RFC 5890). */
const emailAddress = z.string().max(254).transform(withAsciiDomain).pipe(z.email().max(254));

function withAsciiDomain(written: string): string {
  const [, local, domain = ''] = /^(.*)@([^@]+)$/su.exec(written) ?? [];
  // What is plain already stays as it is written, capitals as well.
  const ascii = isPlain(domain) ? domain : domainToASCII(domain);
  const labels = ascii.split('.');
  // A letter that only looks as one of another domain, such as the Kelvin sign for a k, is refused rather than taken for it.
  const isMeant = domain.split('.').every((label, at) => isPlain(label) || labels[at]?.startsWith('xn--'));
  return local !== undefined && isMeant ? `${local}@${ascii}` : written;
}

function isPlain(text: string): boolean {
  return /^\p{ASCII}*$/u.test(text);
}

export const profileSchema = z.strictObject({
  username: usernameSchema,
  family_name: writtenName,
  given_name: writtenName,
  birth_family_name: writtenName,
  birth_given_name: writtenName,
  mothers_birth_name: writtenName,
  place_of_birth: writtenName,
  /** ISO 8601 calendar date. */
  birthdate: z.iso.date(),
  email: emailAddress.optional(),
  email_verified: z.boolean().default(false),
  phone_number: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/)
    .optional(),
  phone_number_verified: z.boolean().default(false),
  locale: z.enum(['hu', 'en']).default('hu'),
});

export type Profile = z.output<typeof profileSchema>;

/** What is demanded of a person, in the order in which they are asked. */
export const personalData = [
  'family_name',
  'given_name',
  'birth_family_name',
  'birth_given_name',
  'mothers_birth_name',
  'place_of_birth',
  'birthdate',
] as const;

export type PersonalData = (typeof personalData)[number];

const asImported = z.string().trim().max(100);

/**
 * As it is kept. Another system may not have known all of a person: what is missing is empty until its owner says it, which no sign-in
 * ends before, or a clerk reads it from a document.
 */
export const keptProfileSchema = profileSchema.extend({
  ...(Object.fromEntries(personalData.map((member) => [member, asImported])) as Record<
    PersonalData,
    typeof asImported
  >),
});

export function missingDataOf(profile: Pick<Profile, PersonalData>): PersonalData[] {
  return personalData.filter((member) => profile[member] === '');
}

export function lacksData(profile: Pick<Profile, PersonalData>): boolean {
  return personalData.some((member) => profile[member] === '');
}

/**
 * `disabled` by the operator; `suspended` at the desk, where two people can give it back. An account that awaits activation has no
 * password that anybody knows, and nothing opens it but its activation code.
 */
export const accountStatuses = ['active', 'disabled', 'suspended', 'awaiting-activation'] as const;

export type AccountStatus = (typeof accountStatuses)[number];

/** As what a password was judged when it was set: to stand alone, beside a code, or never, since only its hash was known. */
export const passwordJudgements = ['alone', 'beside-code', 'never'] as const;

export type PasswordJudgement = (typeof passwordJudgements)[number];

export interface Account {
  readonly id: string;
  readonly profile: Profile;
  /** PHC string of the peppered Argon2id hash, or another system's hash, marked as such (password/foreign/stored-hash.ts). */
  readonly passwordHash: string;
  readonly passwordJudged: PasswordJudgement;
  readonly status: AccountStatus;
  readonly createdAt: Date;
  /** The person's number in the system that the account was imported from. */
  readonly externalId: string | undefined;
  /** How it was found out who the owner is; undefined where nothing was ever said, which counts as not at all (decision 39). */
  readonly identification: Identification | undefined;
  /** By an operator's word: somebody else has an account with equal birth data (identity.ts). */
  readonly isAnotherPerson: boolean;
  /** Of somebody who has another one: two people at the desk agreed to it. */
  readonly isSecondAccount: boolean;
  /** Its owner said who they are, where another system did not know it: their word makes nobody the person (personal-data/). */
  readonly isByOwnWord: boolean;
  /** Account ids of the clerks who registered it or issued a code for it: they do not vouch for its owner. */
  readonly madeBy: readonly string[];
  /** Sessions and tokens from before or at this second no longer count; 0 when none was ever ended. Seconds since 1970. */
  readonly sessionsEndedAt: number;
  /** Undefined where nobody has, since this is remembered. */
  readonly lastSignedInAt?: Date | undefined;
  /** When the account will be erased, because its owner asked for it. */
  readonly closesAt: Date | undefined;
  /** True when the account has an Ügyfélkapu+, that is, an authenticator in use: an app, a passkey, or both. */
  readonly hasPlus: boolean;
  readonly hasApp: boolean;
  readonly hasPasskey: boolean;
  /** Until then a right password opens nothing: see `recoveryWait`. */
  readonly waitsUntil: Date | undefined;
}

const waitInHours = 72;

/**
 * Whoever reads a citizen's mail could block their last authenticator by the link in one message and set a password by another.
 * Either alone is the owner's right; after both the account rests, so that they have time to notice.
 * @param resetAt seconds since 1970 of the last password that was set by mail
 */
export function recoveryWait(
  resetAt: number | undefined,
  isEveryAuthenticatorFrozen: boolean,
): Date | undefined {
  return resetAt !== undefined && isEveryAuthenticatorFrozen
    ? new Date((resetAt + waitInHours * 3600) * 1000)
    : undefined;
}

/** What was written at `secondsSince1970` (a sign-in, a token) counts only if the sessions were not ended after it. */
export function countsSince(account: Account, secondsSince1970: number): boolean {
  return account.status === 'active' && secondsSince1970 > account.sessionsEndedAt;
}

/** A card of ours says who somebody is, for years and everywhere: it is for those who sign in with a code, and were identified as surely. */
export function mayHaveCard({ hasPlus, identification }: Account): boolean {
  return hasPlus && isAtLeast(levelOfIdentification(identification), 'substantial');
}

/** Hungarian names put the family name first. */
export function nameBorne({ family_name, given_name, username }: Profile): string {
  return `${family_name} ${given_name}`.trim() || username;
}

const twoLetters = /^(dzs|cs|dz|gy|ly|ny|sz|ty|zs)/i;

/** Told apart in a family, and nobody's name: `Sz. G. M.`, with the letters of two signs that Hungarian has. */
export function initialsOf(profile: Profile): string {
  const words = nameBorne(profile)
    .split(/[\s-]+/u)
    .filter(Boolean);
  const first = (word: string): string => twoLetters.exec(word)?.[0] ?? [...word][0] ?? '';
  return words.map((word) => `${first(word)}.`).join(' ');
}

/** Where and how to reach the citizen. */
export function recipientOf({ profile }: Account): Recipient {
  return { email: profile.email, name: nameBorne(profile), locale: profile.locale };
}

/** Where links may go that do something; undefined where the citizen never confirmed their address. */
export function verifiedContactOf(account: Account): VerifiedContact | undefined {
  return VerifiedContact.of({ ...recipientOf(account), isVerified: account.profile.email_verified });
}

/** Where the owner is told of what looks unusual: best where a link may go that does something. @param hasTexts whether there is a gateway */
export function noticeAddressOf(account: Account, hasTexts: boolean): NoticeAddress | undefined {
  const { phone_number: phone, phone_number_verified: isVerified, email, locale } = account.profile;
  const mailbox = verifiedContactOf(account);
  const telephone = hasTexts ? VerifiedPhone.of({ phone, isVerified, locale }) : undefined;
  return mailbox ?? telephone ?? (email === undefined ? undefined : recipientOf(account));
}

/** Where a code reaches the citizen and nobody else, as far as was verified. */
export function verifiedChannelsOf({
  email,
  email_verified,
  phone_number,
  phone_number_verified,
}: Profile): CodeChannel[] {
  return codeChannels.filter((channel) =>
    channel === 'email' ? email && email_verified : phone_number && phone_number_verified,
  );
}
