/**
 * The limits that are fixed in code, with where they come from: NIST SP 800-63B-4 §3.2.2 (at most a hundred consecutive failures of one
 * authenticator), OWASP ASVS 5.0 6.3.1 (credential stuffing, password spraying), RFC 8628 §5.1 (device codes).
 *
 * A limit is data: what is counted, per whom, how much in which time, what happens then. The mechanisms are two: consecutive failures with
 * locks (failures/), and windows (windows/), of which errands/ asks some where something is kept for nobody.
 *
 * Everywhere in this code a number that stands in a constant is fixed, and a number that an operator sets comes from the configuration
 * (`config.ts`) as an argument: of limits these are `KAPU_ARRIVALS_PER_MINUTE` (errands begun from one network), `attempts_factor` of
 * the profile, and `look_ups_per_hour` of the desk.
 */
import { codeAttemptsOfDeviceKey } from '../storage/catalogue/account-keys.ts';
import type { StoreKey } from '../storage/catalogue/entry.ts';
import {
  administrationKey,
  begunFromKey,
  cardRenewalsKey,
  downloadsKey,
  keptFromKey,
  keptInAllKey,
  keptOfAccountKey,
  keptOfClientKey,
  keptOfDeviceKey,
  keptOfDevicesKey,
  lookUpsKey,
  messagesToKey,
  passwordAttemptsKey,
  slowedFromKey,
  slowedInAllKey,
  unknownPresentationsFromKey,
  unknownPresentationsInAllKey,
  usernamesAskedForKey,
  usernamesAskedFromKey,
  usernamesAskedInAllKey,
  walletRequestsKey,
  wrongFromKey,
  wrongInAllKey,
  wrongUserCodesFromKey,
  wrongUserCodesInAllKey,
} from '../storage/catalogue/limit-keys.ts';
import type { Network } from './client-network.ts';
import type { AttemptLimit } from './failures/attempt-limit.ts';
import { costOfRequest, roomsFor } from './turns/peoples-turns.ts';

/** So much in so many seconds from the first on: the life of the counter's key, which the catalogue knows. */
export interface Window {
  readonly most: number;
  readonly seconds: number;
}

/** What is counted, and what happens to whatever is one too many. */
interface Said {
  readonly counts: string;
  readonly beyond: 'refused' | 'slowed' | 'not sent';
}

/** Of one account, clerk, client or e-mail address. */
export interface Limit extends Window, Said {
  readonly per: 'account' | 'clerk' | 'client' | 'e-mail address' | 'device' | 'sign-in' | 'everyone';
}

/** Of a network, by how wide it is, and of all of them together. */
export interface NetworkLimit extends Said {
  readonly most: Readonly<Record<Network['prefix'], number>>;
  readonly seconds: number;
  /** @param site the widest network that the other lies in, whose hash chooses the slot */
  readonly key: (site: string, network: string) => StoreKey;
  /** Once half of it is used, the share of each network falls with what is left. */
  readonly inAll?: Window & { readonly key: () => StoreKey };
}

/** Who has a wider network has more of them, but not as many times more: a /48 gets four times what a /64 gets, not 65,536 times. */
function fallingShares(ofOne: number): NetworkLimit['most'] {
  return { 32: ofOne, 64: ofOne, 56: 2 * ofOne, 48: 4 * ofOne };
}

/**
 * Wrong codes of an account, from unknown devices and from known ones; decision 60. With ±1 step and five authenticators a guess hits with
 * 1.5·10⁻⁵: all who guess together have 33 guesses a day (0.0495 %) and 650 a year (0.975 %), however often the owner signs in meanwhile.
 * A learnt clock moves the window and adds none: two windows would be twice as much. Learning one by chance takes two hits that agree, 2·10⁻¹⁰ a pair.
 * Who reaches an end of strangers goes on in a browser that is known, or that a message to the owner made known; with a passkey; or at the desk.
 */
export const codesOfStrangers: AttemptLimit = {
  attemptsInRound: 5,
  locksInMinutes: [5, 15, 60],
  memoryInMinutes: 0,
  inAll: {
    of: 'strangers',
    mostConsecutive: 50,
    mostInDay: 15,
    mostInYear: 250,
    thenEverythingIs: 'refused',
  },
};

