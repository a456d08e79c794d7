/** Applications for an Ügyfélkapu+ in Redis, one an account, sealed; the last move makes the authenticator. */
import { randomInt, randomUUID } from 'node:crypto';
import { createRecorder, type Recorder, recordedStep } from '../audit/audit-log.ts';
import type { SecurityEvent } from '../audit/security-event.ts';
import { securityEvents } from '../audit/security-events.ts';
import type { Secrets } from '../configuration/secrets.ts';
import { type CodeToSend, drawCode, parseSentCode } from '../one-time-codes/sent-code.ts';
import { codeAttemptsKey, enrolmentKey, plusKey } from '../storage/account-keys.ts';
import { hashOfIdentifier, keyedHash } from '../storage/keyed-hash.ts';
import type { Store } from '../storage/redis.ts';
import type { Sealer } from '../storage/sealed.ts';
import { moveVersioned, readVersioned } from '../storage/versioned-record.ts';
import { authenticatorPlace, type NewAuthenticator } from './authenticator-store.ts';
import { hashCancellationCode, lastFourOf, newCancellationCode } from './cancellation-code.ts';
import {
  type CancellationCodeShown,
  type ContactCodeSent,
  type Enrolment,
  enrolmentLifeInMinutes,
  enrolmentSchema,
  type KeyShown,
  type Proven,
  type Waiting,
  waitedApplicationLifeInDays,
} from './enrolment.ts';
import type { StrayCode } from './phone-clock.ts';
import { newSecretKey } from './totp.ts';

export interface StoredEnrolment<State extends Enrolment = Enrolment> {
  readonly version: number;
  readonly enrolment: State;
}

/** Whose application it is, and in which browser. */
export interface Applicant {
  readonly accountId: string;
  /** Unguessable id of the browser. */
  readonly browser: string;
}

/** True when this browser began the application. */
export function isOwnApplication({ browserHash }: Enrolment, { browser }: Applicant): boolean {
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
  abandon(accountId: string): Promise<void>;
  /** The code was right by a wrong clock. */
  noteStray(accountId: string, stored: StoredEnrolment<KeyShown>, stray: StrayCode): Promise<boolean>;
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
   * The Ügyfélkapu+ exists from here on.
   * @param mostAuthenticators 1 where the first one is applied for
   */
  activate(
    accountId: string,
    stored: StoredEnrolment<CancellationCodeShown>,
    mostAuthenticators: number,
    now: Date,
    event: SecurityEvent,
  ): Promise<'activated' | 'moved' | 'too-many'>;
}

const startStep = recordedStep<'started', number>(import.meta.dirname, 'start-enrolment');
const activatePlus = recordedStep<'activated', number>(import.meta.dirname, 'activate-plus');

const dayInMilliseconds = 24 * 60 * 60 * 1000;
/** Longer than any application lives, so that the citizen can be told that one is over. */
export const recordLifeInSeconds = enrolmentKey.lifeInSeconds;

type Beginning = Pick<KeyShown, 'authenticatorId' | 'secretKey' | 'expiresAt' | 'browserHash'>;

function beginning(browser: string, now: Date): Beginning {
  const browserHash = hashOfIdentifier(browser);
  return { authenticatorId: randomUUID(), secretKey: newSecretKey(), expiresAt: expiryOf(now), browserHash };
}

export function beginningOf({ authenticatorId, secretKey, expiresAt, browserHash }: Enrolment): Beginning {
  return { authenticatorId, secretKey, expiresAt, browserHash };
}

export function expiryOf(now: Date): string {
  return new Date(now.getTime() + enrolmentLifeInMinutes * 60_000).toISOString();
}

/** Where a sealed application belongs: it opens nowhere else. */
export function enrolmentPlace(accountId: string): string {
  return `account:${accountId}:enrolment`;
}

