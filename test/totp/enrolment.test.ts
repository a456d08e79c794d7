import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accountKey, codeAttemptsKey, enrolmentKey, plusKey } from '../../src/storage/account-keys.ts';
import { type AuthenticatorStore, createAuthenticatorStore } from '../../src/totp/authenticator-store.ts';
import {
  hashCancellationCode,
  lastFourOf,
  newCancellationCode,
  normaliseCancellationCode,
} from '../../src/totp/cancellation-code.ts';
import { type Enrolment, isOver } from '../../src/totp/enrolment.ts';
import {
  createEnrolmentStore,
  type EnrolmentStore,
  type StoredEnrolment,
} from '../../src/totp/enrolment-store.ts';
import { currentCode } from '../../src/totp/totp.ts';
import { createVerifyCode } from '../../src/totp/verify-code.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';

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
  expect(await enrolments.start(accountId, 0, start)).toBe(true);
  return accountId;
}

async function proven(accountId?: string, step = 0): Promise<string> {
  const id = await keyShown(accountId);
  expect(await enrolments.prove(id, await stored(id, 'key-shown'), 'Anna telefonja', step)).toBe(true);
  return id;
}

async function showCancellationCode(accountId: string): Promise<string> {
  const code = await enrolments.showCancellationCode(accountId, await stored(accountId, 'proven'));
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
  expect(await enrolments.activate(applied.id, ready, start)).toBe('activated');
  return applied;
}

function cancel(accountId: string, code: string, now = start, store = authenticators): Promise<boolean> {
  return store.cancel(accountId, hashCancellationCode(redis.secrets.index_key, accountId, code), now);
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

    await enrolments.start(id, 0, start);
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

    const code = await enrolments.showCancellationCode(id, second);
    const third = await stored(id, 'cancellation-code-shown');
    expect(third.enrolment).toMatchObject({ ...second.enrolment, state: 'cancellation-code-shown' });
    expect(enrolments.knowsCancellationCode(id, third.enrolment, code ?? '')).toBe(true);

    expect(await authenticators.list(id)).toEqual([]);
    expect(await enrolments.activate(id, third, later(minute))).toBe('activated');
    expect(await enrolments.find(id)).toBeUndefined();
    expect(await authenticators.list(id)).toEqual([
      {
        id: first.enrolment.authenticatorId,
        name: 'Anna telefonja',
        secretKey: first.enrolment.secretKey,
        createdAt: later(minute).toISOString(),
      },
    ]);
  });

  it('keeps its key when the page is loaded again or started again', async () => {
    const id = await keyShown();
    const before = await stored(id, 'key-shown');
    expect(await enrolments.start(id, 0, later(minute))).toBe(false);
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

  it('that is over is kept for a day, so that the citizen can be told', async () => {
    const life = await redis.store.pttl(enrolmentKey(await keyShown()));
    expect(life).toBeGreaterThan(23 * 60 * minute);
    expect(life).toBeLessThanOrEqual(24 * 60 * minute);
  });

  it('that is over starts again with another key', async () => {
    const id = await proven();
    const old = await stored(id, 'proven');
    expect(await enrolments.start(id, old.version, later(31 * minute))).toBe(true);
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
    expect(await enrolments.start(id, seen.version, start)).toBe(false);
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
    const started = await twentyTimes((store) => store.start(id, 0, start));
    expect(started.filter(Boolean)).toHaveLength(1);
    expect(await stored(id, 'key-shown')).toMatchObject({ version: 1 });
  });

  it('at the start over again', async () => {
    const id = await keyShown();
    const { version } = await stored(id, 'key-shown');
    const started = await twentyTimes((store) => store.start(id, version, later(31 * minute)));
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
    const codes = await twentyTimes((store) => store.showCancellationCode(id, before));
    const [code = '', ...others] = codes.filter((shown) => shown !== undefined);
    expect(others).toEqual([]);
    const { enrolment } = await stored(id, 'cancellation-code-shown');
    expect(enrolments.knowsCancellationCode(id, enrolment, code)).toBe(true);
  });

  it('at the end', async () => {
    const { id } = await cancellationCodeShown();
    const ready = await stored(id, 'cancellation-code-shown');
    const outcomes = await twentyTimes((store) => store.activate(id, ready, start));
    expect(outcomes.filter((outcome) => outcome === 'activated')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'moved')).toHaveLength(19);
    expect(await authenticators.list(id)).toHaveLength(1);
  });
});

