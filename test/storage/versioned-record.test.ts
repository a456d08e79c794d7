import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StoreKey } from '../../src/storage/catalogue/entry.ts';
import { moveVersioned, readVersioned } from '../../src/storage/versioned-record.ts';
import { plantedKey } from '../support/planted-key.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';

const hourInSeconds = 60 * 60;

let redis: TestRedis;

beforeAll(async () => {
  redis = await startTestRedis();
});

/** Of no store: any record would do. */
const newKey = (): StoreKey => plantedKey(`record:${randomUUID()}`);

afterAll(() => redis.stop([/^record:/]));

function move(key: StoreKey, version: number, value: string, store = redis.store): Promise<boolean> {
  return moveVersioned(store, key, version, value, hourInSeconds);
}

describe('a versioned record', () => {
  it('has version 0 and no value before its first move', async () => {
    expect(await readVersioned(redis.store, newKey())).toEqual({ version: 0, value: undefined });
  });

  it('begins somewhere and counts its moves from there', async () => {
    const key = newKey();
    expect(await move(key, 0, 'value 0')).toBe(true);
    const { version: first } = await readVersioned(redis.otherStore, key);
    expect(first).toBeGreaterThan(0);
    for (const moves of [1, 2, 3]) {
      expect(await move(key, first + moves - 1, `value ${moves}`)).toBe(true);
      const read = await readVersioned(redis.otherStore, key);
      expect(read).toEqual({ version: first + moves, value: `value ${moves}` });
    }
  });

  it('is not moved from a version that it has not', async () => {
    const key = newKey();
    await move(key, 0, 'first');
    const { version } = await readVersioned(redis.store, key);
    for (const stray of [0, version - 1, version + 1]) {
      expect(await move(key, stray, 'stray')).toBe(false);
    }
    expect(await readVersioned(redis.store, key)).toEqual({ version, value: 'first' });
  });

  it('that was deleted and begun anew is not moved by what was decided before', async () => {
    const key = newKey();
    await move(key, 0, 'old');
    const { version } = await readVersioned(redis.store, key);
    await redis.store.del(key);
    await move(key, 0, 'new');
    expect(await move(key, version, 'stray')).toBe(false);
  });

  it('is not begun from a version that is gone', async () => {
    const key = newKey();
    expect(await move(key, 1, 'stray')).toBe(false);
    expect(await redis.store.exists(key)).toBe(0);
  });

  it.each([0, 1, 5])(
    'makes exactly one of a hundred parallel moves on two nodes, after %i',
    async (before) => {
      const key = newKey();
      for (let moves = 0; moves < before; moves += 1) {
        const { version } = await readVersioned(redis.store, key);
        await move(key, version, 'before');
      }
      const { version: from } = await readVersioned(redis.store, key);
      const moved = await Promise.all(
        Array.from({ length: 100 }, (_, number) =>
          move(key, from, `move ${number}`, number % 2 ? redis.store : redis.otherStore),
        ),
      );
      expect(moved.filter(Boolean)).toHaveLength(1);
      const { value } = await readVersioned(redis.store, key);
      expect(value).toBe(`move ${moved.indexOf(true)}`);
    },
  );

  it('ends with its life, and begins again at version 0', async () => {
    const key = newKey();
    await moveVersioned(redis.store, key, 0, 'short', 0.05);
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(await readVersioned(redis.store, key)).toEqual({ version: 0, value: undefined });
    expect(await move(key, 1, 'stray')).toBe(false);
    expect(await move(key, 0, 'again')).toBe(true);
  });

  it('lives anew with every move, and no longer for a refused one', async () => {
    const key = newKey();
    await moveVersioned(redis.store, key, 0, 'first', 10);
    await moveVersioned(redis.store, key, 5, 'stray', hourInSeconds);
    expect(await redis.store.pttl(key)).toBeLessThanOrEqual(10_000);
    const { version } = await readVersioned(redis.store, key);
    await move(key, version, 'second');
    expect(await redis.store.pttl(key)).toBeGreaterThan(10_000);
  });
});
