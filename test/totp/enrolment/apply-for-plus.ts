/** A whole application for an authenticator, from the key to the end, as a citizen makes it who proved themselves before. */
import { securityEvents } from '../../../src/audit/events/security-events.ts';
import { accountKey } from '../../../src/storage/catalogue/account-keys.ts';
import { createEnrolmentStore } from '../../../src/totp/enrolment/enrolment-store.ts';
import type { TestRedis } from '../../support/redis.ts';

export interface AppliedFor {
  readonly authenticatorId: string;
  readonly secretKey: string;
  readonly cancellationCode: string;
}

export interface ApplicationDetails {
  readonly now: Date;
  readonly name?: string;
  /** The step that was proven, which is spent. */
  readonly step?: number;
  /** How many authenticators the account may have; 1 for the first. */
  readonly most?: number;
}

export async function applyForPlus(
  { store, sealer, secrets }: TestRedis,
  accountId: string,
  { now, name = 'Telefon', step = 0, most = 1 }: ApplicationDetails,
): Promise<AppliedFor> {
  const enrolments = createEnrolmentStore(store, sealer, secrets);
  const sessionsEndedAt = Number((await store.hget(accountKey(accountId), 'sessions_ended_at')) ?? 0);
  await enrolments.start({ accountId, browser: `browser of ${accountId}`, sessionsEndedAt }, 0, now);
  const shown = await enrolments.find(accountId);
  if (shown?.enrolment.state !== 'key-shown') {
    throw new Error('the application did not start');
  }
  const { version, enrolment } = shown;
  await enrolments.prove(accountId, { version, enrolment }, name, step);
  const proven = { ...enrolment, state: 'proven', name, step } as const;
  const code = await enrolments.showCancellationCode(
    accountId,
    { version: version + 1, enrolment: proven },
    new Date(),
  );
  const ready = await enrolments.find(accountId);
  if (ready?.enrolment.state !== 'cancellation-code-shown' || code === undefined) {
    throw new Error('the törlőkód was not shown');
  }
  const finished = { version: ready.version, enrolment: ready.enrolment };
  const outcome = await enrolments.activate(
    accountId,
    finished,
    most,
    now,
    securityEvents.plusActivated(accountId, 'any', 'any'),
  );
  if (outcome !== 'activated') {
    throw new Error(`the authenticator was not activated: ${outcome}`);
  }
  const { authenticatorId, secretKey } = enrolment;
  return { authenticatorId, secretKey, cancellationCode: code };
}
