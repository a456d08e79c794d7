/**
 * The limits that are fixed in code, with where they come from: NIST SP 800-63B-4 §3.2.2 (at most a hundred consecutive failures of one
 * authenticator), OWASP ASVS 5.0 6.3.1 (credential stuffing, password spraying), RFC 8628 §5.1 (device codes).
 *
 * Everywhere in this code a number that stands in a constant is fixed, and a number that an operator sets comes from the configuration
 * (`config.ts`) as an argument: of limits these are `KAPU_ARRIVALS_PER_MINUTE` (sign-ins begun from one network), `attempts_factor` of
 * the profile, and `look_ups_per_hour` of the desk.
 */
import { codeAttemptsOfDeviceKey } from '../storage/catalogue/account-keys.ts';
import {
  administrationKey,
  downloadsKey,
  messagesToKey,
  passwordAttemptsKey,
  usernamesAskedForKey,
  usernamesAskedFromKey,
  usernamesAskedInAllKey,
  wrongFromKey,
  wrongInAllKey,
  wrongUserCodesFromKey,
  wrongUserCodesInAllKey,
} from '../storage/catalogue/limit-keys.ts';
import type { AttemptLimit } from './attempt-counter.ts';

/** Durations in seconds, as the rate limiter takes them: each is the life of its key, which the catalogue knows. */
interface RateLimit {
  readonly points: number;
  readonly duration: number;
}

/**
 * Wrong codes of an account, from unknown devices: five, then locks of 5, 15, 60 minutes, 4 and 12 hours; after a hundred in a row
 * nobody unknown is asked any more, until the owner signs in from a device of theirs. With ±1 step and five authenticators a guess hits
 * with 1.5·10⁻⁵, and a day has thirty: less than 0.05 %. A learnt clock moves the window and adds none: two windows would be 0.09 %.
 * Learning one by chance takes two hits that agree, 2·10⁻¹⁰ a pair.
 */
export const mostCodesOfStrangers = 100;
export const codesOfStrangers: AttemptLimit = {
  attemptsInRound: 5,
  locksInMinutes: [5, 15, 60, 240, 720],
  mostConsecutive: mostCodesOfStrangers,
  memoryInMinutes: 0,
};

/** A device of the owner has an allowance of its own, worn out for a day at most. */
export const codesOfKnownDevice: AttemptLimit = {
  attemptsInRound: 10,
  locksInMinutes: [5, 15, 60],
  mostConsecutive: 50,
  memoryInMinutes: codeAttemptsOfDeviceKey.lifeInSeconds / 60,
};

/** Wrong passwords for one user name. There is no last one, or anybody could lock a citizen out. */
export const passwordsOfStrangers: AttemptLimit = {
  attemptsInRound: 5,
  locksInMinutes: [1, 5, 15, 60],
  mostConsecutive: 0,
  memoryInMinutes: passwordAttemptsKey.lifeInSeconds / 60,
};

export const passwordsOfKnownDevice: AttemptLimit = { ...passwordsOfStrangers, attemptsInRound: 10 };

/** An office behind one address may err this often; a sprayer too, which makes 9,600 accounts a day. */
export const wrongPasswordsFromOneNetwork: RateLimit = { points: 100, duration: wrongFromKey.lifeInSeconds };
/** A circuit breaker against many addresses at once, far above what a country mistypes. */
export const wrongPasswordsInAll: RateLimit = { points: 6000, duration: wrongInAllKey.lifeInSeconds };

/** Messages that strangers can cause together, or one device of the owner. */
export const messagesToOnePerson: RateLimit = { points: 10, duration: messagesToKey.lifeInSeconds };

/** Of all data, in a day. */
export const downloadsOfOnePerson: RateLimit = { points: 5, duration: downloadsKey.lifeInSeconds };

/** Forgotten user names. An office behind one address may ask this often. */
export const usernamesAskedFromOneNetwork: RateLimit = {
  points: 30,
  duration: usernamesAskedFromKey.lifeInSeconds,
};
/** Far above what a country forgets; an address that nobody has leaves a counter for a day, so this bounds what is kept to some 60 MB. */
export const usernamesAskedInAll: RateLimit = { points: 300, duration: usernamesAskedInAllKey.lifeInSeconds };
/** Messages a day to one address, whoever asks for them. */
export const usernamesToOneAddress: RateLimit = { points: 5, duration: usernamesAskedForKey.lifeInSeconds };

/**
 * Codes that devices show: eight of twenty letters, 2.56·10¹⁰ of them, which live ten minutes. With 1,000 codes waiting in the country
 * one network hits one in 8·10⁻⁷ of its allowances; all networks together less than 0.05 % in the life of those codes.
 */
export const wrongUserCodesFromOneNetwork: RateLimit = {
  points: 20,
  duration: wrongUserCodesFromKey.lifeInSeconds,
};
export const wrongUserCodesInAll: RateLimit = {
  points: 1200,
  duration: wrongUserCodesInAllKey.lifeInSeconds,
};

export const administrationRequestsOfOneClient: RateLimit = {
  points: 300,
  duration: administrationKey.lifeInSeconds,
};
