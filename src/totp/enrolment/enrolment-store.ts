/**
 * Applications for an Ügyfélkapu+ in Redis, one an account, sealed; the last move makes the authenticator.
 *
 * In this folder: the states of an application, how it lies in Redis, the code that is sent before the key is shown, and the
 * code that a clerk types at the government window.
 */
import { randomInt } from 'node:crypto';
import { createRecorder, type Recorder, recordedStep } from '../../audit/audit-log.ts';
import type { SecurityEvent } from '../../audit/events/security-event.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import type { Secrets } from '../../configuration/secrets.ts';
import type { CodeToSend } from '../../one-time-codes/message-code.ts';
import { accountKey, codeAttemptsKey, enrolmentKey, plusKey } from '../../storage/catalogue/account-keys.ts';
import { hashOfIdentifier, keyedHash } from '../../storage/keyed-hash.ts';
import type { Store } from '../../storage/redis.ts';
import type { Sealer } from '../../storage/sealed.ts';
import {
  authenticatorPlace,
  countingAuthenticators,
  type NewAuthenticator,
} from '../authenticators/authenticator-store.ts';
import { hashCancellationCode, lastFourOf, newCancellationCode } from '../cancellation/cancellation-code.ts';
import type { DriftedCode } from '../phone-clock.ts';
import { awaitContactCode, judgeContactCode } from './contact-code.ts';
import {
  type CancellationCodeShown,
  type ContactCodeSent,
  type Enrolment,
  type KeyShown,
  type Proven,
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

export type { Applicant, StoredEnrolment };

/** True when this browser began the application. */
export function isOwnApplication(
  { browserHash }: Enrolment,
  { browser }: Pick<Applicant, 'browser'>,
): boolean {
  return browserHash === hashOfIdentifier(browser);
}

export interface EnrolmentStore {
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
  ): Promise<CodeToSend | undefined>;
  /** Another code for the same application; the one before is void. */
  renewContactCode(
    accountId: string,
    stored: StoredEnrolment<ContactCodeSent>,
    now: Date,
  ): Promise<CodeToSend | undefined>;
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
  /** The code was right by a wrong clock. */
  noteDrifted(accountId: string, stored: StoredEnrolment<KeyShown>, drifted: DriftedCode): Promise<boolean>;
  /**
   * Password and code were right.
   * @param clockOffset steps by which the phone's clock is fast, where two codes told so
   */
  prove(
    accountId: string,
    stored: StoredEnrolment<KeyShown>,
    name: string,
    step: number,
    clockOffset?: number,
  ): Promise<boolean>;
  /** Makes a fresh törlőkód, keeps its hash alone and returns it to be shown; undefined when the state had moved. */
  showCancellationCode(
    accountId: string,
    stored: StoredEnrolment<Proven | CancellationCodeShown>,
  ): Promise<string | undefined>;
  /** True when these are the last four characters of the törlőkód that was shown. */
  knowsLastFour(accountId: string, enrolment: CancellationCodeShown, typed: string): boolean;
  /** True when this is the törlőkód that was shown. */
  knowsCancellationCode(accountId: string, enrolment: CancellationCodeShown, code: string): boolean;
  /**
   * The Ügyfélkapu+ exists from here on. `moved` also where the application no longer fits its account: sessions were ended since it was
   * begun, or a second factor that there was then is gone.
   * @param mostAuthenticators of an account that had one when this was begun; else it is the first
   */
  activate(
    accountId: string,
    stored: StoredEnrolment<CancellationCodeShown>,
    mostAuthenticators: number,
    now: Date,
    event: SecurityEvent,
  ): Promise<'activated' | 'moved' | 'too-many'>;
}

