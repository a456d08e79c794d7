/**
 * Applications for an Ügyfélkapu+ in Redis, one an account, sealed: how one begins, and what it waits for before its key is shown.
 *
 * In this folder: the states of an application, how it lies in Redis, the code that is sent before the key is shown, the
 * code that a clerk types at the government window, and how the authenticator is made in the end.
 */
import { createRecorder, type Recorder, recordedStep } from '../../audit/audit-log.ts';
import type { SecurityEvent } from '../../audit/events/security-event.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import type { Secrets } from '../../configuration/secrets.ts';
import { accountKey, enrolmentKey, plusKey } from '../../storage/catalogue/account-keys.ts';
import { hashOfIdentifier } from '../../storage/keyed-hash.ts';
import type { Store } from '../../storage/redis.ts';
import type { Sealer } from '../../storage/sealed.ts';
import { firstVersion, versions } from '../../storage/versioned-record.ts';
import { countingAuthenticators } from '../authenticators/authenticator-store.ts';
import { awaitContactCode, type ContactCodeToSend, judgeContactCode } from './contact-code.ts';
import {
  type ContactCodeSent,
  type Enrolment,
  type KeyShown,
  type Waiting,
  waitedApplicationLifeInDays,
} from './enrolment.ts';
import {
  type Applicant,
  beginningOf,
  type EnrolmentRecords,
  findEnrolment,
  keyShown,
  moveEnrolment,
  newBeginning,
  recordLifeInSeconds,
  type StoredEnrolment,
  sealEnrolment,
} from './enrolment-record.ts';
import { createPlusActivationStore, type PlusActivationStore } from './plus-activation-store.ts';

export type { Applicant, StoredEnrolment };

/** True when this browser began the application. */
export function isOwnApplication(
  { browserHash }: Enrolment,
  { browser }: Pick<Applicant, 'browser'>,
): boolean {
  return browserHash === hashOfIdentifier(browser);
}

export interface EnrolmentStore extends PlusActivationStore {
  find(accountId: string): Promise<StoredEnrolment | undefined>;
  /**
   * Starts an application, or over again after one that is over. `waitUntil` makes it wait for the owner to notice; without it
   * the key is shown at once, which is for citizens who proved themselves by more than a password. False when somebody else
   * was faster.
   */
  start(applicant: Applicant, replacedVersion: number, now: Date, waitUntil?: Date): Promise<boolean>;
  /** Starts an application that awaits a code sent to the citizen's address; undefined when somebody else was faster. */
  startWithContactCode(
    applicant: Applicant,
    replacedVersion: number,
    now: Date,
  ): Promise<ContactCodeToSend | undefined>;
  /** Another code for the same application; the one before is void. */
  renewContactCode(
    accountId: string,
    stored: StoredEnrolment<ContactCodeSent>,
    now: Date,
  ): Promise<ContactCodeToSend | undefined>;
  /** Counts the try and compares in one move, so that parallel guesses cannot pass the limit. */
  checkContactCode(
    accountId: string,
    stored: StoredEnrolment<ContactCodeSent>,
    typed: string,
    now: Date,
  ): Promise<'right' | 'wrong' | 'moved'>;
  /** The wait is over: the key may be shown. */
  endWait(accountId: string, stored: StoredEnrolment<Waiting>, now: Date): Promise<boolean>;
  /** Ends an application; the owner, or the citizen who changed their mind. */
  abandon(accountId: string, event: SecurityEvent): Promise<void>;
}

const startStep = recordedStep<'started', number>(
  import.meta.dirname,
  'start-enrolment',
  countingAuthenticators,
  versions,
);
const abandonStep = recordedStep<'abandoned', number>(import.meta.dirname, 'abandon-enrolment');
const dayInMilliseconds = 24 * 60 * 60 * 1000;

interface EnrolmentParts extends EnrolmentRecords {
  readonly secrets: Secrets;
  readonly recorder: Recorder;
}

