/**
 * Seals one record anew: what an older key sealed in it is opened and sealed with the first one. By compare-and-set: what
 * somebody writes meanwhile is theirs, and is looked at again.
 */
import type { StoreKey } from '../../storage/catalogue/entry.ts';
import { atomicStep, type Store } from '../../storage/redis.ts';
import { keyIdOf, type Sealer } from '../../storage/sealed.ts';
import { resealMonth } from './reseal-month.ts';
import { auditMonthOf, placeOf } from './sealed-places.ts';

const replaceSealed = atomicStep<number>(import.meta.dirname, 'replace-sealed', 1);
const replaceSealedEntries = atomicStep<number>(import.meta.dirname, 'replace-sealed-entries', 1);

/** Engine records, sign-ins and sessions: they die before anybody could wait for them. */
const diesSoonInMilliseconds = 26 * 60 * 60 * 1000;
const mostTries = 5;

export interface Reseal {
  readonly store: Store;
  readonly sealer: Sealer;
  /** Id of the key that seals. */
  readonly to: string;
}

export interface Outcome {
  /** Values that were sealed anew. */
  readonly resealed: number;
  /** Ids of the older keys that still seal something here. */
  readonly left: readonly string[];
  /** When the record dies by itself, if soon. */
  readonly diesAt: Date | undefined;
}

interface SealedValue {
  readonly field: string;
  /** Of an entry of a stream. */
  readonly id: string;
  readonly value: string;
}

type Kind = 'string' | 'hash' | 'stream';

const nothing: Outcome = { resealed: 0, left: [], diesAt: undefined };

export async function resealRecord(reseal: Reseal, key: StoreKey, now: Date): Promise<Outcome> {
  const month = auditMonthOf(key);
  if (month !== undefined) {
    return { ...(await resealMonth(reseal, month)), diesAt: undefined };
  }
  const [type, life] = await Promise.all([reseal.store.type(key), reseal.store.pttl(key)]);
  if (type !== 'string' && type !== 'hash' && type !== 'stream') {
    return nothing;
  }
  if (life >= 0 && life <= diesSoonInMilliseconds) {
    const left = (await readOld(reseal, key, type)).map(({ value }) => String(keyIdOf(value)));
    return { resealed: 0, left, diesAt: left.length > 0 ? new Date(now.getTime() + life) : undefined };
  }
  return resealKept(reseal, key, type);
}

async function resealKept(reseal: Reseal, key: StoreKey, type: Kind): Promise<Outcome> {
  let resealed = 0;
  let left: readonly SealedValue[] = [];
  for (let tries = 0; tries < mostTries; tries += 1) {
    const old = await readOld(reseal, key, type);
    const pairs = old.flatMap((sealed) => {
      const anew = sealAnew(reseal.sealer, key, sealed);
      return anew ? [{ ...sealed, anew }] : [];
    });
    left = old;
    if (pairs.length === 0) {
      break;
    }
    resealed += await (type === 'stream' ? replaceEntries : replaceEach)(reseal, key, pairs);
  }
  return { resealed, left: left.map(({ value }) => String(keyIdOf(value))), diesAt: undefined };
}

/** Undefined when it does not open: it was sealed with a key that we do not have, or is no sealed value at all. */
function sealAnew(sealer: Sealer, key: string, { field, value }: SealedValue): string | undefined {
  const place = placeOf(key, field);
  try {
    return sealer.seal(sealer.open(value, place), place);
  } catch {
    return undefined;
  }
}

type Replacement = SealedValue & { readonly anew: string };

async function replaceEach({ store }: Reseal, key: StoreKey, pairs: readonly Replacement[]): Promise<number> {
  const replaced = await Promise.all(
    pairs.map(({ field, value, anew }) => replaceSealed(store, [key], [field, value, anew])),
  );
  return replaced.reduce((sum, one) => sum + one, 0);
}

function replaceEntries({ store }: Reseal, key: StoreKey, pairs: readonly Replacement[]): Promise<number> {
  return replaceSealedEntries(
    store,
    [key],
    pairs.flatMap(({ id, value, anew }) => [id, value, anew]),
  );
}

/** What an older key sealed. */
async function readOld({ store, to }: Reseal, key: StoreKey, type: Kind): Promise<SealedValue[]> {
  const values = await readValues(store, key, type);
  return values.filter(({ value }) => (keyIdOf(value) ?? to) !== to);
}

async function readValues(store: Store, key: StoreKey, type: Kind): Promise<SealedValue[]> {
  switch (type) {
    case 'string':
      return [{ field: '', id: '', value: (await store.get(key)) ?? '' }];
    case 'hash':
      return Object.entries(await store.hgetall(key)).map(([field, value]) => ({ field, id: '', value }));
    case 'stream':
      return (await store.xrange(key, '-', '+')).flatMap(([id, fields]) =>
        fields.flatMap((value, at) => (at % 2 ? [{ field: fields[at - 1] ?? '', id, value }] : [])),
      );
  }
}
