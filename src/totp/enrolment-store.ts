/** Applications for an Ügyfélkapu+ in Redis, one an account, sealed; the last move makes the authenticator. */
import { randomUUID } from 'node:crypto';
import type { Secrets } from '../config.ts';
import { codeAttemptsKey, enrolmentKey, plusKey } from '../storage/account-keys.ts';
import { keyedHash } from '../storage/keyed-hash.ts';
import { atomicStep, type Store } from '../storage/redis.ts';
import type { Sealer } from '../storage/sealed.ts';
import { moveVersioned, readVersioned } from '../storage/versioned-record.ts';
import { authenticatorPlace, type NewAuthenticator } from './authenticator-store.ts';
import { hashCancellationCode, lastFourOf, newCancellationCode } from './cancellation-code.ts';
import {
  type CancellationCodeShown,
  type Enrolment,
  enrolmentLifeInMinutes,
  enrolmentSchema,
  type KeyShown,
  type Proven,
} from './enrolment.ts';
import { newSecretKey } from './totp.ts';

export interface StoredEnrolment<State extends Enrolment = Enrolment> {
  readonly version: number;
  readonly enrolment: State;
}

export interface EnrolmentStore {
  find(accountId: string): Promise<StoredEnrolment | undefined>;
  /** Starts an application, or over again after one that is over. False when somebody else was faster. */
  start(accountId: string, replacedVersion: number, now: Date): Promise<boolean>;
  /** Password and code were right. */
  prove(accountId: string, stored: StoredEnrolment<KeyShown>, name: string, step: number): Promise<boolean>;
  /** Makes a fresh törlőkód, keeps its hash alone and returns it to be shown; undefined when the state had moved. */
  showCancellationCode(
    accountId: string,
    stored: StoredEnrolment<Proven | CancellationCodeShown>,
  ): Promise<string | undefined>;
  /** True when these are the last four characters of the törlőkód that was shown. */
  knowsLastFour(accountId: string, enrolment: CancellationCodeShown, typed: string): boolean;
  /** True when this is the törlőkód that was shown. */
  knowsCancellationCode(accountId: string, enrolment: CancellationCodeShown, code: string): boolean;
  /** The Ügyfélkapu+ exists from here on. */
  activate(
    accountId: string,
    stored: StoredEnrolment<CancellationCodeShown>,
    now: Date,
  ): Promise<'activated' | 'moved' | 'has-plus'>;
}

const activatePlus = atomicStep<number>(import.meta.dirname, 'activate-plus', 3);

/** An application that is over is kept for a day, so that the citizen can be told. */
const recordLifeInSeconds = 24 * 60 * 60;

export function createEnrolmentStore(store: Store, sealer: Sealer, secrets: Secrets): EnrolmentStore {
  const place = (accountId: string): string => `account:${accountId}:enrolment`;

  function move(accountId: string, version: number, enrolment: Enrolment): Promise<boolean> {
    const sealed = sealer.seal(JSON.stringify(enrolment), place(accountId));
    return moveVersioned(store, enrolmentKey(accountId), version, sealed, recordLifeInSeconds);
  }

  function hashOfLastFour(accountId: string, lastFour: string): string {
    return keyedHash(secrets.index_key, 'cancellation-code-end', `${accountId}\0${lastFour}`);
  }

  return {
    async find(accountId) {
      const { version, value } = await readVersioned(store, enrolmentKey(accountId));
      if (value === undefined) {
        return undefined;
      }
      return { version, enrolment: enrolmentSchema.parse(JSON.parse(sealer.open(value, place(accountId)))) };
    },

    start(accountId, replacedVersion, now) {
      const expiresAt = new Date(now.getTime() + enrolmentLifeInMinutes * 60_000).toISOString();
      const enrolment: KeyShown = {
        state: 'key-shown',
        authenticatorId: randomUUID(),
        secretKey: newSecretKey(),
        expiresAt,
      };
      return move(accountId, replacedVersion, enrolment);
    },

    prove(accountId, { version, enrolment }, name, step) {
      return move(accountId, version, { ...enrolment, state: 'proven', name, step });
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

    async activate(accountId, { version, enrolment }, now) {
      const { authenticatorId: id, name, secretKey, step, cancellationHash } = enrolment;
      const authenticator: NewAuthenticator = { name, secretKey, createdAt: now.toISOString() };
      const sealed = sealer.seal(JSON.stringify(authenticator), authenticatorPlace(accountId, id));
      const keys = [enrolmentKey(accountId), plusKey(accountId), codeAttemptsKey(accountId)];
      const reply = await activatePlus(store, keys, [version, id, sealed, step, cancellationHash]);
      return reply === 1 ? 'activated' : reply === 0 ? 'moved' : 'has-plus';
    },
  };
}
