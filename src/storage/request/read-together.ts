/**
 * Reads that are asked for at one time leave together: one script in place of a command each, of whatever requests. They see what their own
 * request wrote before.
 */
import type { KeptKey } from '../catalogue/entry.ts';
import { declareStep, readStep, type Store } from '../redis.ts';
import { sendWhatWaits } from './store-request.ts';

/** One read of a script that does several. The reply is as Redis gives it to a script: of a hash, names and values in turn. */
export interface Read<Reply> {
  readonly kind: 'value' | 'field' | 'fields' | 'record' | 'all' | 'names' | 'time';
  readonly keys: readonly [] | readonly [KeptKey];
  readonly args: readonly (string | number)[];
  /** Of what kind the reply is; there is no such value. */
  readonly reply?: Reply;
}

type Value = string | null;

export const read = {
  value: (key: KeptKey): Read<Value> => ({ kind: 'value', keys: [key], args: [] }),
  field: (key: KeptKey, field: string): Read<Value> => ({ kind: 'field', keys: [key], args: [field] }),
  fields: (key: KeptKey, ...fields: readonly string[]): Read<Value[]> => ({
    kind: 'fields',
    keys: [key],
    args: [fields.length, ...fields],
  }),
  /** What is read of a record of the engine: sealed; when it was used, where it was; and since when it is there. Seconds since 1970. */
  record: (key: KeptKey): Read<[payload: Value, consumed: Value, since: Value]> => ({
    kind: 'record',
    keys: [key],
    args: [],
  }),
  all: (key: KeptKey): Read<string[]> => ({ kind: 'all', keys: [key], args: [] }),
  names: (key: KeptKey): Read<string[]> => ({ kind: 'names', keys: [key], args: [] }),
  /** Seconds since 1970, and microseconds. */
  time: (): Read<string[]> => ({ kind: 'time', keys: [], args: [] }),
} as const;

type RepliesOf<Reads extends readonly Read<unknown>[]> = {
  -readonly [Nth in keyof Reads]: Reads[Nth] extends Read<infer Reply> ? Reply : never;
};

interface WaitingRead {
  readonly read: Read<unknown>;
  readonly resolve: (reply: unknown) => void;
  readonly reject: (error: unknown) => void;
}

const readAll = declareStep<unknown[]>(
  'read-together',
  readStep(import.meta.dirname, 'read-together'),
  'any',
  true,
);

/** Of each store what is asked for at present. */
const waiting = new WeakMap<Store, WaitingRead[]>();

export function readTogether<const Reads extends readonly Read<unknown>[]>(
  store: Store,
  ...reads: Reads
): Promise<RepliesOf<Reads>> {
  sendWhatWaits(
    store,
    reads.flatMap(({ keys }) => keys),
  );
  return Promise.all(reads.map((one) => askedFor(store, one))) as Promise<RepliesOf<Reads>>;
}

/** @param reply of `read.all` */
export function fieldsIn(reply: readonly string[]): Record<string, string> {
  const fields: Record<string, string> = {};
  for (let at = 0; at < reply.length; at += 2) {
    fields[reply[at] as string] = reply[at + 1] as string;
  }
  return fields;
}

function askedFor(store: Store, one: Read<unknown>): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const known = waiting.get(store);
    const all = known ?? [];
    all.push({ read: one, resolve, reject });
    if (!known) {
      waiting.set(store, all);
      // Once all is done that can be done without another answer: whoever asks until then is answered together.
      process.nextTick(send, store);
    }
  });
}

async function send(store: Store): Promise<void> {
  const all = waiting.get(store) ?? [];
  waiting.delete(store);
  try {
    const replies = await readAll(
      store,
      all.flatMap(({ read: { keys } }) => keys),
      all.flatMap(({ read: { kind, args } }) => [kind, ...args]),
    );
    all.forEach(({ resolve, reject }, nth) => {
      const reply = replies[nth];
      (reply instanceof Error ? reject : resolve)(reply);
    });
  } catch (error) {
    for (const { reject } of all) {
      reject(error);
    }
  }
}
