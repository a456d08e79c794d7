/**
 * The store's clock. Clocks of nodes differ, so what one node dates and another compares (when somebody signed in, when sessions were
 * ended) is dated by this one, asked for in the round trip that is made anyway.
 */
import type { Logger } from '../observability/logger.ts';
import { read, readTogether } from './request/read-together.ts';
import type { Store } from './store.ts';
import { reasonInWords } from './store-failure.ts';

export type StoreClock = () => Promise<Date>;

export function createStoreClock(store: Store): StoreClock {
  return async () => {
    const [told] = await readTogether(store, read.time());
    return asDate(told);
  };
}

/** The same of a connection that knows no scripts. */
export function createPlainStoreClock(connection: Pick<Store, 'time'>): StoreClock {
  return async () => asDate(await connection.time());
}

function asDate(told: readonly (string | number)[]): Date {
  const [seconds = 0, microseconds = 0] = told.map(Number);
  return new Date(seconds * 1000 + Math.floor(microseconds / 1000));
}

/** By how many milliseconds the clock of this process is ahead, as it was learnt last. */
let millisecondsAhead = 0;

/** @returns what the store said */
export async function learnStoreTime(storeClock: StoreClock): Promise<Date> {
  const asked = Date.now();
  const told = await storeClock();
  millisecondsAhead = (asked + Date.now()) / 2 - told.getTime();
  return told;
}

/** The store's time for whoever cannot wait to ask: by what was learnt of it when the store was opened, and since then. */
export function storeTime(): Date {
  return new Date(Date.now() - millisecondsAhead);
}

export interface ClockParts {
  readonly storeClock: StoreClock;
  /** The node's own clock. */
  readonly now: () => Date;
}

/** Codes of apps are good for half a minute, authorization codes for one: a node that is off by more serves nobody well. */
export const mostSecondsOff = 5;
const secondsOffUnsaid = 1;
const everyMilliseconds = 60_000;

/** @returns by how many seconds a node's clock is ahead, at least; negative for one that is behind. */
export async function measureClock({ storeClock, now }: ClockParts): Promise<number> {
  const [asked, told, answered] = [now().getTime(), await storeClock(), now().getTime()];
  const halfTheRoundTrip = Math.max(0, answered - asked) / 2;
  const ahead = asked + halfTheRoundTrip - told.getTime();
  return (Math.sign(ahead) * Math.max(0, Math.abs(ahead) - halfTheRoundTrip)) / 1000;
}

export function isTooFarOff(secondsAhead: number): boolean {
  return Math.abs(secondsAhead) > mostSecondsOff;
}

/** E.g. `90.0 s ahead of Redis`. */
export function clockInWords(secondsAhead: number): string {
  return `${Math.abs(secondsAhead).toFixed(1)} s ${secondsAhead < 0 ? 'behind' : 'ahead of'} Redis`;
}

/** Resolves where the node may serve, and where nothing is known: whether Redis answers is another question. */
export async function checkClock(parts: ClockParts): Promise<void> {
  const secondsAhead = await measureClock(parts).catch(() => 0);
  if (isTooFarOff(secondsAhead)) {
    throw new Error(`${clockInWords(secondsAhead)}, at most ${mostSecondsOff} s are served with`);
  }
}

/** Says in the log when the node's clock is off, from the start on and every minute. @returns a function that stops it. */
export function startClockWatch(parts: ClockParts, logger: Logger): () => void {
  async function look(): Promise<void> {
    const secondsAhead = await measureClock(parts);
    if (Math.abs(secondsAhead) > secondsOffUnsaid) {
      const details = { seconds_ahead: secondsAhead };
      logger[isTooFarOff(secondsAhead) ? 'error' : 'warn'](details, 'the clock of this node is off');
    }
    await learnStoreTime(parts.storeClock);
  }
  const lookIfPossible = (): void => {
    look().catch((error: Error) =>
      logger.warn({ reason: reasonInWords(error) }, 'the clock was not measured'),
    );
  };
  lookIfPossible();
  const timer = setInterval(lookIfPossible, everyMilliseconds);
  return () => clearInterval(timer);
}
