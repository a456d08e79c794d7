/**
 * How many requests of people a node works on at a time, and lets wait, from what one costs: one thread does the work of all, and each
 * request is away at Redis in between.
 */

/** On average of a sign-in: authorization, its pages, password, code. */
export interface CostOfRequest {
  /** Of the one thread. */
  readonly threadMilliseconds: number;
  /** To Redis, one after the other. */
  readonly roundTrips: number;
  /** A round trip where Redis writes each change to its disk, and waits for a replica in another building. */
  readonly roundTripMilliseconds: number;
}

/** `bench/results/` and test/flows/round-trips.test.ts hold the first two; who changes them gets other turns. */
export const costOfRequest: CostOfRequest = {
  threadMilliseconds: 1.7,
  roundTrips: 1.8,
  roundTripMilliseconds: 6,
};

export interface Room {
  /** Requests under way. */
  readonly atOnce: number;
  /** Further ones that wait. */
  readonly mostWaiting: number;
  /** After which a request makes room whatever it does: else a few that send their bodies slowly would shut all others out. */
  readonly longestInMilliseconds: number;
}

/** Of five turns strangers have one, as with hashes (accounts/password/hash-queue.ts). */
const shares = { unknown: 1 / 5, known: 4 / 5 } as const;
/** As refusals say when to come again: who would wait longer is sent away instead. */
export const retryAfterSeconds = 2;
/** What takes longer than this many times the usual, with all room taken, is waiting for its client. */
const timesTheUsual = 3;

/**
 * Strangers are let in as many as keep the thread busy while each is away at Redis, and no more: whatever a known browser asks waits for
 * all of them each time that it comes back. Known ones are let in by their share beside that.
 */
export function roomsFor({
  threadMilliseconds,
  roundTrips,
  roundTripMilliseconds,
}: CostOfRequest): Readonly<Record<keyof typeof shares, Room>> {
  const keepBusy = Math.ceil(1 + (roundTrips * roundTripMilliseconds) / threadMilliseconds);
  const atOnce = { unknown: keepBusy, known: Math.round((keepBusy * shares.known) / shares.unknown) };
  const longestInMilliseconds = timesTheUsual * (atOnce.unknown + atOnce.known) * threadMilliseconds;
  const room = (kind: keyof typeof shares): Room => ({
    atOnce: atOnce[kind],
    mostWaiting: Math.round((shares[kind] * retryAfterSeconds * 1000) / threadMilliseconds),
    longestInMilliseconds,
  });
  return { unknown: room('unknown'), known: room('known') };
}
