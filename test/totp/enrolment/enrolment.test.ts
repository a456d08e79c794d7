import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRecorder } from '../../../src/audit/audit-log.ts';
import { securityEvents } from '../../../src/audit/events/security-events.ts';
import { type CodeToSend, nextMessageAt } from '../../../src/one-time-codes/message-code.ts';
import { readPaperCode } from '../../../src/one-time-codes/paper-code.ts';
import {
  accountKey,
  codeAttemptsKey,
  enrolmentKey,
  plusKey,
  wrongCodesKey,
} from '../../../src/storage/catalogue/account-keys.ts';
import { codeCounterOf } from '../../../src/throttle/failures/code-attempts.ts';
import {
  type AuthenticatorStore,
  createAuthenticatorStore,
} from '../../../src/totp/authenticators/authenticator-store.ts';
import { createObjectionStore } from '../../../src/totp/authenticators/objection-store.ts';
import {
  hashCancellationCode,
  lastFourOf,
  newCancellationCode,
} from '../../../src/totp/cancellation/cancellation-code.ts';
import {
  type ContactCodeSent,
  type Enrolment,
  isOver,
  mostAuthenticators,
} from '../../../src/totp/enrolment/enrolment.ts';
import {
  type Applicant,
  createEnrolmentStore,
  type EnrolmentStore,
  isOwnApplication,
  type StoredEnrolment,
} from '../../../src/totp/enrolment/enrolment-store.ts';
import { currentCode } from '../../../src/totp/totp.ts';
import { createVerifyCode } from '../../../src/totp/verify-code.ts';
import { leaks } from '../../support/leaks.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';
import { applyForPlus } from './apply-for-plus.ts';

const second = 1000;
const minute = 60 * second;
/** Seven seconds into a step. */
const start = new Date('2026-01-16T08:00:07Z');
const startStep = Math.floor(start.getTime() / (30 * second));

let redis: TestRedis;
let enrolments: EnrolmentStore;
/** The same as another node has it. */
let enrolmentsElsewhere: EnrolmentStore;
let authenticators: AuthenticatorStore;
let authenticatorsElsewhere: AuthenticatorStore;

beforeAll(async () => {
  redis = await startTestRedis();
  const { store, otherStore, sealer, secrets } = redis;
  enrolments = createEnrolmentStore(store, sealer, secrets);
  enrolmentsElsewhere = createEnrolmentStore(otherStore, sealer, secrets);
  authenticators = createAuthenticatorStore(store, sealer);
  authenticatorsElsewhere = createAuthenticatorStore(otherStore, sealer);
});

afterAll(() => redis.stop());

function later(milliseconds: number): Date {
  return new Date(start.getTime() + milliseconds);
}

function applicant(accountId: string, browser = 'browser of anna'): Applicant {
  return { accountId, browser, sessionsEndedAt: 0 };
}

/** The application as it is stored, which must be in this state. */
async function stored<State extends Enrolment['state']>(
  accountId: string,
  state: State,
): Promise<StoredEnrolment<Extract<Enrolment, { state: State }>>> {
  const found = await enrolments.find(accountId);
  expect(found?.enrolment.state).toBe(state);
  return found as StoredEnrolment<Extract<Enrolment, { state: State }>>;
}

async function keyShown(accountId: string = randomUUID()): Promise<string> {
  const sessionsEndedAt = Number(await redis.store.hget(accountKey(accountId), 'sessions_ended_at'));
  expect(await enrolments.start({ ...applicant(accountId), sessionsEndedAt }, 0, start)).toBe(true);
  return accountId;
}

async function proven(accountId?: string, step = 0): Promise<string> {
  const id = await keyShown(accountId);
  expect(await enrolments.prove(id, await stored(id, 'key-shown'), 'Anna telefonja', step)).toBe(true);
  return id;
}

async function showCancellationCode(accountId: string): Promise<string> {
  const code = await enrolments.showCancellationCode(
    accountId,
    await stored(accountId, 'proven'),
    new Date(),
  );
  expect(code).toBeDefined();
  return code ?? '';
}

interface Applied {
  readonly id: string;
  readonly cancellationCode: string;
}

async function cancellationCodeShown(accountId?: string, step?: number): Promise<Applied> {
  const id = await proven(accountId, step);
  return { id, cancellationCode: await showCancellationCode(id) };
}

async function activated(accountId?: string, step?: number): Promise<Applied> {
  const applied = await cancellationCodeShown(accountId, step);
  const ready = await stored(applied.id, 'cancellation-code-shown');
  expect(
    await enrolments.activate(
      applied.id,
      ready,
      1,
      start,
      securityEvents.plusActivated(applied.id, 'any', 'any'),
    ),
  ).toBe('activated');
  return applied;
}

function cancel(accountId: string, code: string, store = authenticators): Promise<boolean> {
  return store.cancel(accountId, [hashCancellationCode(redis.secrets, accountId, code)], {
    cancelled: securityEvents.plusCancelled(accountId, 'public'),
    refused: securityEvents.cancellationRefused(accountId),
  });
}

/** Twenty at once, half of them on another node. */
function twentyTimes<Result>(
  act: (store: EnrolmentStore, authenticators: AuthenticatorStore) => Promise<Result>,
): Promise<Result[]> {
  return Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      index % 2 ? act(enrolments, authenticators) : act(enrolmentsElsewhere, authenticatorsElsewhere),
    ),
  );
}

