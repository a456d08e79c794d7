/** From the key of an application to its authenticator: the code that proves it, the törlőkód that is shown, and the last move. */
import { type Recorder, recordedStep } from '../../audit/audit-log.ts';
import type { SecurityEvent } from '../../audit/events/security-event.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import type { Secrets } from '../../configuration/secrets.ts';
import { passkeyClaims } from '../../endings/passkey-claims.ts';
import {
  accountKey,
  codeAttemptsKey,
  enrolmentKey,
  plusKey,
  wrongCodesKey,
} from '../../storage/catalogue/account-keys.ts';
import { indexHash, isIndexHash } from '../../storage/index-key.ts';
import type { Store } from '../../storage/redis.ts';
import type { Sealer } from '../../storage/sealed.ts';
import { versions } from '../../storage/versioned-record.ts';
import {
  authenticatorPlace,
  countingAuthenticators,
  type NewAuthenticator,
} from '../authenticators/authenticator-store.ts';
import {
  hashCancellationCode,
  hashesOfCancellationCode,
  lastFourOf,
  newCancellationCode,
} from '../cancellation/cancellation-code.ts';
import type { DriftedCode } from '../phone-clock.ts';
import {
  authenticatorOf,
  type CancellationCodeShown,
  type KeyShown,
  type Proven,
  type ProvenPasskey,
} from './enrolment.ts';
import {
  beginningOf,
  type EnrolmentRecords,
  moveEnrolment,
  type StoredEnrolment,
} from './enrolment-record.ts';

export interface PlusActivationStore {
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
  /** The password was right, and a passkey was made in place of an app. */
  proveByPasskey(
    accountId: string,
    stored: StoredEnrolment<KeyShown>,
    name: string,
    passkey: ProvenPasskey,
  ): Promise<boolean>;
  /** Makes a fresh törlőkód, keeps its hash alone and returns it to be shown; undefined when the state had moved. */
  showCancellationCode(
    accountId: string,
    stored: StoredEnrolment<Proven | CancellationCodeShown>,
    now: Date,
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

const activatePlus = recordedStep<'activated' | 'replaced', number>(
  import.meta.dirname,
  'activate-plus',
  passkeyClaims,
  countingAuthenticators,
  versions,
);

const lastFour = 'cancellation-code-end';

interface ActivationParts extends EnrolmentRecords {
  readonly secrets: Secrets;
  readonly recorder: Recorder;
}

export function createPlusActivationStore(
  store: Store,
  sealer: Sealer,
  secrets: Secrets,
  recorder: Recorder,
): PlusActivationStore {
  const parts: ActivationParts = { store, sealer, secrets, recorder };

  return {
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

    proveByPasskey: (accountId, { version, enrolment }, name, passkey) =>
      moveEnrolment(parts, accountId, version, {
        state: 'proven',
        ...beginningOf(enrolment),
        name,
        passkey,
        step: 0,
      }),

    showCancellationCode: (accountId, stored, now) => showCancellationCode(parts, accountId, stored, now),

    knowsLastFour: (accountId, enrolment, typed) =>
      isIndexHash(secrets, enrolment.lastFourHash, lastFour, `${accountId}\0${lastFourOf(typed)}`),

    knowsCancellationCode: (accountId, enrolment, code) =>
      hashesOfCancellationCode(secrets, accountId, code).includes(enrolment.cancellationHash),

    activate: (accountId, stored, mostAuthenticators, now, event) =>
      activate(parts, accountId, stored, mostAuthenticators, now, event),
  };
}

async function showCancellationCode(
  parts: ActivationParts,
  accountId: string,
  { version, enrolment }: StoredEnrolment<Proven | CancellationCodeShown>,
  now: Date,
): Promise<string | undefined> {
  const { secrets } = parts;
  const code = newCancellationCode();
  const moved = await moveEnrolment(parts, accountId, version, {
    ...enrolment,
    state: 'cancellation-code-shown',
    cancellationHash: hashCancellationCode(secrets, accountId, code),
    lastFourHash: indexHash(secrets, lastFour, `${accountId}\0${lastFourOf(code)}`),
    cancellationMadeAt: now.toISOString(),
  });
  return moved ? code : undefined;
}

async function activate(
  { recorder, sealer }: ActivationParts,
  accountId: string,
  { version, enrolment }: StoredEnrolment<CancellationCodeShown>,
  mostAuthenticators: number,
  now: Date,
  activated: SecurityEvent,
): Promise<'activated' | 'moved' | 'too-many'> {
  const { name, secretKey, step, clockOffset, cancellationHash, passkey } = enrolment;
  const id = authenticatorOf(enrolment);
  const app: NewAuthenticator = { name, secretKey, createdAt: now.toISOString() };
  const sealed = sealer.seal(passkey?.record ?? JSON.stringify(app), authenticatorPlace(accountId, id));
  const keys = [
    enrolmentKey(accountId),
    plusKey(accountId),
    codeAttemptsKey(accountId),
    accountKey(accountId),
    wrongCodesKey(accountId),
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
    enrolment.cancellationMadeAt ?? now.toISOString(),
    passkey ? passkey.counter : '',
    passkey?.isBackedUp ? 1 : 0,
    accountId,
  ];
  const replaced = securityEvents.cancellationCodeReplaced(accountId);
  const reply = await activatePlus(recorder, keys, args, { activated, replaced });
  return reply === 1 ? 'activated' : reply === 0 ? 'moved' : 'too-many';
}