/** A device of the owner has rounds of its own, and shares the rest with the others. Somebody who mistypes once a day has room for it. */
export const codesOfKnownDevice: AttemptLimit = {
  attemptsInRound: 6,
  locksInMinutes: [5, 15, 60],
  memoryInMinutes: codeAttemptsOfDeviceKey.lifeInSeconds / 60,
  inAll: { of: 'known', mostConsecutive: 50, mostInDay: 18, mostInYear: 400, thenEverythingIs: 'refused' },
};

/**
 * Wrong passwords. After fifty in a row from unknown browsers none of them gets in by a password, and the answer is the same as for a name
 * that nobody has; known ones, and those that a message to the owner made known, go on, until they had fifty themselves.
 */
export const passwordsOfStrangers: AttemptLimit = {
  attemptsInRound: 5,
  locksInMinutes: [1, 5, 15, 60],
  memoryInMinutes: passwordAttemptsKey.lifeInSeconds / 60,
  inAll: { of: 'strangers', mostConsecutive: 50, mostInDay: 0, mostInYear: 0, thenEverythingIs: 'wrong' },
};

export const passwordsOfKnownDevice: AttemptLimit = {
  ...passwordsOfStrangers,
  attemptsInRound: 10,
  inAll: { ...passwordsOfStrangers.inAll, of: 'known' },
};

/** An office behind one address may err this often; a sprayer too, which makes 9,600 accounts a day. In all far above what a country mistypes. */
export const wrongPasswords = {
  counts: 'wrong passwords of unknown browsers',
  most: fallingShares(100),
  seconds: wrongFromKey.lifeInSeconds,
  key: wrongFromKey,
  inAll: { most: 6000, seconds: wrongInAllKey.lifeInSeconds, key: wrongInAllKey },
  beyond: 'slowed',
} as const satisfies NetworkLimit;

/** Whoever shares an address with a sprayer still signs in, later than others: one guess a second from a network that had its share. */
export const slowedPasswords = {
  counts: 'passwords from networks that had their wrong ones',
  most: fallingShares(60),
  seconds: slowedFromKey.lifeInSeconds,
  key: slowedFromKey,
  inAll: { most: 1200, seconds: slowedInAllKey.lifeInSeconds, key: slowedInAllKey },
  beyond: 'refused',
} as const satisfies NetworkLimit;

/** Requests of people under way on one node, of unknown browsers and of known ones: eight and thirty-two, from what one costs. */
export const peoplesTurns = roomsFor(costOfRequest);

/** Messages that strangers can cause together, or one device of the owner. */
export const messagesToOnePerson: Limit = {
  counts: 'messages',
  per: 'account',
  most: 10,
  seconds: messagesToKey.lifeInSeconds,
  beyond: 'not sent',
};

/** Of all data, in a day. */
export const downloadsOfOnePerson: Limit = {
  counts: 'downloads of all data',
  per: 'account',
  most: 5,
  seconds: downloadsKey.lifeInSeconds,
  beyond: 'refused',
};

/** By wallets, without their owner: each is told in a mail, and takes places in a status list. One a day is usual at most, where answers get lost a few. */
export const cardRenewalsOfOnePerson: Limit = {
  counts: 'cards renewed by wallets',
  per: 'account',
  most: 5,
  seconds: cardRenewalsKey.lifeInSeconds,
  beyond: 'refused',
};

/**
 * Forgotten user names. An office behind one address may ask this often. In all far above what a country forgets: an address that nobody
 * has leaves a counter for a day, so this bounds what is kept to some 60 MB.
 */
export const usernameRequests = {
  counts: 'requests for forgotten user names',
  most: fallingShares(30),
  seconds: usernamesAskedFromKey.lifeInSeconds,
  key: usernamesAskedFromKey,
  inAll: { most: 300, seconds: usernamesAskedInAllKey.lifeInSeconds, key: usernamesAskedInAllKey },
  beyond: 'refused',
} as const satisfies NetworkLimit;

/** Messages a day to one address, whoever asks for them. */
export const usernamesToOneAddress: Limit = {
  counts: 'messages with user names',
  per: 'e-mail address',
  most: 5,
  seconds: usernamesAskedForKey.lifeInSeconds,
  beyond: 'not sent',
};

/**
 * Codes that devices show: eight of twenty letters, 2.56·10¹⁰ of them, which live ten minutes. With 1,000 codes waiting in the country
 * one network hits one in 8·10⁻⁷ of its allowances; all networks together less than 0.05 % in the life of those codes.
 */
export const wrongUserCodes = {
  counts: 'wrong codes of devices',
  most: fallingShares(20),
  seconds: wrongUserCodesFromKey.lifeInSeconds,
  key: wrongUserCodesFromKey,
  inAll: { most: 1200, seconds: wrongUserCodesInAllKey.lifeInSeconds, key: wrongUserCodesInAllKey },
  beyond: 'refused',
} as const satisfies NetworkLimit;