describe('an application', () => {
  it('goes from the key to the proof, the törlőkód and the Ügyfélkapu+, with one key all along', async () => {
    const id = randomUUID();
    expect(await enrolments.find(id)).toBeUndefined();

    await enrolments.start(applicant(id), 0, start);
    const first = await stored(id, 'key-shown');
    expect(first.enrolment.expiresAt).toBe(later(30 * minute).toISOString());

    await enrolments.prove(id, first, 'Anna telefonja', startStep);
    const second = await stored(id, 'proven');
    expect(second.enrolment).toEqual({
      ...first.enrolment,
      state: 'proven',
      name: 'Anna telefonja',
      step: startStep,
    });

    const code = await enrolments.showCancellationCode(id, second, new Date());
    const third = await stored(id, 'cancellation-code-shown');
    expect(third.enrolment).toMatchObject({ ...second.enrolment, state: 'cancellation-code-shown' });
    expect(enrolments.knowsCancellationCode(id, third.enrolment, code ?? '')).toBe(true);

    expect((await authenticators.list(id)).readable).toEqual([]);
    expect(
      await enrolments.activate(id, third, 1, later(minute), securityEvents.plusActivated(id, 'any', 'any')),
    ).toBe('activated');
    expect(await enrolments.find(id)).toBeUndefined();
    expect((await authenticators.list(id)).readable).toEqual([
      {
        id: first.enrolment.authenticatorId,
        name: 'Anna telefonja',
        secretKey: first.enrolment.secretKey,
        createdAt: later(minute).toISOString(),
        lastUsedAt: undefined,
        isFrozen: false,
        clockOffset: 0,
      },
    ]);
  });

  it('keeps its key when the page is loaded again or started again', async () => {
    const id = await keyShown();
    const before = await stored(id, 'key-shown');
    expect(await enrolments.start(applicant(id), 0, later(minute))).toBe(false);
    expect(await stored(id, 'key-shown')).toEqual(before);
  });

  it('of everybody has another key', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => keyShown()));
    const keys = await Promise.all(
      ids.map(async (id) => (await stored(id, 'key-shown')).enrolment.secretKey),
    );
    expect(new Set(keys).size).toBe(20);
  });

  it('lasts half an hour', async () => {
    const { enrolment } = await stored(await keyShown(), 'key-shown');
    expect(isOver(enrolment, later(30 * minute - 1))).toBe(false);
    expect(isOver(enrolment, later(30 * minute))).toBe(true);
  });

  it('is not prolonged by its moves', async () => {
    const { id } = await cancellationCodeShown();
    const { enrolment } = await stored(id, 'cancellation-code-shown');
    expect(enrolment.expiresAt).toBe(later(30 * minute).toISOString());
  });

  it('that is over is kept for sixty days, so that the citizen can be told', async () => {
    const life = await redis.store.pttl(enrolmentKey(await keyShown()));
    expect(life).toBeGreaterThan(59 * 24 * 60 * minute);
    expect(life).toBeLessThanOrEqual(60 * 24 * 60 * minute);
  });

  it('that is over starts again with another key', async () => {
    const id = await proven();
    const old = await stored(id, 'proven');
    expect(await enrolments.start(applicant(id), old.version, later(31 * minute))).toBe(true);
    const { enrolment } = await stored(id, 'key-shown');
    expect(enrolment.secretKey).not.toBe(old.enrolment.secretKey);
    expect(enrolment.authenticatorId).not.toBe(old.enrolment.authenticatorId);
    expect(isOver(enrolment, later(31 * minute))).toBe(false);
  });

  it('decided on a state that has passed changes nothing', async () => {
    const id = await keyShown();
    const seen = await stored(id, 'key-shown');
    await enrolments.prove(id, seen, 'Anna telefonja', 1);
    const now = await stored(id, 'proven');
    expect(await enrolments.prove(id, seen, 'Tolvaj telefonja', 2)).toBe(false);
    expect(await enrolments.start(applicant(id), seen.version, start)).toBe(false);
    expect(await stored(id, 'proven')).toEqual(now);
  });

  it('is not opened from the record of another account', async () => {
    const [anna, thief] = [await keyShown(), randomUUID()];
    await redis.store.copy(enrolmentKey(anna), enrolmentKey(thief));
    await expect(enrolments.find(thief)).rejects.toThrow();
  });
});

describe('of twenty parallel moves exactly one happens', () => {
  it('at the start', async () => {
    const id = randomUUID();
    const started = await twentyTimes((store) => store.start(applicant(id), 0, start));
    expect(started.filter(Boolean)).toHaveLength(1);
    expect(await stored(id, 'key-shown')).toMatchObject({ version: expect.any(Number) });
  });

  it('at the start over again', async () => {
    const id = await keyShown();
    const { version } = await stored(id, 'key-shown');
    const started = await twentyTimes((store) => store.start(applicant(id), version, later(31 * minute)));
    expect(started.filter(Boolean)).toHaveLength(1);
  });

  it('at the proof', async () => {
    const id = await keyShown();
    const shown = await stored(id, 'key-shown');
    const moved = await twentyTimes((store) => store.prove(id, shown, 'Anna telefonja', 0));
    expect(moved.filter(Boolean)).toHaveLength(1);
  });

  it('at the törlőkód, and the one that was shown is the one that counts', async () => {
    const id = await proven();
    const before = await stored(id, 'proven');
    const codes = await twentyTimes((store) => store.showCancellationCode(id, before, new Date()));
    const [code = '', ...others] = codes.filter((shown) => shown !== undefined);
    expect(others).toEqual([]);
    const { enrolment } = await stored(id, 'cancellation-code-shown');
    expect(enrolments.knowsCancellationCode(id, enrolment, code)).toBe(true);
  });

  it('at the end', async () => {
    const { id } = await cancellationCodeShown();
    const ready = await stored(id, 'cancellation-code-shown');
    const outcomes = await twentyTimes((store) =>
      store.activate(id, ready, 1, start, securityEvents.plusActivated(id, 'any', 'any')),
    );
    expect(outcomes.filter((outcome) => outcome === 'activated')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'moved')).toHaveLength(19);
    expect((await authenticators.list(id)).readable).toHaveLength(1);
  });
});