export function createEnrolmentStore(
  store: Store,
  sealer: Sealer,
  secrets: Secrets,
  recorder: Recorder = createRecorder(store, sealer),
): EnrolmentStore {
  function move(accountId: string, version: number, enrolment: Enrolment): Promise<boolean> {
    const sealed = sealer.seal(JSON.stringify(enrolment), enrolmentPlace(accountId));
    return moveVersioned(store, enrolmentKey(accountId), version, sealed, recordLifeInSeconds);
  }

  async function begin(accountId: string, version: number, enrolment: Enrolment): Promise<boolean> {
    const sealed = sealer.seal(JSON.stringify(enrolment), enrolmentPlace(accountId));
    const args = [version, sealed, recordLifeInSeconds * 1000, randomInt(1, 2 ** 47)];
    const started = securityEvents.enrolmentStarted(accountId);
    return (await startStep(recorder, [enrolmentKey(accountId)], args, { started })) === 1;
  }

  function hashOfLastFour(accountId: string, lastFour: string): string {
    return keyedHash(secrets.index_key, 'cancellation-code-end', `${accountId}\0${lastFour}`);
  }

  function hashOfContactCode(accountId: string, code: string): string {
    return keyedHash(secrets.index_key, 'contact-code', `${accountId}\0${code}`);
  }

  async function sendContactCode(
    accountId: string,
    version: number,
    key: Beginning,
    timesSent: number,
    now: Date,
    moveOrBegin: typeof move,
  ): Promise<CodeToSend | undefined> {
    const { code, sessionIdentifier } = drawCode();
    const moved = await moveOrBegin(accountId, version, {
      state: 'contact-code-sent',
      ...key,
      contactCodeHash: hashOfContactCode(accountId, code),
      sessionIdentifier,
      sentAt: now.toISOString(),
      timesSent,
      wrongCodes: 0,
    });
    return moved ? { code, sessionIdentifier } : undefined;
  }

  return {
    async find(accountId) {
      const { version, value } = await readVersioned(store, enrolmentKey(accountId));
      if (value === undefined) {
        return undefined;
      }
      return {
        version,
        enrolment: enrolmentSchema.parse(JSON.parse(sealer.open(value, enrolmentPlace(accountId)))),
      };
    },

    start({ accountId, browser }, replacedVersion, now, waitUntil) {
      if (waitUntil) {
        const expiresAt = new Date(
          waitUntil.getTime() + waitedApplicationLifeInDays * dayInMilliseconds,
        ).toISOString();
        const readyAt = waitUntil.toISOString();
        return begin(accountId, replacedVersion, {
          state: 'waiting',
          ...beginning(browser, now),
          expiresAt,
          readyAt,
        });
      }
      return begin(accountId, replacedVersion, { state: 'key-shown', ...beginning(browser, now) });
    },

    async startWithContactCode({ accountId, browser }, replacedVersion, now) {
      return sendContactCode(accountId, replacedVersion, beginning(browser, now), 1, now, begin);
    },

    async renewContactCode(accountId, { version, enrolment }, now) {
      const timesSent = enrolment.timesSent + 1;
      return sendContactCode(accountId, version, beginningOf(enrolment), timesSent, now, move);
    },

    async checkContactCode(accountId, { version, enrolment }, typed, now) {
      const isRight = hashOfContactCode(accountId, parseSentCode(typed) ?? '') === enrolment.contactCodeHash;
      const next: Enrolment = isRight
        ? { state: 'key-shown', ...beginningOf(enrolment), expiresAt: expiryOf(now) }
        : { ...enrolment, wrongCodes: enrolment.wrongCodes + 1 };
      const moved = await move(accountId, version, next);
      return moved ? (isRight ? 'right' : 'wrong') : 'moved';
    },

    endWait(accountId, { version, enrolment }, now) {
      const next: KeyShown = { state: 'key-shown', ...beginningOf(enrolment), expiresAt: expiryOf(now) };
      return move(accountId, version, next);
    },

    async abandon(accountId) {
      await store.del(enrolmentKey(accountId));
    },

    noteStray(accountId, { version, enrolment }, { step, offset, at }) {
      return move(accountId, version, { ...enrolment, stray: { step, offset, at: at.toISOString() } });
    },

    prove(accountId, { version, enrolment }, name, step, clockOffset) {
      return move(accountId, version, {
        state: 'proven',
        ...beginningOf(enrolment),
        name,
        step,
        clockOffset,
      });
    },

    async showCancellationCode(accountId, { version, enrolment }) {
      const code = newCancellationCode();
      const moved = await move(accountId, version, {
        ...enrolment,
        state: 'cancellation-code-shown',
        cancellationHash: hashCancellationCode(secrets.index_key, accountId, code),
        lastFourHash: hashOfLastFour(accountId, lastFourOf(code)),
      });
      return moved ? code : undefined;
    },

    knowsLastFour(accountId, enrolment, typed) {
      return hashOfLastFour(accountId, lastFourOf(typed)) === enrolment.lastFourHash;
    },

    knowsCancellationCode(accountId, enrolment, code) {
      return hashCancellationCode(secrets.index_key, accountId, code) === enrolment.cancellationHash;
    },

    async activate(accountId, { version, enrolment }, mostAuthenticators, now, activated) {
      const { authenticatorId: id, name, secretKey, step, clockOffset, cancellationHash } = enrolment;
      const authenticator: NewAuthenticator = { name, secretKey, createdAt: now.toISOString() };
      const sealed = sealer.seal(JSON.stringify(authenticator), authenticatorPlace(accountId, id));
      const keys = [enrolmentKey(accountId), plusKey(accountId), codeAttemptsKey(accountId)];
      const args = [
        version,
        id,
        sealed,
        step,
        cancellationHash,
        mostAuthenticators,
        clockOffset ?? 0,
        now.toISOString(),
      ];
      const reply = await activatePlus(recorder, keys, args, { activated });
      return reply === 1 ? 'activated' : reply === 0 ? 'moved' : 'too-many';
    },
  };
}
