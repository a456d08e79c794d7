import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { codeCounterOf } from '../../src/throttle/failures/code-attempts.ts';
import { createRateLimits, type RateLimits } from '../../src/throttle/windows/rate-limits.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';

const minute = 60_000;
const start = new Date('2026-01-16T08:00:00Z');

let redis: TestRedis;
let rateLimits: RateLimits;
/** The same as another node has it. */
let rateLimitsElsewhere: RateLimits;

beforeAll(async () => {
  redis = await startTestRedis();
  rateLimits = createRateLimits(redis.store);
  rateLimitsElsewhere = createRateLimits(redis.otherStore);
});

afterAll(() => redis.stop());

beforeEach(() => redis.store.flushdb());

/** How many of these were let in at once, coming together. */
async function letIn(addresses: readonly string[], door = rateLimits): Promise<number> {
  const verdicts = await Promise.all(addresses.map((address) => door.countAttempt(address, start)));
  return verdicts.filter(({ kind }) => kind === 'free').length;
}

/** Until it is refused. */
async function refusedUntil(address: string): Promise<number> {
  for (;;) {
    const verdict = await rateLimitsElsewhere.countAttempt(address, start);
    if (verdict.kind === 'refused') {
      return verdict.until.getTime() - start.getTime();
    }
  }
}

function times(count: number, address: string): string[] {
  return Array.from({ length: count }, () => address);
}

/** Addresses of the whole world, each another. */
function manyAddresses(count: number): string[] {
  return Array.from({ length: count }, (_, n) => `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`);
}

it('bears more from one address where a profile for tests says so, and no more in all', async () => {
  const patient = createRateLimits(redis.store, 2);
  expect(await letIn(times(250, '203.0.113.9'), patient)).toBe(200);
});

describe('one address', () => {
  it('is let in a hundred times in a quarter of an hour, on all nodes together', async () => {
    const counts = await Promise.all([
      letIn(times(80, '192.0.2.1')),
      letIn(times(80, '192.0.2.1'), rateLimitsElsewhere),
    ]);
    expect((counts[0] ?? 0) + (counts[1] ?? 0)).toBe(100);
    const [key = ''] = await redis.store.keys('wrong-from:*');
    expect(await redis.store.pttl(key)).toBeGreaterThan(14 * minute);
    expect(await redis.store.pttl(key)).toBeLessThanOrEqual(15 * minute);
  });

  it('is slowed then sixty times a minute, and refused for the rest of that minute', async () => {
    await letIn(times(100, '192.0.2.1'));
    const kinds = await Promise.all(
      times(70, '192.0.2.1').map((address) => rateLimits.countAttempt(address, start)),
    );
    expect(kinds.filter(({ kind }) => kind === 'slowed')).toHaveLength(60);
    expect(await refusedUntil('192.0.2.1')).toBeLessThanOrEqual(minute);
    expect(await letIn(['192.0.2.2'])).toBe(1);
  });

  it('holds up no other', async () => {
    await letIn(times(150, '192.0.2.1'));
    expect(await letIn(times(100, '192.0.2.2'))).toBe(100);
  });

  it('that is refused waits no longer for trying on', async () => {
    await letIn(times(101, '192.0.2.1'));
    const [key = ''] = await redis.store.keys('wrong-from:*');
    await redis.store.pexpire(key, 50);
    await letIn(times(50, '192.0.2.1'));
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(await letIn(['192.0.2.1'])).toBe(1);
  });

  it('has every right password given back', async () => {
    for (let round = 0; round < 3; round += 1) {
      expect(await letIn(times(100, '192.0.2.1'))).toBe(100);
      await Promise.all(times(100, '192.0.2.1').map((address) => rateLimits.refund(address)));
    }
    expect(await letIn(times(101, '192.0.2.1'))).toBe(100);
  });

  it('gains nothing by a right password: not one try more than a hundred wrong ones', async () => {
    await letIn(times(100, '192.0.2.1'));
    expect(await letIn(['192.0.2.1'])).toBe(0);
    // The next one is let in by another limit, and given back at another node.
    await redis.store.del(...(await redis.store.keys('wrong-from:*')));
    expect(await letIn(['192.0.2.1'])).toBe(1);
    await rateLimitsElsewhere.refund('192.0.2.1');
    expect(await letIn(times(101, '192.0.2.1'))).toBe(100);
  });

  it('is nowhere in clear', async () => {
    await letIn(['192.0.2.77', '2001:db8:1:2:3:4:5:6']);
    const keys = await redis.store.keys('*');
    expect(keys.join()).not.toMatch(/192\.0\.2|2001|db8/);
  });
});