describe('activating', () => {
  it('burns the step that was proven, and every earlier one', async () => {
    const { id } = await activated(undefined, startStep);
    const verifyCode = createVerifyCode(authenticators);
    const stranger = { knownDevice: undefined };
    const [authenticator] = (await authenticators.list(id)).readable;
    const codeOf = (instant: Date): string => currentCode(authenticator?.secretKey ?? '', instant).code;
    expect(await verifyCode(id, codeOf(later(-30 * second)), stranger, start)).toEqual({ kind: 'used' });
    expect(await verifyCode(id, codeOf(start), stranger, start)).toEqual({ kind: 'used' });
    const next = later(30 * second);
    expect(await verifyCode(id, codeOf(next), stranger, next)).toMatchObject({ kind: 'verified' });
  });

  it('twice has no effect the second time', async () => {
    const { id } = await cancellationCodeShown();
    const ready = await stored(id, 'cancellation-code-shown');
    expect(
      await enrolments.activate(id, ready, 1, start, securityEvents.plusActivated(id, 'any', 'any')),
    ).toBe('activated');
    const before = await redis.store.hgetall(plusKey(id));
    expect(
      await enrolments.activate(id, ready, 1, later(minute), securityEvents.plusActivated(id, 'any', 'any')),
    ).toBe('moved');
    expect(await redis.store.hgetall(plusKey(id))).toEqual(before);
  });

  it('with a törlőkód that has been replaced since has no effect', async () => {
    const { id } = await cancellationCodeShown();
    const old = await stored(id, 'cancellation-code-shown');
    await enrolments.showCancellationCode(id, old, new Date());
    expect(await enrolments.activate(id, old, 1, start, securityEvents.plusActivated(id, 'any', 'any'))).toBe(
      'moved',
    );
    expect((await authenticators.list(id)).readable).toEqual([]);
  });

  it('beside an existing Ügyfélkapu+ leaves that one as it is', async () => {
    const { id, cancellationCode } = await activated();
    const before = (await authenticators.list(id)).readable;
    await cancellationCodeShown(id);
    const ready = await stored(id, 'cancellation-code-shown');
    expect(
      await enrolments.activate(id, ready, 1, start, securityEvents.plusActivated(id, 'any', 'any')),
    ).toBe('too-many');
    expect((await authenticators.list(id)).readable).toEqual(before);
    expect(await cancel(id, cancellationCode)).toBe(true);
  });

  it('forgets the failures of the Ügyfélkapu+ before', async () => {
    const id = randomUUID();
    for (let guess = 0; guess < 5; guess += 1) {
      await authenticators.beginCodeAttempt(id, { knownDevice: undefined }, start);
    }
    await activated(id);
    const { verdict } = await authenticators.beginCodeAttempt(id, { knownDevice: undefined }, start);
    expect(verdict).toEqual({ kind: 'allowed', attemptsLeft: 4, failuresBefore: 0 });
  });
});

describe('a dump of the store', () => {
  it('holds neither key nor törlőkód in clear', async () => {
    const waiting = await keyShown();
    const { enrolment } = await stored(waiting, 'key-shown');
    const applied = await activated();
    const [authenticator] = (await authenticators.list(applied.id)).readable;
    const dump = appendOnlyFile();
    expect(dump).toContain(applied.id);
    for (const secret of [
      enrolment.secretKey,
      authenticator?.secretKey ?? '',
      'Anna telefonja',
      applied.cancellationCode,
      readPaperCode(applied.cancellationCode),
    ]) {
      expect(secret).not.toBe('');
      expect(dump).not.toContain(Buffer.from(secret).toString('latin1'));
    }
  });

  function appendOnlyFile(): string {
    const directory = join(redis.directory, 'appendonlydir');
    return readdirSync(directory)
      .map((file) => readFileSync(join(directory, file), 'latin1'))
      .join('');
  }
});

describe('a törlőkód', () => {
  const codes = Array.from({ length: 2000 }, newCancellationCode);
  const letters = codes.map((code) => code.replaceAll('-', ''));

  it('has at least 112 bits by its alphabet and length', () => {
    for (const code of codes) {
      expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){6}$/);
    }
    const lettersAt = Array.from({ length: 28 }, (_, at) => new Set(letters.map((code) => code[at])).size);
    const bits = lettersAt.reduce((sum, size) => sum + Math.log2(size), 0);
    expect(bits).toBeGreaterThanOrEqual(112);
  });

  it('has every letter about as often as any other', () => {
    const counts = new Map<string, number>();
    for (const letter of letters.join('')) {
      counts.set(letter, (counts.get(letter) ?? 0) + 1);
    }
    const expected = (letters.length * 28) / 32;
    expect(counts.size).toBe(32);
    expect(Math.min(...counts.values())).toBeGreaterThan(expected * 0.8);
    expect(Math.max(...counts.values())).toBeLessThan(expected * 1.2);
  });

  it('is never the same', () => {
    expect(new Set(codes).size).toBe(codes.length);
  });

  const code = '7K2M-01AB-CDEF-GHJK-MNPQ-RSTV-WXYZ';
  const typed: [string, string][] = [
    ['in lower case', '7k2m-01ab-cdef-ghjk-mnpq-rstv-wxyz'],
    ['without hyphens', '7K2M01ABCDEFGHJKMNPQRSTVWXYZ'],
    ['with spaces', ' 7K2M 01AB CDEF GHJK MNPQ RSTV WXYZ '],
    ['with line breaks and tabs', '7K2M01ABCDEF\r\n\tGHJKMNPQRSTVWXYZ'],
    ['with en dashes', '7K2M–01AB–CDEF–GHJK–MNPQ–RSTV–WXYZ'],
    ['with the letter O for zero', '7K2M-O1AB-CDEF-GHJK-MNPQ-RSTV-WXYZ'],
    ['with a small o for zero', '7k2m-o1ab-cdef-ghjk-mnpq-rstv-wxyz'],
    ['with the letter I for one', '7K2M-0IAB-CDEF-GHJK-MNPQ-RSTV-WXYZ'],
    ['with a small L for one', '7K2M-0lAB-CDEF-GHJK-MNPQ-RSTV-WXYZ'],
    ['in full-width letters', '７Ｋ２Ｍ-01AB-CDEF-GHJK-MNPQ-RSTV-WXYZ'],
  ];

  it.each(typed)('is the same %s', (_, text) => {
    expect(readPaperCode(text)).toBe('7K2M01ABCDEFGHJKMNPQRSTVWXYZ');
    expect(lastFourOf(text)).toBe('WXYZ');
    const hash = (text: string): string => hashCancellationCode(redis.secrets, 'anna', text);
    expect(hash(text)).toBe(hash(code));
  });

  it('is another one when a character differs', () => {
    const hash = (text: string): string => hashCancellationCode(redis.secrets, 'anna', text);
    expect(hash('7K2M-01AB-CDEF-GHJK-MNPQ-RSTV-WXY2')).not.toBe(hash(code));
    expect(hash(code.slice(0, -1))).not.toBe(hash(code));
  });

  it('has another hash in every account and under every key', () => {
    const { subject_key } = redis.secrets;
    const hash = hashCancellationCode(redis.secrets, 'anna', code);
    expect(hashCancellationCode(redis.secrets, 'bela', code)).not.toBe(hash);
    const another = { ...redis.secrets, index_key: subject_key };
    expect(hashCancellationCode(another, 'anna', code)).not.toBe(hash);
  });

  it('is known by its last four characters, of the newest one alone', async () => {
    const { id, cancellationCode: first } = await cancellationCodeShown();
    const again = await stored(id, 'cancellation-code-shown');
    expect(enrolments.knowsLastFour(id, again.enrolment, first.slice(-4).toLowerCase())).toBe(true);
    expect(enrolments.knowsLastFour(id, again.enrolment, '')).toBe(false);
    expect(enrolments.knowsLastFour(id, again.enrolment, first.slice(-3))).toBe(false);
    expect(enrolments.knowsLastFour(randomUUID(), again.enrolment, first.slice(-4))).toBe(false);

    const second = (await enrolments.showCancellationCode(id, again, new Date())) ?? '';
    const { enrolment } = await stored(id, 'cancellation-code-shown');
    expect(enrolments.knowsLastFour(id, enrolment, second.slice(-4))).toBe(true);
    expect(enrolments.knowsLastFour(id, enrolment, first.slice(-4))).toBe(false);
    expect(enrolments.knowsCancellationCode(id, enrolment, first)).toBe(false);
  });
});

