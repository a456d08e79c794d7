/**
 * An application is worth what it was begun on: "Nem én voltam" and whatever else ends sessions end it too, in whatever order the two
 * arrive, on whatever node.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAccountSessionsStore } from '../../../src/accounts/account-sessions-store.ts';
import { createRecorder } from '../../../src/audit/audit-log.ts';
import { securityEvents } from '../../../src/audit/events/security-events.ts';
import { accountKey } from '../../../src/storage/catalogue/account-keys.ts';
import type { Store } from '../../../src/storage/redis.ts';
import { createAuthenticatorStore } from '../../../src/totp/authenticators/authenticator-store.ts';
import { createObjectionStore } from '../../../src/totp/authenticators/objection-store.ts';
import {
  type CancellationCodeShown,
  type Enrolment,
  fitsAccount,
  mostAuthenticators,
} from '../../../src/totp/enrolment/enrolment.ts';
import { createEnrolmentStore, type StoredEnrolment } from '../../../src/totp/enrolment/enrolment-store.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';
import { applyForPlus } from './apply-for-plus.ts';

const now = new Date('2026-01-16T08:00:07Z');

let redis: TestRedis;

beforeAll(async () => {
  redis = await startTestRedis();
});

afterAll(() => redis.stop());

const enrolmentsOn = (store: Store) => createEnrolmentStore(store, redis.sealer, redis.secrets);

interface Prepared {
  readonly accountId: string;
  /** The authenticator that somebody else's further application is begun on. */
  readonly authenticatorId: string;
  /** Nothing is missing of it but the last click. */
  readonly finished: StoredEnrolment<CancellationCodeShown>;
}

async function stored(accountId: string): Promise<StoredEnrolment<never>> {
  return (await enrolmentsOn(redis.store).find(accountId)) as StoredEnrolment<never>;
}

/** Begins a further application, up to where its törlőkód was shown. */
async function begun(accountId: string): Promise<StoredEnrolment<CancellationCodeShown>> {
  const enrolments = enrolmentsOn(redis.store);
  const sessionsEndedAt = Number(await redis.store.hget(accountKey(accountId), 'sessions_ended_at'));
  expect(await enrolments.start({ accountId, browser: 'any', sessionsEndedAt }, 0, now)).toBe(true);
  await enrolments.prove(accountId, await stored(accountId), 'Másik', 0);
  await enrolments.showCancellationCode(accountId, await stored(accountId), new Date());
  return stored(accountId);
}

async function prepare(): Promise<Prepared> {
  const accountId = randomUUID();
  const { authenticatorId } = await applyForPlus(redis, accountId, { now });
  return { accountId, authenticatorId, finished: await begun(accountId) };
}

function activate(store: Store, { accountId, finished }: Prepared) {
  const { authenticatorId, name } = finished.enrolment;
  const event = securityEvents.plusActivated(accountId, authenticatorId, name);
  return enrolmentsOn(store).activate(accountId, finished, mostAuthenticators, now, event);
}

function freeze(store: Store, { accountId, authenticatorId }: Omit<Prepared, 'finished'>) {
  const event = securityEvents.authenticatorFrozen(accountId, 'any');
  return createObjectionStore(createRecorder(store, redis.sealer)).freeze(
    { accountId, authenticatorId },
    now,
    event,
  );
}

async function inUse(accountId: string): Promise<string[]> {
  const { readable } = await createAuthenticatorStore(redis.store, redis.sealer).list(accountId);
  return readable.filter(({ isFrozen }) => !isFrozen).map(({ id }) => id);
}

