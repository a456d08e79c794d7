/**
 * What happened to an account, for its owner to read: the last twelve months, newest first. Entries are sealed, dated by the
 * store's clock, and written before the answer that they tell of leaves.
 */
import { z } from 'zod';
import { deviceOfRequest } from '../observability/origin.ts';
import { accountKey, historyKey } from '../storage/account-keys.ts';
import { atomicStep, type Store } from '../storage/redis.ts';
import type { Sealer } from '../storage/sealed.ts';

export const historyEvents = [
  'signed-in',
  'code.refused',
  'plus.activated',
  'plus.cancelled',
  'authenticator.frozen',
  'authenticator.forgotten',
  'password.changed',
  'password.reset',
  'account.activated',
  'contact.changed',
  'wallet.linked',
  'sessions.ended',
  'session.ended',
  'access.revoked',
  'data.downloaded',
  'closing.requested',
  'closing.withdrawn',
] as const;

export type HistoryEvent = (typeof historyEvents)[number];

const entrySchema = z.strictObject({
  event: z.enum(historyEvents),
  /** As its browser called itself, e.g. `Firefox, Windows`. */
  device: z.string(),
  /** What the event was about: a relying party (`client`), an authenticator, an assurance. */
  details: z.record(z.string(), z.string()),
});

export type HistoryEntry = z.output<typeof entrySchema> & {
  /** The stream's id of the entry. */
  readonly id: string;
  readonly at: Date;
};

export interface HistoryStore {
  add(accountId: string, event: HistoryEvent, details: Readonly<Record<string, string>>): Promise<void>;
  /** The newest entries, at most `most`, or those before the entry with the id `before`. */
  list(accountId: string, most: number, before?: string): Promise<HistoryEntry[]>;
  find(accountId: string, id: string): Promise<HistoryEntry | undefined>;
}

const keptInMilliseconds = 366 * 24 * 60 * 60 * 1000;
/** Far more than a year of a busy citizen; a bound for whoever knows the password and types wrong codes. */
const mostEntries = 20_000;

const appendHistory = atomicStep<number>(import.meta.dirname, 'append-history', 2);

export function createHistoryStore(store: Store, sealer: Sealer): HistoryStore {
  const placeOf = (accountId: string): string => `account:${accountId}:history`;

  function open(accountId: string, [id, fields]: [string, string[]]): HistoryEntry {
    const entry = entrySchema.parse(JSON.parse(sealer.open(fields[1] ?? '', placeOf(accountId))));
    return { id, at: new Date(Number(id.split('-')[0])), ...entry };
  }

  return {
    async add(accountId, event, details) {
      const sealed = sealer.seal(
        JSON.stringify({ event, device: deviceOfRequest(), details }),
        placeOf(accountId),
      );
      const keys = [accountKey(accountId), historyKey(accountId)];
      await appendHistory(store, keys, [sealed, keptInMilliseconds, mostEntries]);
    },

    async list(accountId, most, before) {
      const end = before === undefined ? '+' : `(${before}`;
      const entries = await store.xrevrange(historyKey(accountId), end, '-', 'COUNT', most);
      return entries.map((entry) => open(accountId, entry));
    },

    async find(accountId, id) {
      const [entry] = await store.xrange(historyKey(accountId), id, id);
      return entry && open(accountId, entry);
    },
  };
}

/** The shape of an id, as a stream takes it. */
export const historyIdPattern = /^\d{1,15}-\d{1,10}$/;