describe('cancelling', () => {
  it('takes the Ügyfélkapu+ away, however the törlőkód is typed', async () => {
    const { id, cancellationCode } = await activated();
    const typed = ` ${cancellationCode.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')}`;
    expect(await cancel(id, typed)).toBe(true);
    expect((await authenticators.list(id)).readable).toEqual([]);
  });

  it.each([
    ['another', () => newCancellationCode()],
    ['none', () => ''],
    ['the last four characters', (code: string) => code.slice(-4)],
  ])('with a wrong törlőkód changes nothing: %s', async (_, typed) => {
    const { id, cancellationCode } = await activated();
    const before = await redis.store.hgetall(plusKey(id));
    expect(await cancel(id, typed(cancellationCode))).toBe(false);
    expect(await redis.store.hgetall(plusKey(id))).toEqual(before);
    expect(await redis.store.exists(accountKey(id))).toBe(0);
  });

  it('without an Ügyfélkapu+ changes nothing', async () => {
    const id = randomUUID();
    expect(await cancel(id, newCancellationCode())).toBe(false);
    expect(await cancel(id, '')).toBe(false);
    expect(await redis.store.exists(accountKey(id))).toBe(0);
  });

  it('takes the newest törlőkód alone', async () => {
    const { id, cancellationCode: first } = await cancellationCodeShown();
    const again = await stored(id, 'cancellation-code-shown');
    const second = (await enrolments.showCancellationCode(id, again, new Date())) ?? '';
    await enrolments.activate(
      id,
      await stored(id, 'cancellation-code-shown'),
      1,
      start,
      securityEvents.plusActivated(id, 'any', 'any'),
    );
    expect(await cancel(id, first)).toBe(false);
    expect(await cancel(id, second)).toBe(true);
  });

  it('takes a törlőkód once: it does not cancel what was applied for afterwards', async () => {
    const { id, cancellationCode } = await activated();
    expect(await cancel(id, cancellationCode)).toBe(true);
    expect(await cancel(id, cancellationCode)).toBe(false);
    await activated(id);
    expect(await cancel(id, cancellationCode)).toBe(false);
    expect((await authenticators.list(id)).readable).toHaveLength(1);
  });

  it('takes the törlőkód of this account alone, also where its hash was copied', async () => {
    const [anna, thief] = [await activated(), await activated()];
    expect(await cancel(anna.id, thief.cancellationCode)).toBe(false);
    const hash = await redis.store.hget(plusKey(thief.id), 'cancellation');
    await redis.store.hset(plusKey(anna.id), 'cancellation', hash ?? '');
    expect(await cancel(anna.id, thief.cancellationCode)).toBe(false);
    expect((await authenticators.list(anna.id)).readable).toHaveLength(1);
  });

  it('happens once of twenty parallel times', async () => {
    const { id, cancellationCode } = await activated();
    const cancelled = await twentyTimes((_, store) => cancel(id, cancellationCode, store));
    expect(cancelled.filter(Boolean)).toHaveLength(1);
  });

  it('ends every session of the account, at this second of the store’s clock', async () => {
    const { id, cancellationCode } = await activated();
    const [before] = await redis.store.time();
    await cancel(id, cancellationCode);
    const [after] = await redis.store.time();
    const endedAt = Number(await redis.store.hget(accountKey(id), 'sessions_ended_at'));
    expect(endedAt).toBeGreaterThanOrEqual(Number(before));
    expect(endedAt).toBeLessThanOrEqual(Number(after));
  });

  it('ends the sessions in the same step: nobody ever sees one without the other', async () => {
    const applied = await Promise.all(Array.from({ length: 60 }, () => activated()));
    const watched = new AbortController();
    const halfDone = watch(
      applied.map(({ id }) => id),
      watched.signal,
    );
    await Promise.all(applied.map(({ id, cancellationCode }) => cancel(id, cancellationCode)));
    watched.abort();
    expect(await halfDone).toEqual([]);
  });

  /** Looks on from another node until told to stop. Returns the accounts that were seen cancelled with sessions going on. */
  async function watch(ids: readonly string[], stop: AbortSignal): Promise<string[]> {
    const halfDone: string[] = [];
    while (!stop.aborted) {
      for (const id of ids) {
        const reading = redis.otherStore
          .multi()
          .exists(plusKey(id))
          .hget(accountKey(id), 'sessions_ended_at');
        const [[, exists], [, endedAt]] = (await reading.exec()) as [[null, number], [null, string | null]];
        if (exists === 0 && endedAt === null) {
          halfDone.push(id);
        }
      }
    }
    return halfDone;
  }

  it('lets an exhausted citizen apply again with a clean counter', async () => {
    const { id, cancellationCode } = await activated();
    await redis.store.hset(codeAttemptsKey(id), 'failures', 50);
    await redis.store.hset(wrongCodesKey(id), 'strangers row', 50);
    expect((await authenticators.beginCodeAttempt(id, { knownDevice: undefined }, start)).verdict).toEqual({
      kind: 'exhausted',
    });
    expect(await cancel(id, cancellationCode)).toBe(true);
    expect(await redis.store.exists(codeAttemptsKey(id), wrongCodesKey(id))).toBe(0);
    await activated(id);
    const { verdict } = await authenticators.beginCodeAttempt(id, { knownDevice: undefined }, start);
    expect(verdict).toEqual({ kind: 'allowed', attemptsLeft: 4, failuresBefore: 0 });
  });
});