const startStep = recordedStep<'started', number>(
  import.meta.dirname,
  'start-enrolment',
  countingAuthenticators,
);
const abandonStep = recordedStep<'abandoned', number>(import.meta.dirname, 'abandon-enrolment');
const activatePlus = recordedStep<'activated' | 'replaced', number>(
  import.meta.dirname,
  'activate-plus',
  countingAuthenticators,
);

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

    noteDrifted: (accountId, { version, enrolment }, { step, offset, at }) =>
      moveEnrolment(parts, accountId, version, {
        ...enrolment,
        stray: { step, offset, at: at.toISOString() },
      }),

    prove: (accountId, { version, enrolment }, name, step, clockOffset) =>
      moveEnrolment(parts, accountId, version, {
        state: 'proven',
        ...beginningOf(enrolment),
        name,
        step,
        clockOffset,
      }),

    showCancellationCode: (accountId, stored) => showCancellationCode(parts, accountId, stored),

    knowsLastFour: (accountId, enrolment, typed) =>
      hashOfLastFour(secrets, accountId, lastFourOf(typed)) === enrolment.lastFourHash,

    knowsCancellationCode: (accountId, enrolment, code) =>
      hashCancellationCode(secrets.index_key, accountId, code) === enrolment.cancellationHash,

    activate: (accountId, stored, mostAuthenticators, now, event) =>
      activate(parts, accountId, stored, mostAuthenticators, now, event),
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
  const args = [version, sealed, life, randomInt(1, 2 ** 47), sessionsEndedAt, isFirst];
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
): Promise<CodeToSend | undefined> {
  const beginning = newBeginning(applicant, 'password', now);
  const { enrolment, toSend } = awaitContactCode(parts.secrets, applicant.accountId, beginning, 1, now);
  return (await begin(parts, applicant, replacedVersion, enrolment)) ? toSend : undefined;
}

async function renewContactCode(
  parts: EnrolmentParts,
  accountId: string,
  { version, enrolment: before }: StoredEnrolment<ContactCodeSent>,
  now: Date,
): Promise<CodeToSend | undefined> {
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

async function showCancellationCode(
  parts: EnrolmentParts,
  accountId: string,
  { version, enrolment }: StoredEnrolment<Proven | CancellationCodeShown>,
): Promise<string | undefined> {
  const { secrets } = parts;
  const code = newCancellationCode();
  const moved = await moveEnrolment(parts, accountId, version, {
    ...enrolment,
    state: 'cancellation-code-shown',
    cancellationHash: hashCancellationCode(secrets.index_key, accountId, code),
    lastFourHash: hashOfLastFour(secrets, accountId, lastFourOf(code)),
  });
  return moved ? code : undefined;
}

function hashOfLastFour({ index_key }: Secrets, accountId: string, lastFour: string): string {
  return keyedHash(index_key, 'cancellation-code-end', `${accountId}\0${lastFour}`);
}

async function activate(
  { recorder, sealer }: EnrolmentParts,
  accountId: string,
  { version, enrolment }: StoredEnrolment<CancellationCodeShown>,
  mostAuthenticators: number,
  now: Date,
  activated: SecurityEvent,
): Promise<'activated' | 'moved' | 'too-many'> {
  const { authenticatorId: id, name, secretKey, step, clockOffset, cancellationHash } = enrolment;
  const authenticator: NewAuthenticator = { name, secretKey, createdAt: now.toISOString() };
  const sealed = sealer.seal(JSON.stringify(authenticator), authenticatorPlace(accountId, id));
  const keys = [
    enrolmentKey(accountId),
    plusKey(accountId),
    codeAttemptsKey(accountId),
    accountKey(accountId),
  ];
  const args = [
    version,
    id,
    sealed,
    step,
    cancellationHash,
    mostAuthenticators,
    clockOffset ?? 0,
    now.toISOString(),
    enrolment.sessionsEndedAt ?? -1,
  ];
  const replaced = securityEvents.cancellationCodeReplaced(accountId);
  const reply = await activatePlus(recorder, keys, args, { activated, replaced });
  return reply === 1 ? 'activated' : reply === 0 ? 'moved' : 'too-many';
}
