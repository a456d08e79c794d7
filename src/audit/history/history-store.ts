/**
 * What happened to an account, for its owner to read: the last twelve months, newest first. Entries are sealed, dated by the store's
 * clock, and written by the step that they tell of (record.lua), under the id that their record has in the audit log.
 */
import { z } from 'zod';
import { historyKey } from '../../storage/catalogue/account-keys.ts';
import type { Store } from '../../storage/redis.ts';
import type { Sealer } from '../../storage/sealed.ts';
import type { EventName } from '../events/event-names.ts';

/** Those security events that concern their owner. */
export const historyEvents = [
  'signed-in',
  'session.continued',
  'signed-out',
  'service.signed-out',
  'consent.given',
  'grant.reused',
  'code.refused',
  'plus.activated',
  'plus.cancelled',
  'authenticator.frozen',
  'authenticator.forgotten',
  'cancellation-code.replaced',
  'enrolment.abandoned',
  'password.changed',
  'password.reset',
  'username.asked',
  'account.activated',
  'contact.changed',
  'wallet.linked',
  'wallet.unlinked',
  'sessions.ended',
  'session.ended',
  'access.revoked',
  'device.let-in',
  'approval.given',
  'approval.refused',
  'wallet.issued',
  'wallet.revoked',
  'data.downloaded',
  'account.shown',
  'account.disabled',
  'account.enabled',
  'account.unlocked',
  'sessions.ended-by-operator',
  'closing.requested',
  'closing.withdrawn',
  'desk.data-viewed',
  'desk.activation-code-issued',
  'desk.enrolment-supervised',
  'desk.unlocked',
  'desk.suspended',
  'desk.name-changed',
  'desk.request-proposed',
  'desk.request-approved',
  'desk.request-refused',
  'desk.request-cancelled',
  'desk.request-cancelled-at-window',
  'desk.request-took-effect',
  'desk.identity-checked',
  'desk.registered',
  'desk.registration-refused',
  'desk.username-found',
  'desk.pairing-refused',
  'desk.request-announced',
  'desk.request-expired',
  'desk.owner-told',
  'desk.role-changed',
  'desk.role-revoked',
  'oversight.person-viewed',
  'oversight.exported',
] as const satisfies readonly EventName[];

export type HistoryEvent = (typeof historyEvents)[number];

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
  /** The stream's id of the entry. */
  readonly id: string;
  readonly at: Date;
};

export interface HistoryStore {
  /** The newest entries, at most `most`, or those before the entry with the id `before`. */
  list(accountId: string, most: number, before?: string): Promise<HistoryEntry[]>;
  find(accountId: string, id: string): Promise<HistoryEntry | undefined>;
  /** Ids alone, newest first; between two ids, both included or, after a `(`, excluded. */
  ids(accountId: string, end: string, start: string, most: number): Promise<string[]>;
}

export const keptInMilliseconds = historyKey.lifeInSeconds * 1000;
/** Far more than a year of a busy citizen; a bound for whoever knows the password and types wrong codes. */
export const mostEntries = 20_000;

/** To which the entries of an account belong. */
export const historyPlace = (accountId: string): string => `account:${accountId}:history`;

export function createHistoryStore(store: Store, sealer: Sealer): HistoryStore {
  function open(accountId: string, [id, fields]: [string, string[]]): HistoryEntry {
    const entry = entrySchema.parse(JSON.parse(sealer.open(fields[1] ?? '', historyPlace(accountId))));
    return { id, at: new Date(Number(id.split('-')[0])), ...entry };
  }

  return {
    async list(accountId, most, before) {
      const end = before === undefined ? '+' : `(${before}`;
      const entries = await store.xrevrange(historyKey(accountId), end, '-', 'COUNT', most);
      return entries.map((entry) => open(accountId, entry));
    },

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