describe('an IPv6 customer counts once, by the /64', () => {
  it.each([
    ['in the network itself', '2001:db8:1:2:3:4:5:6', '2001:db8:1:2:ffff:eeee:dddd:cccc'],
    ['with zeros left out', '2001:db8:1:2::1', '2001:db8:1:2:aaaa:bbbb:cccc:dddd'],
    ['with zeros in the network', '2001:db8::1', '2001:db8::2'],
    ['with one zero in the network', '2001:db8:1::1', '2001:db8:1:0:aaaa:bbbb:cccc:dddd'],
  ])('%s: %s, %s', async (_, one, other) => {
    await letIn(times(100, one));
    expect(await letIn([other])).toBe(0);
  });

  it.each([
    ['2001:db8:1:2::1', '2001:db8:1:3::1'],
    ['2001:db8::1', '2001:db8:0:1::1'],
  ])('and no other network with it: %s, %s', async (one, other) => {
    await letIn(times(100, one));
    expect(await letIn([other])).toBe(1);
  });

  it('who has many networks gets more, but not as many times more: a /56 twice, a /48 four times', async () => {
    const networks = (many: number, of: (n: number) => string) =>
      Array.from({ length: many }, (_, n) => of(n)).flatMap((address) => times(20, address));
    expect(await letIn(networks(50, (n) => `2001:db8:1:10${(16 + n).toString(16)}::1`))).toBe(200);
    expect(await letIn(networks(50, (n) => `2001:db8:1:${(32 + n).toString(16)}00::1`))).toBe(200);
    expect(await letIn(networks(50, (n) => `2001:db8:2:${(32 + n).toString(16)}00::1`))).toBe(400);
  });
});

describe('everybody together', () => {
  it('is let in six thousand times a minute', async () => {
    let entered = 0;
    const addresses = manyAddresses(6050);
    for (let from = 0; from < addresses.length; from += 500) {
      entered += await letIn(addresses.slice(from, from + 500));
    }
    expect(entered).toBe(6000);
    const until = await refusedUntil('198.51.100.1');
    expect(until).toBeGreaterThan(0);
    expect(until).toBeLessThanOrEqual(minute);
  });

  it('leaves a share to everybody else when many flood: each may do less, the more all have done', async () => {
    // A hundred networks, each as often as it may.
    const flood = manyAddresses(100).flatMap((address) => times(100, address));
    let entered = 0;
    for (let from = 0; from < flood.length; from += 1000) {
      entered += await letIn(flood.slice(from, from + 1000));
    }
    expect(entered).toBeGreaterThan(4000);
    expect(entered).toBeLessThan(5900);
    expect(await letIn(times(5, '198.51.100.1'))).toBe(5);
  });

  it('is not held up by one address: what that one was refused does not count', async () => {
    for (let from = 0; from < 6050; from += 500) {
      await letIn(times(500, '192.0.2.1'));
    }
    expect(await letIn(['198.51.100.1'])).toBe(1);
  });
});

describe('messages to one person', () => {
  it('are ten a day, whoever causes them, on all nodes together', async () => {
    const id = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) => (n % 2 ? rateLimits : rateLimitsElsewhere).mayWriteTo(id)),
    );
    expect(answers.filter(Boolean)).toHaveLength(10);
    const [key = ''] = await redis.store.keys('messages-to:*');
    expect(await redis.store.pttl(key)).toBeGreaterThan(23 * 60 * minute);
    expect(await redis.store.pttl(key)).toBeLessThanOrEqual(24 * 60 * minute);
  });

  it('leave each device of the owner its own ten, whatever strangers have caused', async () => {
    const id = randomUUID();
    const devices = [undefined, 'phone', 'computer'];
    for (const knownDevice of devices) {
      const answers = await Promise.all(
        Array.from({ length: 30 }, (_, n) =>
          (n % 2 ? rateLimits : rateLimitsElsewhere).mayWriteTo(id, { knownDevice }),
        ),
      );
      expect(answers.filter(Boolean)).toHaveLength(10);
    }
    expect((await redis.store.keys('messages-to:*')).join()).not.toMatch(/phone|computer/);
  });

  it('hold up messages to nobody else', async () => {
    const [anna, bela] = [randomUUID(), randomUUID()];
    for (let message = 0; message < 11; message += 1) {
      await rateLimits.mayWriteTo(anna);
    }
    expect(await rateLimits.mayWriteTo(bela)).toBe(true);
  });
});

describe('the counter of a source', () => {
  it('is the subject’s own for every stranger', () => {
    expect(codeCounterOf('anna', { knownDevice: undefined })).toBe('{account:anna}:code-attempts');
  });

  it('is one of its own for every known device, in the same slot, without the id in clear', () => {
    const [one, other] = ['one', 'other'].map((knownDevice) => codeCounterOf('anna', { knownDevice }));
    expect(one).toMatch(/^\{account:anna\}:code-attempts:device:[\w-]{43}$/);
    expect(other).toMatch(/^\{account:anna\}:code-attempts:device:[\w-]{43}$/);
    expect(other).not.toBe(one);
    expect(codeCounterOf('anna', { knownDevice: 'one' })).toBe(one);
    expect(codeCounterOf('anna', { knownDevice: '' })).not.toBe('{account:anna}:code-attempts');
  });
});