describe('activating', () => {
  it('burns the step that was proven, and every earlier one', async () => {
    const { id } = await activated(undefined, startStep);
    const verifyCode = createVerifyCode(authenticators);
    const [authenticator] = await authenticators.list(id);
    const codeOf = (instant: Date): string => currentCode(authenticator?.secretKey ?? '', instant).code;
    expect(await verifyCode(id, codeOf(later(-30 * second)), start)).toEqual({ kind: 'used' });
    expect(await verifyCode(id, codeOf(start), start)).toEqual({ kind: 'used' });
    const next = later(30 * second);
    expect(await verifyCode(id, codeOf(next), next)).toEqual({ kind: 'verified' });
  });

  it('twice has no effect the second time', async () => {
    const { id } = await cancellationCodeShown();
    const ready = await stored(id, 'cancellation-code-shown');
    expect(await enrolments.activate(id, ready, start)).toBe('activated');
    const before = await redis.store.hgetall(plusKey(id));
    expect(await enrolments.activate(id, ready, later(minute))).toBe('moved');
    expect(await redis.store.hgetall(plusKey(id))).toEqual(before);
  });

  it('with a törlőkód that has been replaced since has no effect', async () => {
    const { id } = await cancellationCodeShown();
    const old = await stored(id, 'cancellation-code-shown');
    await enrolments.showCancellationCode(id, old);
    expect(await enrolments.activate(id, old, start)).toBe('moved');
    expect(await authenticators.list(id)).toEqual([]);
  });

  it('beside an existing Ügyfélkapu+ leaves that one as it is', async () => {
    const { id, cancellationCode } = await activated();
    const before = await authenticators.list(id);
    await cancellationCodeShown(id);
    const ready = await stored(id, 'cancellation-code-shown');
    expect(await enrolments.activate(id, ready, start)).toBe('has-plus');
    expect(await authenticators.list(id)).toEqual(before);
    expect(await cancel(id, cancellationCode)).toBe(true);
  });

  it('forgets the failures of the Ügyfélkapu+ before', async () => {
    const id = randomUUID();
    for (let guess = 0; guess < 5; guess += 1) {
      await authenticators.beginCodeAttempt(id, start);
    }
    await activated(id);
    const { verdict } = await authenticators.beginCodeAttempt(id, start);
    expect(verdict).toEqual({ kind: 'allowed', attemptsLeft: 4 });
  });
});