const hour = 60 * minute;

describe('the browser of an application', () => {
  it('is the one that began it, and no other, all along', async () => {
    const { id } = await cancellationCodeShown();
    const { enrolment } = await stored(id, 'cancellation-code-shown');
    expect(isOwnApplication(enrolment, applicant(id))).toBe(true);
    for (const browser of ['browser of bela', '', enrolment.browserHash]) {
      expect(isOwnApplication(enrolment, applicant(id, browser))).toBe(false);
    }
  });

  it('may be another after a start over, and the key is worth nothing then', async () => {
    const id = await keyShown();
    const old = await stored(id, 'key-shown');
    expect(await enrolments.start(applicant(id, 'another'), old.version, start)).toBe(true);
    const { enrolment } = await stored(id, 'key-shown');
    expect(isOwnApplication(enrolment, applicant(id))).toBe(false);
    expect(isOwnApplication(enrolment, applicant(id, 'another'))).toBe(true);
    expect(enrolment.secretKey).not.toBe(old.enrolment.secretKey);
  });
});

describe('an application that awaits a code sent to the citizen', () => {
  async function codeSent(): Promise<CodeToSend & { id: string }> {
    const id = randomUUID();
    const sent = await enrolments.startWithContactCode(applicant(id), 0, start);
    return { id, code: sent?.code ?? '', sessionIdentifier: sent?.sessionIdentifier ?? '' };
  }

  function wrongCode(code: string, nth = 1): string {
    return String((Number(code) + nth) % 100_000_000).padStart(8, '0');
  }

  it('begins with eight digits and a session identifier of three, of which only a hash is kept', async () => {
    const { id, code, sessionIdentifier } = await codeSent();
    expect(code).toMatch(/^\d{8}$/);
    expect(sessionIdentifier).toMatch(/^\d{3}$/);
    const { enrolment } = await stored(id, 'contact-code-sent');
    expect(leaks(JSON.stringify(enrolment), code)).toBe(false);
    expect(enrolment).toMatchObject({ sessionIdentifier, timesSent: 1, wrongCodes: 0 });
    expect(enrolment.expiresAt).toBe(later(30 * minute).toISOString());
  });

  it.each([(code: string) => code, (code: string) => ` ${code.slice(0, 4)} ${code.slice(4)}\n`])(
    'shows the key after the right one, for half an hour from then, in the same browser: %#',
    async (typed) => {
      const { id, code } = await codeSent();
      const before = await stored(id, 'contact-code-sent');
      const now = later(20 * minute);
      expect(await enrolments.checkContactCode(id, before, typed(code), now)).toBe('right');
      const { enrolment } = await stored(id, 'key-shown');
      const { authenticatorId, secretKey, browserHash } = before.enrolment;
      const expiresAt = later(50 * minute).toISOString();
      expect(enrolment).toEqual({
        state: 'key-shown',
        ...{ authenticatorId, secretKey, browserHash, expiresAt },
        ...{ begunWith: 'password', sessionsEndedAt: 0 },
      });
    },
  );

  it('counts a wrong one, and is over after five', async () => {
    const { id, code } = await codeSent();
    for (let wrong = 1; wrong <= 5; wrong += 1) {
      const before = await stored(id, 'contact-code-sent');
      expect(isOver(before.enrolment, start)).toBe(false);
      expect(await enrolments.checkContactCode(id, before, wrongCode(code, wrong), start)).toBe('wrong');
      expect((await stored(id, 'contact-code-sent')).enrolment.wrongCodes).toBe(wrong);
    }
    expect(isOver((await stored(id, 'contact-code-sent')).enrolment, start)).toBe(true);
  });

  it.each(['', ' ', '0', '1234567', 'abcdefgh'])('is not moved by something else: "%s"', async (typed) => {
    const { id } = await codeSent();
    const before = await stored(id, 'contact-code-sent');
    expect(await enrolments.checkContactCode(id, before, typed, start)).toBe('wrong');
  });

  it('takes the code of this account alone', async () => {
    const [anna, bela] = [await codeSent(), await codeSent()];
    const before = await stored(anna.id, 'contact-code-sent');
    const copied = (await stored(bela.id, 'contact-code-sent')).enrolment.contactCodeHash;
    const tampered = { ...before, enrolment: { ...before.enrolment, contactCodeHash: copied } };
    expect(await enrolments.checkContactCode(anna.id, tampered, bela.code, start)).toBe('wrong');
  });

  /** As the page does it: read, refuse when over, check; whoever was too slow reads again. */
  async function guess(
    store: EnrolmentStore,
    id: string,
    typed: string,
  ): Promise<'right' | 'wrong' | 'over'> {
    for (;;) {
      const found = await store.find(id);
      if (found?.enrolment.state !== 'contact-code-sent' || isOver(found.enrolment, start)) {
        return 'over';
      }
      const awaiting: StoredEnrolment<ContactCodeSent> = { ...found, enrolment: found.enrolment };
      const outcome = await store.checkContactCode(id, awaiting, typed, start);
      if (outcome !== 'moved') {
        return outcome;
      }
    }
  }

  it('evaluates five of two hundred parallel guesses on two nodes, however often they come again', async () => {
    const { id, code } = await codeSent();
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, (_, nth) =>
        guess(nth % 2 ? enrolments : enrolmentsElsewhere, id, wrongCode(code, nth + 1)),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'wrong')).toHaveLength(5);
    expect(outcomes.filter((outcome) => outcome === 'over')).toHaveLength(195);
    expect(await guess(enrolments, id, code)).toBe('over');
  });

  it('evaluates one of two hundred guesses that were decided on the same state', async () => {
    const { id, code } = await codeSent();
    const before = await stored(id, 'contact-code-sent');
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, (_, nth) =>
        (nth % 2 ? enrolments : enrolmentsElsewhere).checkContactCode(
          id,
          before,
          wrongCode(code, nth),
          start,
        ),
      ),
    );
    expect(outcomes.filter((outcome) => outcome !== 'moved')).toHaveLength(1);
  });

  it('gets another code, the one before is void; wrong codes start again, messages go on', async () => {
    const { id, code } = await codeSent();
    await enrolments.checkContactCode(id, await stored(id, 'contact-code-sent'), wrongCode(code), start);
    const before = await stored(id, 'contact-code-sent');
    const renewed = await enrolments.renewContactCode(id, before, later(minute));
    const after = await stored(id, 'contact-code-sent');
    expect(after.enrolment).toMatchObject({
      secretKey: before.enrolment.secretKey,
      expiresAt: before.enrolment.expiresAt,
      sentAt: later(minute).toISOString(),
      timesSent: 2,
    });
    expect(await enrolments.checkContactCode(id, after, code, later(minute))).toBe('wrong');
    const last = await stored(id, 'contact-code-sent');
    expect(await enrolments.checkContactCode(id, last, renewed?.code ?? '', later(minute))).toBe('right');
    expect(await enrolments.renewContactCode(id, before, later(minute))).toBeUndefined();
  });

  it('gets one of twenty codes that are asked for at once', async () => {
    const { id } = await codeSent();
    const before = await stored(id, 'contact-code-sent');
    const codes = await twentyTimes((store) => store.renewContactCode(id, before, later(minute)));
    expect(codes.filter(Boolean)).toHaveLength(1);
    const begun = await twentyTimes((store) => store.startWithContactCode(applicant(id), 0, start));
    expect(begun.filter(Boolean)).toHaveLength(0);
  });

  it('may ask for another message a minute after the last, five in all', async () => {
    const { id } = await codeSent();
    for (let sent = 1; sent <= 5; sent += 1) {
      const current = await stored(id, 'contact-code-sent');
      const next = sent < 5 ? later(sent * minute) : undefined;
      expect(nextMessageAt(current.enrolment)).toEqual(next);
      if (next) {
        await enrolments.renewContactCode(id, current, next);
      }
    }
  });
});

