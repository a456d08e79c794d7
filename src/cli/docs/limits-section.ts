/** What is limited, from the one room of limits. */

import type { AttemptLimit } from '../../throttle/failures/attempt-limit.ts';
import {
  chanceOfCode,
  mostGuesses,
  mostGuessesBesideTheOwner,
} from '../../throttle/failures/most-guesses.ts';
import * as rooms from '../../throttle/limits.ts';
import { table } from './markdown.ts';

/** What operators set by themselves is shown at its default. */
const usual = { arrivalsPerMinute: 600, lookUpsPerHour: 30 };

export function limitsSection(): string {
  const { begun, kept } = rooms.errandLimits(usual.arrivalsPerMinute);
  const networkLimits = [
    begun,
    kept,
    rooms.wrongPasswords,
    rooms.slowedPasswords,
    rooms.wrongUserCodes,
    rooms.unknownPresentations,
    rooms.usernameRequests,
  ];
  const limits = [
    rooms.messagesToOnePerson,
    rooms.usernamesToOneAddress,
    rooms.downloadsOfOnePerson,
    rooms.cardRenewalsOfOnePerson,
    rooms.lookUpsOfOneClerk(usual.lookUpsPerHour),
    rooms.administrationRequestsOfOneClient,
    rooms.requestsOfWallets,
    rooms.keptForDevice,
    rooms.keptForDevices,
    rooms.keptForAccount,
    rooms.keptForClient,
  ];
  return table(
    ['what is counted', 'of whom', 'most', 'in', 'in all', 'beyond'],
    [
      ...networkLimits.map((limit) => [
        limit.counts,
        'an IPv4 address or IPv6 /64 (a /56 more, a /48 four times as much)',
        inWords(limit.most[64]),
        lengthOf(limit.seconds),
        limit.inAll ? `${inWords(limit.inAll.most)} in ${lengthOf(limit.inAll.seconds)}` : '',
        limit.beyond,
      ]),
      ...limits.map(({ counts, per, most, seconds, beyond }) => [
        counts,
        per,
        inWords(most),
        lengthOf(seconds),
        '',
        beyond,
      ]),
    ],
  );
}

/** Failures in a row. */
export function guessingSection(): string {
  const rows = [
    ['passwords, from unknown browsers', rooms.passwordsOfStrangers],
    ['passwords, from each known device', rooms.passwordsOfKnownDevice],
    ['codes of apps, from unknown browsers', rooms.codesOfStrangers],
    ['codes of apps, from each known device', rooms.codesOfKnownDevice],
  ] as const;
  return table(
    [
      'wrong in a row',
      'a round',
      'then locked, in minutes',
      'rounds remembered',
      'most in a row, of all such browsers',
      'in a day',
      'in a year',
    ],
    rows.map(([what, { attemptsInRound, locksInMinutes, memoryInMinutes, inAll }]) => [
      what,
      String(attemptsInRound),
      `${locksInMinutes.join(', ')}, and so on`,
      memoryInMinutes === 0 ? 'until a right one' : `${memoryInMinutes / 60} hours`,
      String(inAll.mostConsecutive),
      inAll.mostInDay === 0 ? '' : String(inAll.mostInDay),
      inAll.mostInYear === 0 ? '' : String(inAll.mostInYear),
    ]),
  );
}

const day = 24 * 60;

/** Of hitting a code, with the password known, for who guesses without a pause. */
export function chancesSection(): string {
  const { codesOfStrangers: strangers, codesOfKnownDevice: devices } = rooms;
  const alone = (days: 1 | 365): number => mostGuesses(strangers, days * day);
  const beside =
    (...limits: AttemptLimit[]) =>
    (days: 1 | 365): number =>
      limits.reduce((sum, limit) => sum + mostGuessesBesideTheOwner(limit, days), 0);
  const guessers = [
    ['unknown browsers, while the owner does not sign in', alone],
    ['unknown browsers, however often the owner signs in', beside(strangers)],
    ['any number of known devices, or of copied cookies', beside(devices)],
    ['all of them together', beside(strangers, devices)],
  ] as const;
  return table(
    ['who guesses', 'in a day', 'with five authenticators', 'in a year', 'with five authenticators'],
    guessers.map(([who, guessesIn]) => [
      who,
      ...([1, 365] as const).flatMap((days) =>
        [1, 5].map((authenticators) => percent(1 - (1 - chanceOfCode(authenticators)) ** guessesIn(days))),
      ),
    ]),
  );
}

function percent(chance: number): string {
  return `${Number((chance * 100).toPrecision(2))} %`;
}

function inWords(amount: number): string {
  return amount.toLocaleString('en');
}

function lengthOf(seconds: number): string {
  const [most, unit] = seconds % 3600 === 0 ? [seconds / 3600, 'hours'] : [seconds / 60, 'minutes'];
  return `${most} ${unit}`;
}
