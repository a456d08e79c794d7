/** How an application lies in Redis: sealed, with a version, and moved from state to state only as it was read. */
import { randomUUID } from 'node:crypto';
import { enrolmentKey } from '../../storage/catalogue/account-keys.ts';
import { hashOfIdentifier } from '../../storage/keyed-hash.ts';
import type { Store } from '../../storage/redis.ts';
import type { Sealer } from '../../storage/sealed.ts';
import { openRecord } from '../../storage/sealed-record.ts';
import { moveVersioned, readVersioned } from '../../storage/versioned-record.ts';
import { newSecretKey } from '../totp.ts';
import { type Enrolment, enrolmentLifeInMinutes, enrolmentSchema, type KeyShown } from './enrolment.ts';

export interface StoredEnrolment<State extends Enrolment = Enrolment> {
  readonly version: number;
  readonly enrolment: State;
}

/** What reading and writing an application takes. */
export interface EnrolmentRecords {
  readonly store: Store;
  readonly sealer: Sealer;
}

/** Whose application it is, and in which browser. */
export interface Applicant {
  readonly accountId: string;
  /** Unguessable id of the browser. */
  readonly browser: string;
  /** When the account's sessions had last been ended, as the applicant's own was looked at. */
  readonly sessionsEndedAt: number;
}

/** What stays the same from the first page to the last. */
export type Beginning = Pick<
  KeyShown,
  'authenticatorId' | 'secretKey' | 'expiresAt' | 'browserHash' | 'begunWith' | 'sessionsEndedAt'
>;

/** Longer than any application lives, so that the citizen can be told that one is over. */
export const recordLifeInSeconds = enrolmentKey.lifeInSeconds;

/** Where a sealed application belongs: it opens nowhere else. */
function enrolmentPlace(accountId: string): string {
  return `account:${accountId}:enrolment`;
}

export function sealEnrolment(sealer: Sealer, accountId: string, enrolment: Enrolment): string {
  return sealer.seal(JSON.stringify(enrolment), enrolmentPlace(accountId));
}

export async function findEnrolment(
  { store, sealer }: EnrolmentRecords,
  accountId: string,
): Promise<StoredEnrolment | undefined> {
  const { version, value } = await readVersioned(store, enrolmentKey(accountId));
  if (value === undefined) {
    return undefined;
  }
  const of = `application of account ${accountId}`;
  return { version, enrolment: openRecord(sealer, enrolmentSchema, value, enrolmentPlace(accountId), of) };
}

/** False when the application is no longer at this version: somebody else was faster. */
export function moveEnrolment(
  { store, sealer }: EnrolmentRecords,
  accountId: string,
  version: number,
  enrolment: Enrolment,
): Promise<boolean> {
  const sealed = sealEnrolment(sealer, accountId, enrolment);
  return moveVersioned(store, enrolmentKey(accountId), version, sealed, recordLifeInSeconds);
}

/** A fresh key, for an application from this browser. */
export function newBeginning(
  { browser, sessionsEndedAt }: Pick<Applicant, 'browser' | 'sessionsEndedAt'>,
  begunWith: NonNullable<Beginning['begunWith']>,
  now: Date,
): Beginning {
  return {
    authenticatorId: randomUUID(),
    secretKey: newSecretKey(),
    expiresAt: expiryOf(now),
    browserHash: hashOfIdentifier(browser),
    begunWith,
    sessionsEndedAt,
  };
}

export function beginningOf({
  authenticatorId,
  secretKey,
  expiresAt,
  browserHash,
  begunWith,
  sessionsEndedAt,
}: Enrolment): Beginning {
  return { authenticatorId, secretKey, expiresAt, browserHash, begunWith, sessionsEndedAt };
}

/** The key may be shown from now on, for as long as an application lives. */
export function keyShown(enrolment: Enrolment, now: Date): KeyShown {
  return { state: 'key-shown', ...beginningOf(enrolment), expiresAt: expiryOf(now) };
}

function expiryOf(now: Date): string {
  return new Date(now.getTime() + enrolmentLifeInMinutes * 60_000).toISOString();
}
