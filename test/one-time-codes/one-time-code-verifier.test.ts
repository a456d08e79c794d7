import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createMessageQueue } from '../../src/notifications/message-queue.ts';
import { drawMessageCode, nextMessageAt, parseMessageCode } from '../../src/one-time-codes/message-code.ts';
import { type CodeSignIn, createOneTimeCodeStore } from '../../src/one-time-codes/one-time-code-store.ts';
import {
  type Addressee,
  createOneTimeCodeVerifier,
  type OneTimeCodeVerifier,
} from '../../src/one-time-codes/one-time-code-verifier.ts';
import { wrongCodesKey } from '../../src/storage/catalogue/account-keys.ts';
import { createRateLimits } from '../../src/throttle/windows/rate-limits.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';

const start = new Date('2027-05-01T08:00:00Z');
const stranger = { knownDevice: undefined };
const ownDevice = { knownDevice: 'anna-phone' };
const anna: Addressee = {
  recipient: { email: 'anna@minta.example', name: 'Minta Anna', locale: 'hu' },
  phone: '+36301234567',
  service: 'Mintaportál',
  timeOfDay: (instant) => instant.toISOString().slice(11, 16),
};

let redis: TestRedis;
let codes: OneTimeCodeVerifier;
/** The same as another node has it. */
let codesElsewhere: OneTimeCodeVerifier;

beforeAll(async () => {
  redis = await startTestRedis();
  [codes, codesElsewhere] = [redis.store, redis.otherStore].map((store) =>
    createOneTimeCodeVerifier(
      createOneTimeCodeStore(store, redis.sealer, redis.secrets),
      createMessageQueue(store, redis.sealer),
      createRateLimits(store),
    ),
  ) as [OneTimeCodeVerifier, OneTimeCodeVerifier];
});

afterAll(() => redis.stop());

beforeEach(() => redis.store.flushdb());

function later(seconds: number): Date {
  return new Date(start.getTime() + seconds * 1000);
}

function newSignIn(): CodeSignIn {
  return { accountId: randomUUID(), uid: randomUUID(), browser: randomUUID() };
}

interface Message {
  readonly channel?: string;
  readonly to: string;
  readonly expiresAt: string;
  readonly more: Record<string, string> & { code: string };
}

async function messages(): Promise<Message[]> {
  const entries = await redis.store.xrange('messages:{queue}', '-', '+');
  return entries.map(([, fields]) => JSON.parse(redis.sealer.open(String(fields[1]), 'messages')));
}

async function sentCode(): Promise<string> {
  return (await messages()).at(-1)?.more.code ?? '';
}

function send(signIn: CodeSignIn, now = start): ReturnType<OneTimeCodeVerifier['send']> {
  return codes.send(signIn, 'email', anna, stranger, now);
}

function other(code: string): string {
  return code.replace(/\d/g, (digit) => String((Number(digit) + 1) % 10));
}

describe('what is drawn', () => {
  it('is eight digits and three, zeros included, and never the same for long', () => {
    const drawn = Array.from({ length: 2000 }, drawMessageCode);
    expect(drawn.every(({ code }) => /^\d{8}$/.test(code))).toBe(true);
    expect(drawn.every(({ sessionIdentifier }) => /^\d{3}$/.test(sessionIdentifier))).toBe(true);
    expect(new Set(drawn.map(({ code }) => code)).size).toBeGreaterThan(1990);
    expect(new Set(drawn.map(({ sessionIdentifier }) => sessionIdentifier)).size).toBeGreaterThan(700);
    expect(drawn.some(({ code }) => code.startsWith('0'))).toBe(true);
  });
});

describe('what is typed', () => {
  it.each(['12345678', ' 1234 5678 ', '1234-5678', '1234–5678', '12 34 56 78', '１２３４５６７８'])(
    '%j is read',
    (typed) => {
      expect(parseMessageCode(typed)).toBe('12345678');
    },
  );

  it.each(['', '1234567', '123456789', '1234567a', '+1234567', '1234.5678', '12345678;', '١٢٣٤٥٦٧٨'])(
    '%j is no such code',
    (typed) => {
      expect(parseMessageCode(typed)).toBeUndefined();
    },
  );
});

describe('when another message may be asked for', () => {
  it.each([
    [1, 60],
    [4, 60],
    [5, undefined],
    [6, undefined],
  ])('after %d messages: in %s seconds', (timesSent, seconds) => {
    const next = nextMessageAt({ sentAt: start.toISOString(), timesSent });
    expect(next).toEqual(seconds === undefined ? undefined : later(seconds));
  });
});