describe('a dump of the store', () => {
  it('holds neither key nor törlőkód in clear', async () => {
    const waiting = await keyShown();
    const { enrolment } = await stored(waiting, 'key-shown');
    const applied = await activated();
    const [authenticator] = await authenticators.list(applied.id);
    const dump = appendOnlyFile();
    expect(dump).toContain(applied.id);
    for (const secret of [
      enrolment.secretKey,
      authenticator?.secretKey ?? '',
      'Anna telefonja',
      applied.cancellationCode,
      normaliseCancellationCode(applied.cancellationCode),
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
    expect(normaliseCancellationCode(text)).toBe('7K2M01ABCDEFGHJKMNPQRSTVWXYZ');
    expect(lastFourOf(text)).toBe('WXYZ');
    const hash = (text: string): string => hashCancellationCode(redis.secrets.index_key, 'anna', text);
    expect(hash(text)).toBe(hash(code));
  });

  it('is another one when a character differs', () => {
    const hash = (text: string): string => hashCancellationCode(redis.secrets.index_key, 'anna', text);
    expect(hash('7K2M-01AB-CDEF-GHJK-MNPQ-RSTV-WXY2')).not.toBe(hash(code));
    expect(hash(code.slice(0, -1))).not.toBe(hash(code));
  });

  it('has another hash in every account and under every key', () => {
    const { index_key, subject_key } = redis.secrets;
    const hash = hashCancellationCode(index_key, 'anna', code);
    expect(hashCancellationCode(index_key, 'bela', code)).not.toBe(hash);
    expect(hashCancellationCode(subject_key, 'anna', code)).not.toBe(hash);
  });

  it('is known by its last four characters, of the newest one alone', async () => {
    const { id, cancellationCode: first } = await cancellationCodeShown();
    const again = await stored(id, 'cancellation-code-shown');
    expect(enrolments.knowsLastFour(id, again.enrolment, first.slice(-4).toLowerCase())).toBe(true);
    expect(enrolments.knowsLastFour(id, again.enrolment, '')).toBe(false);
    expect(enrolments.knowsLastFour(id, again.enrolment, first.slice(-3))).toBe(false);
    expect(enrolments.knowsLastFour(randomUUID(), again.enrolment, first.slice(-4))).toBe(false);

    const second = (await enrolments.showCancellationCode(id, again)) ?? '';
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
    expect(await authenticators.list(id)).toEqual([]);
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
    const second = (await enrolments.showCancellationCode(id, again)) ?? '';
    await enrolments.activate(id, await stored(id, 'cancellation-code-shown'), start);
    expect(await cancel(id, first)).toBe(false);
    expect(await cancel(id, second)).toBe(true);
  });

  it('takes a törlőkód once: it does not cancel what was applied for afterwards', async () => {
    const { id, cancellationCode } = await activated();
    expect(await cancel(id, cancellationCode)).toBe(true);
    expect(await cancel(id, cancellationCode)).toBe(false);
    await activated(id);
    expect(await cancel(id, cancellationCode)).toBe(false);
    expect(await authenticators.list(id)).toHaveLength(1);
  });

  it('takes the törlőkód of this account alone, also where its hash was copied', async () => {
    const [anna, thief] = [await activated(), await activated()];
    expect(await cancel(anna.id, thief.cancellationCode)).toBe(false);
    const hash = await redis.store.hget(plusKey(thief.id), 'cancellation');
    await redis.store.hset(plusKey(anna.id), 'cancellation', hash ?? '');
    expect(await cancel(anna.id, thief.cancellationCode)).toBe(false);
    expect(await authenticators.list(anna.id)).toHaveLength(1);
  });

  it('happens once of twenty parallel times', async () => {
    const { id, cancellationCode } = await activated();
    const cancelled = await twentyTimes((_, store) => cancel(id, cancellationCode, start, store));
    expect(cancelled.filter(Boolean)).toHaveLength(1);
  });

  it('ends every session of the account, at this second', async () => {
    const { id, cancellationCode } = await activated();
    await cancel(id, cancellationCode, later(999));
    const endedAt = await redis.store.hget(accountKey(id), 'sessions_ended_at');
    expect(Number(endedAt)).toBe(Math.floor(later(999).getTime() / 1000));
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
    await redis.store.hset(codeAttemptsKey(id), 'failures', 100);
    expect((await authenticators.beginCodeAttempt(id, start)).verdict).toEqual({ kind: 'exhausted' });
    expect(await cancel(id, cancellationCode)).toBe(true);
    expect(await redis.store.exists(codeAttemptsKey(id))).toBe(0);
    await activated(id);
    const { verdict } = await authenticators.beginCodeAttempt(id, start);
    expect(verdict).toEqual({ kind: 'allowed', attemptsLeft: 4 });
  });
});
