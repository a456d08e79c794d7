/** The clock of a test: of the provider, and of the phone that shows codes. */
import { codeAt } from './authenticator.ts';

export interface Clock {
  now(): Date;
  pass(seconds: number): void;
  /** What the app shows a minute later: never used before, since each time step is good for one code. */
  freshCode(plus: { readonly secretKey: string }): string;
}

/** @param minutesAgo it begins in the past, since the engine dates sign-ins by the machine's clock */
export function clockFrom(minutesAgo: number): Clock {
  let now = new Date(Date.now() - minutesAgo * 60_000);
  function pass(seconds: number): void {
    now = new Date(now.getTime() + seconds * 1000);
  }
  return {
    now: () => now,
    pass,
    freshCode({ secretKey }) {
      pass(60);
      return codeAt(secretKey, now);
    },
  };
}
