/**
 * What a new password must be: long enough, hard to guess, and not among those that are known from breaches. No composition rules
 * (NIST SP 800-63B-4 §3.1.1.2, OWASP ASVS 5.0 6.2). Every door that sets a password asks here.
 */
import type { Logger } from '../../observability/logger.ts';
import { type Account, nameBorne, type PasswordJudgement, type Profile } from '../account.ts';
import { openBreachedPasswords } from './breached-passwords.ts';
import { withoutAccents } from './dictionaries/hungarian-password-words.ts';
import { createAskDictionaries, type Opinion } from './dictionaries/opinion.ts';
import type { PasswordStrength } from './dictionaries/password-strength.ts';
import { isSameFor } from './foreign/stored-hash.ts';
import { lengthOf, type TypedPassword } from './typed-password.ts';

/** OWASP ASVS 5.0 6.2.1: eight characters beside a second factor, fifteen where a password stands alone. */
const shortestBesideCode = 8;
const shortestAlone = 15;
/** Whoever guesses at the sign-in is throttled; one who stole the hashes is not, and then only the code is left. */
const leastScoreBesideCode = 2;
const leastScoreAlone = 3;
/** Of what is left of a password without the words that acquaintances know. */
const leastScoreOfRest = 1;

export type NewPasswordFault =
  | { kind: 'too-short' | 'own-name' | 'unchanged' | 'breached' }
  | ({ kind: 'guessable' } & PasswordStrength);

/** Whose password it is to be. */
export type PasswordOwner = Pick<Account, 'profile' | 'hasPlus'>;

/** The password so far: as it was typed, and as it is stored. */
export interface CurrentPassword {
  readonly typed: TypedPassword;
  readonly stored: string;
}

/**
 * @param current where the password so far was typed
 * @returns the first fault, or undefined
 */
export type JudgeNewPassword = (
  owner: PasswordOwner,
  chosen: TypedPassword,
  current?: CurrentPassword,
) => Promise<NewPasswordFault | undefined>;

export function shortestPassword({ hasPlus }: Pick<Account, 'hasPlus'>): number {
  return hasPlus ? shortestBesideCode : shortestAlone;
}

/** As what a password is judged for its owner now. */
export function judgementFor({ hasPlus }: Pick<Account, 'hasPlus'>): PasswordJudgement {
  return hasPlus ? 'beside-code' : 'alone';
}

/** A password that came to stand alone, and was not judged so, is to be replaced (NIST SP 800-63B-4 §3.1.1.2). */
export function mustBeReplaced({
  hasPlus,
  passwordJudged,
}: Pick<Account, 'hasPlus' | 'passwordJudged'>): boolean {
  return !hasPlus && passwordJudged !== 'alone';
}

export interface JudgeParts {
  readonly serviceName: string;
  /** The operator's list of breached passwords, if there is one (breached-passwords.ts). */
  readonly breachedPasswordsFile: string | undefined;
  readonly logger: Logger;
}

/** @throws ConfigurationError when there is a list and it cannot be used. */
export async function createJudgeNewPassword(parts: JudgeParts): Promise<JudgeNewPassword> {
  const { breachedPasswordsFile: file } = parts;
  const breached = file === undefined ? undefined : await openBreachedPasswords(file);
  const askDictionaries = createAskDictionaries();

  async function isBreached(password: string): Promise<boolean> {
    try {
      return (await breached?.includes(password)) ?? false;
    } catch (error) {
      // A list that went missing must not keep people from changing a password; the other rules still hold.
      parts.logger.error({ reason: (error as Error).message }, 'breached passwords cannot be read');
      return false;
    }
  }

  return async (owner, chosen, current) => {
    const simpleFault = simpleFaultOf(owner, chosen, current);
    if (simpleFault) {
      return { kind: simpleFault };
    }
    const password = chosen.text;
    const personalWords = personalWordsOf(owner.profile, parts.serviceName);
    const rest = withoutWords(password, personalWords);
    const opinion = await askDictionaries({
      password,
      personalWords,
      rest: rest === password ? undefined : rest,
    });
    if (opinion.isMostUsed || (await isBreached(password))) {
      return { kind: 'breached' };
    }
    return guessableBy(opinion, owner);
  };
}

function guessableBy(
  { strength, strengthOfRest }: Opinion,
  { hasPlus }: PasswordOwner,
): NewPasswordFault | undefined {
  if (strength.score < (hasPlus ? leastScoreBesideCode : leastScoreAlone)) {
    return { kind: 'guessable', ...strength };
  }
  // The estimate takes any four parts for hard to guess, also three names of the family and a year.
  return strengthOfRest && strengthOfRest.score < leastScoreOfRest
    ? { kind: 'guessable', score: leastScoreOfRest, weakness: 'personal', advice: [] }
    : undefined;
}

/** Also without what stands between words. */
function withoutWords(password: string, words: readonly string[]): string {
  const longestFirst = [...words].sort((one, other) => other.length - one.length);
  const rest = longestFirst.reduce((text, word) => text.replaceAll(word, ''), password.toLowerCase());
  return rest.length === password.length ? password : rest.replace(/[^\p{L}\p{N}]/gu, '');
}

function simpleFaultOf(
  owner: PasswordOwner,
  chosen: TypedPassword,
  current: CurrentPassword | undefined,
): 'too-short' | 'own-name' | 'unchanged' | undefined {
  if (lengthOf(chosen.text) < shortestPassword(owner)) {
    return 'too-short';
  }
  if (current && isSameFor(current.stored, chosen, current.typed)) {
    return 'unchanged';
  }
  const { username, email } = owner.profile;
  const isOwnName = [username, email].some(
    (name) => name && comparable(chosen.text).includes(comparable(name)),
  );
  return isOwnName ? 'own-name' : undefined;
}

/** As passwords are normalised, without regard to case: names and addresses come as another system or keyboard wrote them. */
function comparable(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** What acquaintances know of a citizen, in the ways that people write it into passwords. */
function personalWordsOf(profile: Profile, serviceName: string): string[] {
  const names = [
    profile.username,
    profile.email ?? '',
    nameBorne(profile),
    `${profile.given_name} ${profile.family_name}`,
    profile.birth_family_name,
    profile.birth_given_name,
    profile.mothers_birth_name,
    profile.place_of_birth,
    serviceName,
  ];
  const words = names
    .map(comparable)
    .flatMap((name) => [name.replace(/\s/g, ''), ...name.split(/[^\p{L}\p{N}]+/u)]);
  const lowered = words.filter((word) => word.length > 2);
  return [...new Set([...lowered, ...lowered.map(withoutAccents), ...waysToWrite(profile.birthdate)])];
}

/** @param birthdate ISO 8601; empty where it is not known yet. */
function waysToWrite(birthdate: string): string[] {
  if (birthdate === '') {
    return [];
  }
  const [year = '', month = '', day = ''] = birthdate.split('-');
  const short = year.slice(2);
  const orders = [
    [year, month, day],
    [short, month, day],
    [day, month, year],
    [day, month, short],
    [month, day, year],
    [month, day],
    [year, month],
    [year],
  ];
  return orders.flatMap((parts) => [parts.join(''), parts.join('.'), parts.join('-')]);
}