export function createEnrolmentStore(
  store: Store,
  sealer: Sealer,
  secrets: Secrets,
  recorder: Recorder = createRecorder(store, sealer),
): EnrolmentStore {
  const parts: EnrolmentParts = { store, sealer, secrets, recorder };

  return {
    ...createPlusActivationStore(store, sealer, secrets, recorder),

    find: (accountId) => findEnrolment(parts, accountId),

    start: (applicant, replacedVersion, now, waitUntil) =>
      begin(parts, applicant, replacedVersion, firstState(applicant, now, waitUntil)),

    startWithContactCode: (applicant, replacedVersion, now) =>
      startWithContactCode(parts, applicant, replacedVersion, now),

    renewContactCode: (accountId, stored, now) => renewContactCode(parts, accountId, stored, now),

    async checkContactCode(accountId, { version, enrolment }, typed, now) {
      const { isRight, next } = judgeContactCode(secrets, accountId, enrolment, typed, now);
      const moved = await moveEnrolment(parts, accountId, version, next);
      return moved ? (isRight ? 'right' : 'wrong') : 'moved';
    },

    endWait: (accountId, { version, enrolment }, now) =>
      moveEnrolment(parts, accountId, version, keyShown(enrolment, now)),

    async abandon(accountId, abandoned) {
      await abandonStep(recorder, [enrolmentKey(accountId)], [], { abandoned });
    },
  };
}

/**
 * Begins an application, or one in place of another that the caller saw, in one step with its record. Not where the sessions of the
 * account were ended since the applicant's was looked at.
 */
async function begin(
  { recorder, sealer }: EnrolmentParts,
  { accountId, sessionsEndedAt }: Applicant,
  version: number,
  enrolment: Enrolment,
): Promise<boolean> {
  const sealed = sealEnrolment(sealer, accountId, enrolment);
  const life = recordLifeInSeconds * 1000;
  const isFirst = enrolment.begunWith === 'password' ? 'first' : '';
  const args = [version, sealed, life, firstVersion(), sessionsEndedAt, isFirst];
  const keys = [enrolmentKey(accountId), accountKey(accountId), plusKey(accountId)];
  const started = securityEvents.enrolmentStarted(accountId);
  return (await startStep(recorder, keys, args, { started })) === 1;
}

function firstState(applicant: Applicant, now: Date, waitUntil: Date | undefined): KeyShown | Waiting {
  if (!waitUntil) {
    return { state: 'key-shown', ...newBeginning(applicant, 'second-factor', now) };
  }
  const beginning = newBeginning(applicant, 'password', now);
  const expiresAt = new Date(waitUntil.getTime() + waitedApplicationLifeInDays * dayInMilliseconds);
  return {
    state: 'waiting',
    ...beginning,
    expiresAt: expiresAt.toISOString(),
    readyAt: waitUntil.toISOString(),
  };
}

async function startWithContactCode(
  parts: EnrolmentParts,
  applicant: Applicant,
  replacedVersion: number,
  now: Date,
): Promise<ContactCodeToSend | undefined> {
  const beginning = newBeginning(applicant, 'password', now);
  const { enrolment, toSend } = awaitContactCode(parts.secrets, applicant.accountId, beginning, 1, now);
  return (await begin(parts, applicant, replacedVersion, enrolment)) ? toSend : undefined;
}

async function renewContactCode(
  parts: EnrolmentParts,
  accountId: string,
  { version, enrolment: before }: StoredEnrolment<ContactCodeSent>,
  now: Date,
): Promise<ContactCodeToSend | undefined> {
  const timesSent = before.timesSent + 1;
  const { enrolment, toSend } = awaitContactCode(
    parts.secrets,
    accountId,
    beginningOf(before),
    timesSent,
    now,
  );
  return (await moveEnrolment(parts, accountId, version, enrolment)) ? toSend : undefined;
}