describe('“Nem én voltam” about the authenticator that an application was begun on', () => {
  it('before the last click leaves nothing to activate', async () => {
    const prepared = await prepare();
    expect(await freeze(redis.store, prepared)).toBe('frozen');
    expect(await activate(redis.otherStore, prepared)).toBe('moved');
    expect(await inUse(prepared.accountId)).toEqual([]);
  });

  it('after the last click blocks what came of it, too', async () => {
    const prepared = await prepare();
    expect(await activate(redis.otherStore, prepared)).toBe('activated');
    expect(await freeze(redis.store, prepared)).toBe('frozen');
    expect(await inUse(prepared.accountId)).toEqual([]);
    expect(await freeze(redis.store, prepared)).toBe('before');
  });

  it('blocks what hangs on what hangs on it, and also when it was removed in between', async () => {
    const { accountId, authenticatorId, finished } = await prepare();
    await activate(redis.store, { accountId, authenticatorId, finished });
    const next = { accountId, authenticatorId, finished: await begun(accountId) };
    await activate(redis.store, next);
    const authenticators = createAuthenticatorStore(redis.store, redis.sealer);
    const event = securityEvents.authenticatorForgotten(accountId, 'any', 'any');
    await authenticators.forget({ id: accountId, sessionsEndedAt: 0 }, authenticatorId, event);
    expect(await inUse(accountId)).toHaveLength(2);
    expect(await freeze(redis.store, { accountId, authenticatorId })).toBe('frozen');
    expect(await inUse(accountId)).toEqual([]);
  });

  it('lets one be that was there before it', async () => {
    const prepared = await prepare();
    await activate(redis.store, prepared);
    const { authenticatorId } = prepared.finished.enrolment;
    expect(await freeze(redis.store, { accountId: prepared.accountId, authenticatorId })).toBe('frozen');
    expect(await inUse(prepared.accountId)).toEqual([prepared.authenticatorId]);
  });

  it('in the same instant as the last click, on two nodes, has one outcome: 500 interleavings', async () => {
    const outcomes = new Set<string>();
    for (let round = 0; round < 500; round += 1) {
      const prepared = await prepare();
      const acts = [
        async () => void outcomes.add(await activate(redis.otherStore, prepared)),
        async () => void expect(await freeze(redis.store, prepared)).toBe('frozen'),
      ];
      await Promise.all((round % 2 ? acts.reverse() : acts).map((act) => act()));
      expect(await inUse(prepared.accountId)).toEqual([]);
    }
    expect([...outcomes].every((outcome) => outcome === 'activated' || outcome === 'moved')).toBe(true);
  }, 120_000);
});

describe('an application', () => {
  it('is over once sessions were ended, whatever ended them', async () => {
    const prepared = await prepare();
    await redis.store.hset(accountKey(prepared.accountId), 'status', 'active');
    const event = securityEvents.sessionsEnded(prepared.accountId, 'asked');
    await createAccountSessionsStore(createRecorder(redis.otherStore, redis.sealer)).endSessions(
      prepared.accountId,
      event,
    );
    expect(await activate(redis.store, prepared)).toBe('moved');
    expect(await inUse(prepared.accountId)).toEqual([prepared.authenticatorId]);
  });

  it('does not begin for somebody whose sessions were ended since theirs was looked at', async () => {
    const accountId = randomUUID();
    await redis.store.hset(accountKey(accountId), 'sessions_ended_at', 7);
    const applicant = { accountId, browser: 'any', sessionsEndedAt: 6 };
    expect(await enrolmentsOn(redis.store).start(applicant, 0, now)).toBe(false);
    expect(await enrolmentsOn(redis.store).startWithContactCode(applicant, 0, now)).toBeUndefined();
  });

  it('begun with the password alone does not begin beside an authenticator', async () => {
    const accountId = randomUUID();
    await applyForPlus(redis, accountId, { now });
    const applicant = { accountId, browser: 'any', sessionsEndedAt: 0 };
    expect(await enrolmentsOn(redis.store).startWithContactCode(applicant, 0, now)).toBeUndefined();
    expect(await enrolmentsOn(redis.store).start(applicant, 0, now, new Date())).toBe(false);
  });

  it('is not activated for an account that is suspended', async () => {
    const prepared = await prepare();
    await redis.store.hset(accountKey(prepared.accountId), 'status', 'suspended');
    expect(await activate(redis.store, prepared)).toBe('moved');
  });

  it.each([
    ['with the account of then', 'password', 7, { sessionsEndedAt: 7, hasPlus: false }, true],
    ['with its second factor there', 'second-factor', 7, { sessionsEndedAt: 7, hasPlus: true }, true],
    ['after sessions ended', 'password', 6, { sessionsEndedAt: 7, hasPlus: false }, false],
    ['without the second factor', 'second-factor', 7, { sessionsEndedAt: 7, hasPlus: false }, false],
    ['for the first beside another', 'password', 7, { sessionsEndedAt: 7, hasPlus: true }, false],
    ['of an older version', undefined, undefined, { sessionsEndedAt: 0, hasPlus: false }, false],
  ] as const)('%s fits or not', (_, begunWith, sessionsEndedAt, account, fits) => {
    expect(fitsAccount({ begunWith, sessionsEndedAt } as Enrolment, account)).toBe(fits);
  });
});
