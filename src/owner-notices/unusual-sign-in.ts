/**
 * What looks unusual of an account and is told to its owner at once, by mail or by text, with the way to object: a sign-in in an unknown
 * browser, after failures or after a long absence; wrong codes after the right password; and locks. So few that they are read: once a day and
 * kind. All of it stands in the history (ASVS 5.0 6.3.5).
 *
 * In this folder: that alone. This file: what is unusual about a sign-in.
 */
import type { Account } from '../accounts/account.ts';

export interface SignInFacts {
  readonly isKnownBrowser: boolean;
  /** In a row, from browsers as well known as this one. */
  readonly failuresBefore: number;
}

/** By the name in the event and in the history; nothing where nothing was. */
export type UnusualSignIn = Readonly<Partial<Record<'browser' | 'failures' | 'absent_since', string>>>;

/** A round of a stranger. */
const manyFailures = 5;
const longAbsenceInMilliseconds = 180 * 24 * 60 * 60 * 1000;

export function unusualIn(account: Account, facts: SignInFacts, now: Date): UnusualSignIn {
  const { lastSignedInAt, externalId } = account;
  // Whoever opens a new account is at it; one that was taken over may have been somebody's elsewhere.
  const isFirstOfAll = lastSignedInAt === undefined && externalId === undefined;
  const isLongAgo =
    lastSignedInAt !== undefined && now.getTime() - lastSignedInAt.getTime() > longAbsenceInMilliseconds;
  return {
    ...(!facts.isKnownBrowser && !isFirstOfAll && { browser: 'unknown' }),
    ...(facts.failuresBefore >= manyFailures && { failures: String(facts.failuresBefore) }),
    ...(isLongAgo && { absent_since: lastSignedInAt.toISOString() }),
  };
}