describe('an application that waits', () => {
  it.each([24, 72, 720])('%i hours can be taken up for a week, and is kept so long', async (hours) => {
    const id = randomUUID();
    const readyAt = later(hours * hour);
    expect(await enrolments.start(applicant(id), 0, start, readyAt)).toBe(true);
    const { enrolment } = await stored(id, 'waiting');
    const end = hours * hour + 7 * 24 * hour;
    expect(enrolment).toMatchObject({ readyAt: readyAt.toISOString(), expiresAt: later(end).toISOString() });
    expect(isOver(enrolment, later(end - 1))).toBe(false);
    expect(isOver(enrolment, later(end))).toBe(true);
    expect(await redis.store.pttl(enrolmentKey(id))).toBeGreaterThan(end - minute);
  });

  it('shows its key at the end of the wait, for half an hour, once', async () => {
    const id = randomUUID();
    await enrolments.start(applicant(id), 0, start, later(72 * hour));
    const waiting = await stored(id, 'waiting');
    const now = later(73 * hour);
    const ended = await twentyTimes((store) => store.endWait(id, waiting, now));
    expect(ended.filter(Boolean)).toHaveLength(1);
    const { enrolment } = await stored(id, 'key-shown');
    const { authenticatorId, secretKey, browserHash } = waiting.enrolment;
    const expiresAt = later(73.5 * hour).toISOString();
    expect(enrolment).toEqual({
      state: 'key-shown',
      ...{ authenticatorId, secretKey, browserHash, expiresAt },
      ...{ begunWith: 'password', sessionsEndedAt: 0 },
    });
  });
});

describe('an application that was abandoned', () => {
  it('is gone, in whatever state', async () => {
    const { id } = await cancellationCodeShown();
    const ready = await stored(id, 'cancellation-code-shown');
    await enrolments.abandon(id, securityEvents.enrolmentAbandoned(id, 'own'));
    expect(await enrolments.find(id)).toBeUndefined();
    expect(
      await enrolments.activate(id, ready, 1, start, securityEvents.plusActivated(id, 'any', 'any')),
    ).toBe('moved');
    await enrolments.abandon(id, securityEvents.enrolmentAbandoned(id, 'own'));
  });

  it('does not move the one that was begun since', async () => {
    const id = await keyShown();
    const seen = await stored(id, 'key-shown');
    await enrolments.abandon(id, securityEvents.enrolmentAbandoned(id, 'own'));
    await keyShown(id);
    const now = await stored(id, 'key-shown');
    expect(await enrolments.prove(id, seen, 'Tolvaj telefonja', 1)).toBe(false);
    expect(await stored(id, 'key-shown')).toEqual(now);
  });
});

