/**
 * A record that moves from state to state: every move names the version it was decided on, so that of two parallel
 * moves exactly one happens, on whatever node.
 */
import { randomInt } from 'node:crypto';
import type { KeptKey, StoreKey } from './catalogue/entry.ts';
import { declareStep, readStep, type Store } from './redis.ts';

export interface Versioned {
  /** 0 when there is no record yet. */
  readonly version: number;
  readonly value: string | undefined;
}

/** `is_at` and `move_on`, which go before every step that moves a record. */
export const versions = readStep(import.meta.dirname, 'versions');
export const replaceVersionLua = `${versions}${readStep(import.meta.dirname, 'replace-version')}`;
const replaceVersion = declareStep<number>('replace-version', replaceVersionLua, 1);

export async function readVersioned(store: Store, key: KeptKey): Promise<Versioned> {
  const [version, value] = await store.hmget(key, 'version', 'value');
  return { version: Number(version ?? 0), value: value ?? undefined };
}

/** @returns false when somebody else moved the record first; nothing was changed then. */
export async function moveVersioned(
  store: Store,
  key: StoreKey,
  expectedVersion: number,
  value: string,
  lifeInSeconds: number,
): Promise<boolean> {
  return (await replaceVersion(store, [key], moveTo(expectedVersion, value, lifeInSeconds))) === 1;
}

/** What replace-version.lua is given. */
export function moveTo(
  expectedVersion: number,
  value: string,
  lifeInSeconds: number,
): [number, string, number, number] {
  return [expectedVersion, value, lifeInSeconds * 1000, firstVersion()];
}

export function firstVersion(): number {
  return randomInt(1, 2 ** 47);
}
