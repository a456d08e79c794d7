/**
 * How many requests of people a node works on at the same time. Each costs the one thread that answers all, so a flood of them stands
 * here, before anything is read, and what a known browser asks comes through beside it. Whoever waits for a hash stands in the line of
 * the hashes (accounts/password/hash-queue.ts), and makes room here.
 *
 * In this folder: who comes next where all cannot be served at once, and fairly so.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { Overloaded } from '../../errors.ts';
import { createFairLine, type Waiting } from './fair-line.ts';
import { type Room, retryAfterSeconds } from './peoples-turns.ts';

export interface RequestTurns {
  /**
   * @param who takes turns with others: a known browser, or the network of an unknown one
   * @param gone asked of whoever has to wait: aborts that. @throws Overloaded when too many wait.
   */
  inTurn<Result>(who: string, gone: () => AbortSignal, work: () => Promise<Result>): Promise<Result>;
}

/** Of the request under way: makes room for the next. */
const room = new AsyncLocalStorage<() => void>();

/** The request under way stands in another line now, which lets it on slowly enough. */
export function makeRoom(): void {
  room.getStore()?.();
}

export function createRequestTurns({ atOnce, mostWaiting, longestInMilliseconds }: Room): RequestTurns {
  const line = createFairLine(mostWaiting);
  let underWay = 0;

  function leaveOnce(): () => void {
    let isHere = true;
    const leave = (): void => {
      if (isHere) {
        isHere = false;
        clearTimeout(timer);
        underWay -= 1;
        letIn();
      }
    };
    const timer = setTimeout(leave, longestInMilliseconds).unref();
    return leave;
  }

  function letIn(): void {
    while (underWay < atOnce) {
      const next = line.next();
      if (!next) {
        return;
      }
      underWay += 1;
      next.begin();
    }
  }

  function untilMyTurn(network: string, gone: () => AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiting: Waiting = { network, amount: 1, begin: resolve, refuse: () => reject(tooManyWait()) };
    if (!line.join(waiting)) {
      throw tooManyWait();
    }
    if (underWay >= atOnce) {
      const signal = gone();
      signal.addEventListener('abort', () => {
        line.leave(waiting);
        reject(signal.reason);
      });
    }
    letIn();
    return promise;
  }

  return {
    async inTurn(who, gone, work) {
      await untilMyTurn(who, gone);
      const leave = leaveOnce();
      try {
        return await room.run(leave, work);
      } finally {
        leave();
      }
    },
  };
}

function tooManyWait(): Overloaded {
  return new Overloaded('too many requests wait', retryAfterSeconds);
}
