/** Records of the engine as they are read: opened once a request, and dated by the store. */
import type { AdapterPayload } from 'oidc-provider';
import type { Recorder } from '../../audit/audit-log.ts';
import { clockToleranceInSeconds } from '../../storage/catalogue/engine-keys.ts';
import type { KeptKey, StoreKey } from '../../storage/catalogue/entry.ts';
import type { Store } from '../../storage/redis.ts';
import { read as readOf, readTogether } from '../../storage/request/read-together.ts';
import { nameOfRead } from '../../storage/request/record-fields.ts';
import { forgetRead, readOnce, rememberRead } from '../../storage/request/store-request.ts';
import type { Sealer } from '../../storage/sealed.ts';
import { Unreadable } from '../../storage/sealed-record.ts';
import type { CitizenIndex } from './citizen-index-store.ts';
import { tokensOfGrant } from './record-keys.ts';

/** Told of every token that was read, so that what is needed next can be asked for at once. */
export type OnTokenRead = (token: AdapterPayload) => void;

/** Told of a record that cannot be read, which is then as if it were gone, unless this throws it. */
export type OnUnreadable = (failure: Unreadable) => void;

/** The records of one model. */
export interface Records {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly index: CitizenIndex;
  readonly onTokenRead: OnTokenRead;
  readonly onUnreadable: OnUnreadable;
  readonly recorder: Recorder;
  readonly model: string;
  readonly keyOfUserCode: (code: string) => StoreKey;
}

/** A copy of its own for whoever asks: the engine changes what it is given. What was opened is remembered, and cheaper to parse than to copy. */
export async function read(records: Records, key: KeptKey): Promise<AdapterPayload | undefined> {
  const opened = await readOnce(key, () => openRecord(records, key));
  if (!opened) {
    return undefined;
  }
  const { text, consumed, since } = opened;
  const payload = datedByStore(JSON.parse(text), since);
  return consumed ? { ...payload, consumed: Number(consumed) } : payload;
}

interface OpenedRecord {
  readonly text: string;
  readonly consumed: string | null | undefined;
  readonly since: string | null | undefined;
}

async function openRecord(records: Records, key: KeptKey): Promise<OpenedRecord | undefined> {
  const { model, onTokenRead } = records;
  const [sealed, consumed, since] = await fieldsOf(records, key);
  if (!sealed) {
    return undefined;
  }
  const text = unsealed(records, key, sealed);
  if (text === undefined) {
    return undefined;
  }
  if (tokensOfGrant.includes(model)) {
    onTokenRead(JSON.parse(text));
  }
  return { text, consumed, since };
}

function unsealed({ sealer, onUnreadable }: Records, key: KeptKey, sealed: string): string | undefined {
  try {
    return sealer.open(sealed, key);
  } catch (error) {
    onUnreadable(new Unreadable(key, error, key));
    return undefined;
  }
}

/** As they stand in the store, once a request. */
export function fieldsOf(
  { store }: Pick<Records, 'store'>,
  key: KeptKey,
): Promise<[payload: string | null, consumed: string | null, since: string | null]> {
  return readOnce(nameOfRead(key), async () => {
    const [fields] = await readTogether(store, readOf.record(key));
    return fields;
  });
}

/** The engine dates by the clock of its node. Records from before nodes kept `since` stay so. */
function datedByStore(payload: AdapterPayload, since: string | null | undefined): AdapterPayload {
  return since ? { ...payload, iat: Number(since) } : payload;
}

export function forget(key: KeptKey): void {
  forgetRead(key);
  forgetRead(nameOfRead(key));
}

/** A record as this request writes it, for whoever reads it in this request: it need not be sent before it is read. */
export function remember(key: KeptKey, payload: AdapterPayload): void {
  rememberRead(key, Promise.resolve({ text: JSON.stringify(payload), consumed: null, since: null }));
}

/** Milliseconds. */
export function recordLife(seconds: number): number {
  return (seconds + clockToleranceInSeconds) * 1000;
}
