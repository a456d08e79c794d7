/**
 * Supervised enrolment: the citizen's own browser shows a short code, and a clerk who has the citizen before them types it. That, and
 * nothing of the key, passes between the two. It counts for the application of that very account, once, for ten minutes.
 */
import { randomInt } from 'node:crypto';
import { type Recorder, recordedStep } from '../../audit/audit-log.ts';
import type { SecurityEvent } from '../../audit/events/security-event.ts';
import { parseMessageCode } from '../../one-time-codes/message-code.ts';
import { accountKey, enrolmentKey } from '../../storage/catalogue/account-keys.ts';
import type { Sealer } from '../../storage/sealed.ts';
import { versions } from '../../storage/versioned-record.ts';
import { type Enrolment, type HeldEnrolment, isHeld, isOver, livePairing, newPairing } from './enrolment.ts';
import {
  keyShown,
  moveEnrolment,
  recordLifeInSeconds,
  type StoredEnrolment,
  sealEnrolment,
} from './enrolment-record.ts';
import type { EnrolmentStore } from './enrolment-store.ts';

/**
 * `none`: there is no application that shows a code, or the code is over or worn out. `own-making`: the clerk made the account, or an
 * activation code for it.
 */
export type PassOutcome = 'passed' | 'wrong' | 'none' | 'moved' | 'own-making';

export interface PairingStore {
  /** Shows a code on the citizen's page; one that still counts stays. @returns false when the application moved. */
  offer(accountId: string, stored: StoredEnrolment<HeldEnrolment>, now: Date): Promise<boolean>;
  /** The citizen would rather go on alone. */
  withdraw(accountId: string, stored: StoredEnrolment<HeldEnrolment>): Promise<boolean>;
  /** Lets the application through in one step with its record. A wrong try is counted before it is told. */
  pass(
    accountId: string,
    typed: string,
    clerkId: string,
    now: Date,
    event: SecurityEvent,
  ): Promise<PassOutcome>;
}

const releaseHold = recordedStep<'passed', number>(import.meta.dirname, 'release-hold', versions);

/** Eight digits, which are read out across a counter. */
const digits = 8;

export function createPairingStore(
  recorder: Recorder,
  sealer: Sealer,
  enrolments: Pick<EnrolmentStore, 'find'>,
): PairingStore {
  const move = (accountId: string, version: number, next: Enrolment): Promise<boolean> =>
    moveEnrolment({ store: recorder.store, sealer }, accountId, version, next);

  return {
    async offer(accountId, { version, enrolment }, now) {
      if (livePairing(enrolment, now)) {
        return true;
      }
      const code = String(randomInt(10 ** digits)).padStart(digits, '0');
      return move(accountId, version, { ...enrolment, pairing: newPairing(code, now) });
    },

    withdraw(accountId, { version, enrolment: { pairing: _, ...alone } }) {
      return move(accountId, version, alone as HeldEnrolment);
    },

    async pass(accountId, typed, clerkId, now, event) {
      const stored = await enrolments.find(accountId);
      if (!stored || isOver(stored.enrolment, now) || !isHeld(stored.enrolment)) {
        return 'none';
      }
      const { version, enrolment } = stored;
      const pairing = livePairing(enrolment, now);
      if (!pairing) {
        return 'none';
      }
      if (parseMessageCode(typed) !== pairing.code) {
        const counted = { ...pairing, wrongTries: pairing.wrongTries + 1 };
        return (await move(accountId, version, { ...enrolment, pairing: counted })) ? 'wrong' : 'moved';
      }
      const passed = sealEnrolment(sealer, accountId, keyShown(enrolment, now));
      const keys = [enrolmentKey(accountId), accountKey(accountId)];
      const args = [version, passed, recordLifeInSeconds * 1000, clerkId];
      const reply = await releaseHold(recorder, keys, args, { passed: event });
      return reply === -1 ? 'own-making' : reply === 1 ? 'passed' : 'moved';
    },
  };
}