describe('a message', () => {
  it('goes to the address, tells the service and until when, and is worth nothing afterwards', async () => {
    const signIn = newSignIn();
    expect(await send(signIn)).toBe('sent');
    const [message] = await messages();
    expect(message).toMatchObject({
      to: 'anna@minta.example',
      expiresAt: later(300).toISOString(),
      more: { service: 'Mintaportál', until: '08:05' },
    });
    const kept = await codes.find(signIn);
    expect(kept?.sessionIdentifier).toBe(message?.more.sessionIdentifier);
  });

  it('goes to the telephone where that was picked', async () => {
    await codes.send(newSignIn(), 'sms', anna, stranger, start);
    expect((await messages())[0]).toMatchObject({ channel: 'sms', to: '+36301234567' });
  });

  it('is sent once when it is asked for on two nodes at once', async () => {
    const signIn = newSignIn();
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        (n % 2 ? codes : codesElsewhere).send(signIn, 'email', anna, ownDevice, start),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'sent')).toHaveLength(1);
    expect(await messages()).toHaveLength(1);
  });

  it('is not sent again for a sign-in whose code is spent', async () => {
    const signIn = newSignIn();
    await send(signIn);
    await codes.verify(signIn, await sentCode(), stranger, start);
    expect(await send(signIn, later(3600))).toBe('moved');
  });
});

describe('a code', () => {
  it('passes once, asked on two nodes at once; whoever is late is told that there is none', async () => {
    const signIn = newSignIn();
    await send(signIn);
    const code = await sentCode();
    const verdicts = await Promise.all([
      codes.verify(signIn, code, stranger, start),
      codesElsewhere.verify(signIn, code, stranger, start),
    ]);
    expect(verdicts.map(({ kind }) => kind).sort()).toEqual(['none', 'verified']);
    expect(await codes.verify(signIn, code, stranger, start)).toEqual({ kind: 'none' });
  });

  it('that is right passes beside a wrong one that was faster', async () => {
    for (let round = 0; round < 10; round += 1) {
      const signIn = newSignIn();
      await send(signIn);
      const code = await sentCode();
      const verdicts = await Promise.all([
        codesElsewhere.verify(signIn, other(code), stranger, start),
        codes.verify(signIn, code, stranger, start),
      ]);
      expect(verdicts[1]).toEqual({ kind: 'verified', channel: 'email' });
    }
  });

  it.each<[string, Partial<CodeSignIn>]>([
    ['account', { accountId: randomUUID() }],
    ['sign-in', { uid: randomUUID() }],
    ['browser', { browser: randomUUID() }],
  ])('is none for another %s', async (_, change) => {
    const signIn = newSignIn();
    await send(signIn);
    const code = await sentCode();
    expect(await codes.verify({ ...signIn, ...change }, code, stranger, start)).toEqual({ kind: 'none' });
    expect(await codes.verify(signIn, code, stranger, start)).toMatchObject({ kind: 'verified' });
  });

  it('is good until its last second, and looking at it late costs no try', async () => {
    const signIn = newSignIn();
    await send(signIn);
    const code = await sentCode();
    for (let time = 0; time < 20; time += 1) {
      expect(await codes.verify(signIn, code, stranger, later(300))).toEqual({ kind: 'expired' });
    }
    expect(await codes.verify(signIn, code, stranger, later(299.999))).toMatchObject({ kind: 'verified' });
  });

  it('is void after five wrong tries, also on a device whose own allowance is larger', async () => {
    const signIn = newSignIn();
    await send(signIn);
    const code = await sentCode();
    for (const left of [4, 3, 2, 1, 0]) {
      const verdict = await codes.verify(signIn, other(code), ownDevice, start);
      expect(verdict).toEqual({ kind: 'wrong', attemptsLeft: left });
    }
    expect(await codes.verify(signIn, code, ownDevice, start)).toEqual({ kind: 'worn-out' });
    expect(await send(signIn, later(60))).toBe('sent');
    expect(await codes.verify(signIn, await sentCode(), ownDevice, later(60))).toMatchObject({
      kind: 'verified',
    });
  });

  it('that is right forgets the failures of its guesser, but not that they were of this day', async () => {
    const accountId = randomUUID();
    for (let round = 0; round < 3; round += 1) {
      const signIn = { ...newSignIn(), accountId };
      await send(signIn);
      const code = await sentCode();
      for (let wrong = 0; wrong < 4; wrong += 1) {
        await codes.verify(signIn, other(code), stranger, start);
      }
      expect(await codes.verify(signIn, code, stranger, start)).toMatchObject({ kind: 'verified' });
    }
  });

  it('opens the door again that strangers have worn out, when it was typed on a device of the owner', async () => {
    const accountId = randomUUID();
    await redis.store.hset(wrongCodesKey(accountId), 'strangers row', 50);
    const [strange, own] = [newSignIn(), newSignIn()].map((signIn) => ({ ...signIn, accountId })) as [
      CodeSignIn,
      CodeSignIn,
    ];
    await send(strange);
    expect(await codes.verify(strange, await sentCode(), stranger, start)).toEqual({ kind: 'exhausted' });
    await send(own);
    expect(await codes.verify(own, await sentCode(), ownDevice, start)).toMatchObject({ kind: 'verified' });
    await send(strange, later(60));
    const verdict = await codes.verify(strange, await sentCode(), stranger, later(60));
    expect(verdict).toMatchObject({ kind: 'verified' });
  });
});