describe('up to five authenticators', () => {
  async function withAuthenticators(count: number): Promise<{ id: string; codes: string[] }> {
    const id = randomUUID();
    const codes: string[] = [];
    for (let number = 1; number <= count; number += 1) {
      const details = { now: start, name: `${number}`, most: number === 1 ? 1 : mostAuthenticators };
      codes.push((await applyForPlus(redis, id, details)).cancellationCode);
    }
    return { id, codes };
  }

  it('are activated, and not a sixth', async () => {
    const { id } = await withAuthenticators(5);
    expect((await authenticators.list(id)).readable).toHaveLength(5);
    await expect(applyForPlus(redis, id, { now: start, most: mostAuthenticators })).rejects.toThrow(
      'too-many',
    );
    expect((await authenticators.list(id)).readable).toHaveLength(5);
  });

  it('share the newest törlőkód alone, which takes them all away', async () => {
    const { id, codes } = await withAuthenticators(3);
    expect(await cancel(id, codes[0] ?? '')).toBe(false);
    expect(await cancel(id, codes[1] ?? '')).toBe(false);
    expect(await cancel(id, codes[2] ?? '')).toBe(true);
    expect((await authenticators.list(id)).readable).toEqual([]);
  });

  it('become exactly one more by parallel activations at four', async () => {
    const { id } = await withAuthenticators(4);
    await cancellationCodeShown(id);
    const ready = await stored(id, 'cancellation-code-shown');
    const outcomes = await twentyTimes((store) =>
      store.activate(id, ready, mostAuthenticators, start, securityEvents.plusActivated(id, 'any', 'any')),
    );
    expect(outcomes.filter((outcome) => outcome === 'activated')).toHaveLength(1);
    expect((await authenticators.list(id)).readable).toHaveLength(5);
  });

  it('become exactly one more by parallel whole applications at four', async () => {
    const { id } = await withAuthenticators(4);
    const whole = await Promise.allSettled(
      Array.from({ length: 20 }, () => applyForPlus(redis, id, { now: start, most: mostAuthenticators })),
    );
    expect(whole.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(1);
    expect((await authenticators.list(id)).readable.length).toBeLessThanOrEqual(5);
  });

  it('are forgotten one by one, but not the last', async () => {
    const { id } = await withAuthenticators(2);
    const [first, last] = (await authenticators.list(id)).readable.map((one) => one.id);
    expect(
      await authenticators.forget(
        { id, sessionsEndedAt: 0 },
        randomUUID(),
        securityEvents.authenticatorForgotten(id, 'any', 'any'),
      ),
    ).toMatchObject({ kind: 'unknown' });
    expect(
      await authenticators.forget(
        { id, sessionsEndedAt: 0 },
        first ?? '',
        securityEvents.authenticatorForgotten(id, 'any', 'any'),
      ),
    ).toMatchObject({ kind: 'forgotten' });
    expect(
      await authenticators.forget(
        { id, sessionsEndedAt: 0 },
        first ?? '',
        securityEvents.authenticatorForgotten(id, 'any', 'any'),
      ),
    ).toMatchObject({ kind: 'unknown' });
    expect(
      await authenticators.forget(
        { id, sessionsEndedAt: 0 },
        last ?? '',
        securityEvents.authenticatorForgotten(id, 'any', 'any'),
      ),
    ).toMatchObject({ kind: 'last' });
    expect((await authenticators.list(id)).readable).toMatchObject([{ id: last }]);
  });

  it.each([1, 2, 3])('leave one when all are forgotten at once, trial %i', async () => {
    const { id } = await withAuthenticators(5);
    const ids = (await authenticators.list(id)).readable.map((one) => one.id);
    const outcomes = await Promise.all(
      ids.map((each, n) =>
        (n % 2 ? authenticators : authenticatorsElsewhere).forget(
          { id, sessionsEndedAt: 0 },
          each,
          securityEvents.authenticatorForgotten(id, 'any', 'any'),
        ),
      ),
    );
    expect(outcomes.filter(({ kind }) => kind === 'forgotten')).toHaveLength(4);
    expect((await authenticators.list(id)).readable).toHaveLength(1);
  });

  it('know their törlőkód in a drill, which spends nothing but begins another year', async () => {
    const { id, codes } = await withAuthenticators(2);
    const drill = (code = '', whose = id): Promise<boolean> => {
      const hash = hashCancellationCode(redis.secrets, id, code);
      return authenticators.tryOutCancellationCode(whose, [hash], later(minute));
    };
    const before = await redis.store.hgetall(plusKey(id));
    expect(await drill(codes[0])).toBe(false);
    expect(await drill(codes[1], randomUUID())).toBe(false);
    expect(await redis.store.hgetall(plusKey(id))).toEqual(before);
    expect([await drill(codes[1]), await drill(codes[1])]).toEqual([true, true]);
    const cancellation_checked_at = later(minute).toISOString();
    expect(await redis.store.hgetall(plusKey(id))).toEqual({ ...before, cancellation_checked_at });
    expect(await cancel(id, codes[1] ?? '')).toBe(true);
  });
});

describe('an objection', () => {
  const objections = () => createObjectionStore(createRecorder(redis.store, redis.sealer));

  async function appliedFor(count = 1): Promise<{ accountId: string; authenticatorId: string }> {
    const accountId = randomUUID();
    let authenticatorId = '';
    for (let number = 1; number <= count; number += 1) {
      authenticatorId = (await applyForPlus(redis, accountId, { now: start, most: 5 })).authenticatorId;
    }
    return { accountId, authenticatorId };
  }

  it('is found by its token alone, which is not kept, for 240 hours', async () => {
    const objection = await appliedFor();
    const token = await objections().prepare(objection);
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(await objections().prepare(objection)).not.toBe(token);
    expect(await createObjectionStore(createRecorder(redis.otherStore, redis.sealer)).find(token)).toEqual(
      objection,
    );
    for (const other of ['', 'x', token.slice(1), `${token}x`, token.toLowerCase()]) {
      expect(await objections().find(other)).toBeUndefined();
    }
    const keys = await redis.store.keys('objection:*');
    expect(keys.join()).not.toContain(token);
    for (const key of keys) {
      const life = await redis.store.pttl(key);
      expect(life).toBeGreaterThan(240 * hour - minute);
      expect(life).toBeLessThanOrEqual(240 * hour);
    }
  });

  it('freezes the authenticator and ends every session; asking twice changes nothing more', async () => {
    const objection = await appliedFor(2);
    const { accountId, authenticatorId } = objection;
    expect(
      await objections().freeze(
        objection,
        start,
        securityEvents.authenticatorFrozen(objection.accountId, 'any'),
      ),
    ).toBe('frozen');
    const frozen = (await authenticators.list(accountId)).readable.filter(({ isFrozen }) => isFrozen);
    expect(frozen.map(({ id }) => id)).toEqual([authenticatorId]);
    const endedAt = Number(await redis.store.hget(accountKey(accountId), 'sessions_ended_at'));
    expect(Math.abs(endedAt - Number((await redis.store.time())[0]))).toBeLessThanOrEqual(2);
    await redis.store.hset(accountKey(accountId), 'sessions_ended_at', 7);
    const before = await redis.store.hgetall(plusKey(accountId));
    expect(
      await objections().freeze(
        objection,
        later(minute),
        securityEvents.authenticatorFrozen(objection.accountId, 'any'),
      ),
    ).toBe('before');
    expect(await redis.store.hgetall(plusKey(accountId))).toEqual(before);
    expect(await redis.store.hget(accountKey(accountId), 'sessions_ended_at')).toBe('7');
  });

  it('to an authenticator that is gone, or another account’s, changes nothing', async () => {
    const [anna, bela] = [await appliedFor(), await appliedFor()];
    const crossed = { accountId: anna.accountId, authenticatorId: bela.authenticatorId };
    for (const objection of [crossed, { ...anna, authenticatorId: randomUUID() }]) {
      expect(
        await objections().freeze(
          objection,
          start,
          securityEvents.authenticatorFrozen(objection.accountId, 'any'),
        ),
      ).toBe('unknown');
    }
    expect(await redis.store.exists(accountKey(anna.accountId))).toBe(0);
    expect((await authenticators.list(anna.accountId)).readable[0]?.isFrozen).toBe(false);
  });

  it('makes room: the frozen ones go when another is activated', async () => {
    const objection = await appliedFor(5);
    await objections().freeze(
      objection,
      start,
      securityEvents.authenticatorFrozen(objection.accountId, 'any'),
    );
    const { authenticatorId } = await applyForPlus(redis, objection.accountId, { now: start, most: 5 });
    const ids = (await authenticators.list(objection.accountId)).readable.map(({ id }) => id);
    expect(ids).toHaveLength(5);
    expect(ids).toContain(authenticatorId);
    expect(ids).not.toContain(objection.authenticatorId);
    const fields = await redis.store.hkeys(plusKey(objection.accountId));
    expect(fields.filter((field) => field.includes(objection.authenticatorId))).toEqual([]);
  });

  it('to the only one lets the owner apply for a first one again', async () => {
    const objection = await appliedFor();
    await objections().freeze(
      objection,
      start,
      securityEvents.authenticatorFrozen(objection.accountId, 'any'),
    );
    const { authenticatorId } = await applyForPlus(redis, objection.accountId, { now: start, most: 1 });
    expect((await authenticators.list(objection.accountId)).readable.map(({ id }) => id)).toEqual([
      authenticatorId,
    ]);
  });

  it('keeps the frozen one from counting as the one that stays', async () => {
    const objection = await appliedFor(2);
    await objections().freeze(
      objection,
      start,
      securityEvents.authenticatorFrozen(objection.accountId, 'any'),
    );
    const other = (await authenticators.list(objection.accountId)).readable.find(({ isFrozen }) => !isFrozen);
    expect(
      await authenticators.forget(
        { id: objection.accountId, sessionsEndedAt: 0 },
        other?.id ?? '',
        securityEvents.authenticatorForgotten(objection.accountId, 'any', 'any'),
      ),
    ).toMatchObject({ kind: 'last' });
    expect(
      await authenticators.forget(
        { id: objection.accountId, sessionsEndedAt: 0 },
        objection.authenticatorId,
        securityEvents.authenticatorForgotten(objection.accountId, 'any', 'any'),
      ),
    ).toMatchObject({ kind: 'forgotten' });
  });

  it('that comes while a code is being checked is not too late: a frozen step is not spent', async () => {
    const objection = await appliedFor();
    const { accountId, authenticatorId } = objection;
    await authenticators.beginCodeAttempt(accountId, { knownDevice: undefined }, start);
    await objections().freeze(
      objection,
      start,
      securityEvents.authenticatorFrozen(objection.accountId, 'any'),
    );
    const outcome = await authenticators.spendTimeStep(
      accountId,
      { knownDevice: undefined },
      { authenticatorId, step: startStep, offset: 0 },
      start,
    );
    expect(outcome).toEqual({ kind: 'gone' });
  });
});

describe('cancelling, besides', () => {
  it('ends an application under way', async () => {
    const { id, cancellationCode } = await activated();
    await keyShown(id);
    expect(await cancel(id, cancellationCode)).toBe(true);
    expect(await enrolments.find(id)).toBeUndefined();
  });

  it('with a wrong törlőkód leaves an application under way', async () => {
    const { id } = await activated();
    await keyShown(id);
    expect(await cancel(id, newCancellationCode())).toBe(false);
    expect(await enrolments.find(id)).toBeDefined();
  });

  it('the rounds of a device of the owner are forgotten after a day, its failures in a row are not', async () => {
    const own = { knownDevice: 'anna-phone' };
    const { id } = await activated();
    for (let guess = 0; guess < 50; guess += 1) {
      await authenticators.beginCodeAttempt(id, own, later(guess * 2 * hour));
    }
    const left = await redis.store.pttl(codeCounterOf(id, own));
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(24 * hour);
    await redis.store.del(codeCounterOf(id, own));
    expect((await authenticators.beginCodeAttempt(id, own, later(200 * hour))).verdict).toEqual({
      kind: 'exhausted',
    });
  });
});
