/** What a worker waits for in place of looking again and again. */
import type { StoreKey } from '../catalogue/entry.ts';
import type { Store } from '../store.ts';
import { type News, newsOf } from './news.ts';

export interface Bell {
  /** Until it is rung, or was since the last wait; after so many milliseconds at the latest. Then what `ringIn` said is forgotten. */
  wait(longestInMilliseconds: number, signal: AbortSignal): Promise<void>;
  /** Rings it then, if nobody does earlier. Nothing happens where it is not said when. */
  ringIn(milliseconds: number | undefined): void;
}

/** Whoever waits for a bell that may not be heard looks as often. */
const pauseWithoutNewsInMilliseconds = 500;
const shortestPauseInMilliseconds = 10;

/**
 * Rung by whatever step says so on the channel of this key, on whatever node; also when one may have been missed.
 * @param calm in milliseconds: between a ring and the end of the wait lie a quarter to three quarters of it, by chance, so that all nodes
 *   do not go on in the same instant, and what comes together is done together
 */
export function bellOf(store: Store, key: StoreKey, calm = 0): Bell {
  const news = newsOf(store);
  let isRung = false;
  let wake = (): void => {};
  let due: { at: number; timer: NodeJS.Timeout } | undefined;

  function ring(): void {
    isRung = true;
    wake();
  }

  function forgetDue(): void {
    clearTimeout(due?.timer);
    due = undefined;
  }

  news.hear(key, { onMessage: ring, onGap: ring, onSilence: ring });
  return {
    async wait(longest, signal) {
      if (!isRung) {
        await pause(longestPause(longest, news), signal, (stop) => {
          wake = stop;
        });
      }
      if (isRung && calm > 0) {
        await pause(calm * (0.25 + Math.random() / 2), signal);
      }
      isRung = false;
      forgetDue();
    },

    ringIn(milliseconds) {
      const at = performance.now() + (milliseconds ?? Number.POSITIVE_INFINITY);
      if (at < (due?.at ?? Number.POSITIVE_INFINITY)) {
        forgetDue();
        due = {
          at,
          timer: setTimeout(ring, Math.max(milliseconds ?? 0, shortestPauseInMilliseconds)).unref(),
        };
      }
    },
  };
}

function longestPause(longest: number, { seemsToHear }: News): number {
  return seemsToHear() ? longest : Math.min(longest, pauseWithoutNewsInMilliseconds);
}

/** @param stoppable is given what ends it early */
function pause(
  milliseconds: number,
  signal: AbortSignal,
  stoppable: (stop: () => void) => void = () => {},
): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(stop, milliseconds);
    function stop(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      resolve();
    }
    signal.addEventListener('abort', stop);
    stoppable(stop);
    if (signal.aborted) {
      stop();
    }
  });
}
