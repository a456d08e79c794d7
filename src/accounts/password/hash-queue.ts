/**
 * Whose password is hashed next. Hashing is what costs a node most, so a flood of wrong passwords stands here: those who are known come
 * before those who are not, and among the same kind networks take turns. Each kind has room of its own, bounded in work; what comes on
 * top is refused at once. Pure: it knows neither Argon2 nor the clock.
 */
import { Overloaded } from '../../errors.ts';
import { hashOfSite } from '../../throttle/client-network.ts';
import type { AttemptSource } from '../../throttle/failures/attempt-source.ts';
import { createFairLine, type FairLine, type Waiting } from '../../throttle/turns/fair-line.ts';
import { makeRoom } from '../../throttle/turns/request-turns.ts';

/** For whom a password is hashed: every hash says so. */
export interface Requester {
  /** By their browser, which signed in to this account before; or because they proved already who they are. */
  readonly known: boolean;
  /** Hash of where they come from. */
  readonly network: string;
  /** Beyond a limit: they come last. */
  readonly slowed?: boolean;
}

/** Somebody who gives a password. */
export function requesterOf({ knownDevice, address }: AttemptSource): Requester {
  return { known: knownDevice !== undefined, network: hashOfSite(address) };
}

/** Somebody who is signed in, or proved by a code that the account is theirs. @param address where they come from */
export function provenRequester(address: string): Requester {
  return { known: true, network: hashOfSite(address) };
}

/** Who runs a command: nobody waits beside them. */
export const operatorRequesting: Requester = { known: true, network: 'command' };

export interface HashJob {
  /** Of work, in hashes of ours: another system's hash counts as many times as it is more work. */
  readonly amount: number;
  readonly requester: Requester;
  /** Aborts the wait. What has begun keeps its place until it is done, since it cannot be stopped. */
  readonly gone?: AbortSignal | undefined;
}

/** @throws Overloaded when too many wait. */
export type InTurn = <Result>(work: () => Promise<Result>, job: HashJob) => Promise<Result>;

export type Kind = 'known' | 'unknown' | 'slowed';

/** Whoever watches the queue. */
export interface HashQueueWatch {
  /** @returns told when the wait is over, in whatever way */
  joined(kind: Kind): (how: 'begun' | 'refused' | 'left') => void;
}

const nobodyWatches: HashQueueWatch = { joined: () => () => {} };

/** In hashes of ours: about a second's work of the known, and as much again of the others. */
const mostWaiting: Readonly<Record<Kind, number>> = { known: 100, unknown: 100, slowed: 50 };
const retryAfterSeconds = 2;

/** Whose turn it is first, and who takes it when nobody of that kind waits: each fifth turn is a stranger's, so that nobody starves. */
const turns: readonly (readonly Kind[])[] = Array.from({ length: 25 }, (_, turn) =>
  turn === 24
    ? ['slowed', 'unknown', 'known']
    : turn % 5 === 4
      ? ['unknown', 'known', 'slowed']
      : ['known', 'unknown', 'slowed'],
);

/** @param atOnce how many are hashed at the same time */
export function createHashQueue(atOnce: number, watch: HashQueueWatch = nobodyWatches): InTurn {
  const lines: Readonly<Record<Kind, FairLine>> = {
    known: createFairLine(mostWaiting.known),
    unknown: createFairLine(mostWaiting.unknown),
    slowed: createFairLine(mostWaiting.slowed),
  };
  let running = 0;
  let turn = 0;

  function takeNext(): Waiting | undefined {
    for (const kind of turns[turn % turns.length] ?? []) {
      const taken = lines[kind].next();
      if (taken) {
        turn += 1;
        return taken;
      }
    }
    return undefined;
  }

  function beginNext(): void {
    if (running < atOnce) {
      takeNext()?.begin();
    }
  }

  /** The place is free again before the answer is given. */
  async function run<Result>(work: () => Promise<Result>): Promise<Result> {
    running += 1;
    try {
      return await work();
    } finally {
      running -= 1;
      beginNext();
    }
  }

  return (work, { amount, requester, gone }) =>
    new Promise((resolve, reject) => {
      gone?.throwIfAborted();
      const kind = kindOf(requester);
      const line = lines[kind];
      const waits = watch.joined(kind);
      const waiting: Waiting = {
        network: requester.network,
        amount,
        begin: () => {
          waits('begun');
          run(work).then(resolve, reject);
        },
        refuse: () => {
          waits('refused');
          reject(tooManyWait());
        },
      };
      if (!line.join(waiting)) {
        waits('refused');
        throw tooManyWait();
      }
      makeRoom();
      gone?.addEventListener('abort', () => {
        if (line.leave(waiting)) {
          waits('left');
        }
        reject(gone.reason);
      });
      beginNext();
    });
}

function kindOf({ known, slowed }: Requester): Kind {
  return slowed ? 'slowed' : known ? 'known' : 'unknown';
}

function tooManyWait(): Overloaded {
  return new Overloaded('too many passwords wait to be verified', retryAfterSeconds);
}
