/**
 * What happened to an account, for its owner to read: the last twelve months, newest first. Entries are sealed, dated by the store's
 * clock, and written by the step that they tell of (record.lua), under the id that their record has in the audit log.
 */
import { z } from 'zod';
import { historyKey } from '../../storage/catalogue/account-keys.ts';
import { type Listing, readEach, whole } from '../../storage/due/each-in-turn.ts';
import { hashOfIdentifier } from '../../storage/keyed-hash.ts';
import type { Store } from '../../storage/redis.ts';
import type { Sealer } from '../../storage/sealed.ts';
import { openRecord } from '../../storage/sealed-record.ts';
import { type HistoryEvent, historyEvents } from '../events/event-names.ts';

/**
 * What a person, or whoever signs in as them, can cause as often as they like. In a day a few of one kind, service and browser stand
 * alone, further ones are one entry with their number. All others say what became of the account: each stands alone.
 */
const repeatable: readonly string[] = [
  'signed-in',
  'guesses.locked',
  'session.continued',
  'signed-out',
  'service.signed-out',
  'consent.given',
  'grant.reused',
  'code.refused',
  'sessions.ended',
  'session.ended',
  'enrolment.abandoned',
  'device.let-in',
  'approval.given',
  'approval.refused',
  'data.downloaded',
] satisfies HistoryEvent[];

/** As what it is repeated, with a service and a browser and without; undefined where each stands alone. */
export function repeatedAs(event: string, device: string, client = ''): [string, string] | undefined {
  return repeatable.includes(event) ? [hashOfIdentifier(`${event}\0${device}\0${client}`), event] : undefined;
}

/** Of one kind, service and browser, in a day. */
export const repeatsStandingAlone = 3;
/** So many kinds, services and browsers are told apart in a day: 46 entries at most, 16,836 in the year that a history lasts. */
export const mostRepeatsToldApart = 9;

const entrySchema = z.strictObject({
  event: z.enum(historyEvents),
  /** As its browser called itself, e.g. `Firefox, Windows`. */
  device: z.string(),
  /** What the event was about: a relying party (`client`), an authenticator, an assurance. */
  details: z.record(z.string(), z.string()),
  /** Who did it, where it was not the owner. */
  actor: z.enum(['clerk', 'operator', 'client', 'system']).optional(),
  /** Of a clerk: where they work, and the number that they are known by. */
  office: z.string().optional(),
  staff: z.string().optional(),
  /** Why, as they said. */
  reason: z.string().optional(),
});

export type HistoryEntry = z.output<typeof entrySchema> & {
  /** How often it happened that day beside those that stand alone, and this was the last time; 1 for most. */
  readonly times: number;
  /** The stream's id of the entry. */
  readonly id: string;
  readonly at: Date;
};

/** The newest first. */
export interface HistoryPage extends Listing<HistoryEntry> {
  /** The id before which there are more. */
  readonly olderThan: string | undefined;
}

export interface HistoryStore {
  /** The newest entries, at most `most`, or those before the entry with the id `before`. */
  page(accountId: string, most: number, before?: string): Promise<HistoryPage>;
  /** The newest, for whom a part of them is not enough. @throws LeftUndone where any cannot be read */
  list(accountId: string, most: number): Promise<HistoryEntry[]>;
  find(accountId: string, id: string): Promise<HistoryEntry | undefined>;
  /** Ids alone, newest first; between two ids, both included or, after a `(`, excluded. */
  ids(accountId: string, end: string, start: string, most: number): Promise<string[]>;
}

export const keptInMilliseconds = historyKey.lifeInSeconds * 1000;
/** Far more than a year of a busy citizen, and more than repeats can fill: what says what became of the account is not pushed out. */
export const mostEntries = 20_000;

/** To which the entries of an account belong. */
export const historyPlace = (accountId: string): string => `account:${accountId}:history`;

const nameOf = (accountId: string, id: string): string => `entry ${id} of account ${accountId}`;

export function createHistoryStore(store: Store, sealer: Sealer): HistoryStore {
  function open(accountId: string, [id, fields]: [string, string[]]): HistoryEntry {
    const entry = openRecord(
      sealer,
      entrySchema,
      fields[1] ?? '',
      historyPlace(accountId),
      nameOf(accountId, id),
    );
    return { id, at: new Date(Number(id.split('-')[0])), times: Number(fields[3] ?? 1), ...entry };
  }

  async function page(accountId: string, most: number, before?: string): Promise<HistoryPage> {
    const end = before === undefined ? '+' : `(${before}`;
    const entries = await store.xrevrange(historyKey(accountId), end, '-', 'COUNT', most + 1);
    const shown = entries.slice(0, most);
    const listing = await readEach(
      shown,
      ([id]) => nameOf(accountId, id),
      async (entry) => open(accountId, entry),
    );
    return { ...listing, olderThan: entries.length > most ? shown.at(-1)?.[0] : undefined };
  }

  return {
    page,

    list: async (accountId, most) => [...whole(await page(accountId, most))],

    async find(accountId, id) {
      const [entry] = await store.xrange(historyKey(accountId), id, id);
      return entry && open(accountId, entry);
    },

    async ids(accountId, end, start, most) {
      const entries = await store.xrevrange(historyKey(accountId), end, start, 'COUNT', most);
      return entries.map(([id]) => id);
    },
  };
}

/** The shape of an id, as a stream takes it. */
export const historyIdPattern = /^\d{1,15}-\d{1,10}$/;