/**
 * Wallets fetch requests and leave answers where nobody proves who they are: an id of 256 bits leads there, which whoever began the sign-in
 * was given, and that beginning was counted. A wallet asks once or twice and answers once; each costs a signature, or a decryption and the
 * look at what was in it. One network that begins all that it may causes two hundred of them a second.
 */
export const requestsOfWallets: Limit = {
  counts: 'requests of wallets',
  per: 'sign-in',
  most: 20,
  seconds: walletRequestsKey.lifeInSeconds,
  beyond: 'refused',
};

/**
 * What belongs to no sign-in: guesses, and wallets that come too late, of which there are many behind a carrier's address. Apart from the
 * others, so that no flood of them keeps a wallet out that is waited for.
 */
export const unknownPresentations = {
  counts: 'requests of wallets for no sign-in',
  most: fallingShares(300),
  seconds: unknownPresentationsFromKey.lifeInSeconds,
  key: unknownPresentationsFromKey,
  inAll: {
    most: 6000,
    seconds: unknownPresentationsInAllKey.lifeInSeconds,
    key: unknownPresentationsInAllKey,
  },
  beyond: 'refused',
} as const satisfies NetworkLimit;

export const administrationRequestsOfOneClient: Limit = {
  counts: 'requests to the administration',
  per: 'client',
  most: 300,
  seconds: administrationKey.lifeInSeconds,
  beyond: 'refused',
};

/** @param most set by the operator */
export function lookUpsOfOneClerk(most: number): Limit {
  return {
    counts: 'look-ups at the desk',
    per: 'clerk',
    most,
    seconds: lookUpsKey.lifeInSeconds,
    beyond: 'refused',
  };
}

/**
 * What nobody signed in makes us keep, in bytes written in five minutes. Each such record lives an hour at most, which touches fourteen
 * such windows: what is there at any moment is at most fourteen times that. By an address 14 MB, in all 1.5 GB, by known browsers 0.2 GB;
 * a sign-in makes about two thousand.
 */
const keptByOneAddress = 1_000_000;
const keptInAll = 104 * 1024 * 1024;
/** Thirty sign-ins begun in five minutes by one browser. */
const keptByOneDevice = 64 * 1024;
const keptByAllDevices = 16 * 1024 * 1024;
const keptByOneAccount = 256 * 1024;
/** A service asks for all its citizens. */
const keptByOneClient = 16 * 1024 * 1024;
const usualBeginningsPerMinute = 600;

export interface ErrandLimits {
  readonly begun: NetworkLimit;
  readonly kept: NetworkLimit;
}

/** @param perMinute errands begun from one network, set by the operator: where one stands for very many people, more is kept for it as well */
export function errandLimits(perMinute: number): ErrandLimits {
  const kept = keptByOneAddress * Math.max(1, perMinute / usualBeginningsPerMinute);
  return {
    begun: {
      counts: 'sign-ins and other errands begun',
      most: fallingShares(perMinute),
      seconds: begunFromKey.lifeInSeconds,
      key: begunFromKey,
      beyond: 'refused',
    },
    kept: {
      counts: 'bytes kept for nobody',
      // Behind one IPv4 address there are as many people as in a /48.
      most: { ...fallingShares(kept / 4), 32: kept },
      seconds: keptFromKey.lifeInSeconds,
      key: keptFromKey,
      inAll: { most: keptInAll, seconds: keptInAllKey.lifeInSeconds, key: keptInAllKey },
      beyond: 'refused',
    },
  };
}

const bytes = { counts: 'bytes kept for', beyond: 'refused' } as const;
export const keptForDevice: Limit = {
  ...bytes,
  per: 'device',
  most: keptByOneDevice,
  seconds: keptOfDeviceKey.lifeInSeconds,
};
export const keptForDevices: Limit = {
  ...bytes,
  per: 'everyone',
  most: keptByAllDevices,
  seconds: keptOfDevicesKey.lifeInSeconds,
};
export const keptForAccount: Limit = {
  ...bytes,
  per: 'account',
  most: keptByOneAccount,
  seconds: keptOfAccountKey.lifeInSeconds,
};
export const keptForClient: Limit = {
  ...bytes,
  per: 'client',
  most: keptByOneClient,
  seconds: keptOfClientKey.lifeInSeconds,
};
