/**
 * What was issued to which wallet of a citizen, and what of it was revoked: `{account:<id>}:wallets`, a sealed record for each issuance.
 * Revoking sets the bits of the status list first, which cannot be taken back, and then marks the record; whoever stops in between
 * has revoked, and may do it again.
 *
 * In this folder: credentials that we issue: offered, written, listed with their status. The engine's part is in `oidc/credentials/`.
 */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { assuranceNames } from '../../assurance/levels.ts';
import { createRecorder, type Recorder, recordedStep } from '../../audit/audit-log.ts';
import type { SecurityEvent } from '../../audit/events/security-event.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import { type Ending, endingStep } from '../../endings/ending-step.ts';
import { accountKey, plusKey, walletsKey } from '../../storage/catalogue/account-keys.ts';
import { type Listing, readEach, whole } from '../../storage/due/each-in-turn.ts';
import { inSlicesRule } from '../../storage/in-slices.ts';
import type { Store } from '../../storage/redis.ts';
import type { Sealer } from '../../storage/sealed.ts';
import { openRecord, type Reading, readingOf, type Unreadable } from '../../storage/sealed-record.ts';
import type { StatusListStore } from './issued-status-list-store.ts';

const issuanceSchema = z.strictObject({
  walletId: z.string(),
  /** Whether somebody whom we trust vouched for the wallet. */
  isAttested: z.boolean(),
  /** RFC 7638, of the key of each credential. */
  keyThumbprints: z.array(z.string()),
  /** How well they are kept, where somebody whom we trust said so. */
  keyAssurance: z.enum(assuranceNames).optional(),
  places: z.array(z.strictObject({ list: z.int(), index: z.int() })),
  issuedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});

/** Credentials that were issued together, each for a key of its own. */
export type Issuance = z.output<typeof issuanceSchema>;

export interface KnownIssuance extends Issuance {
  readonly id: string;
  readonly revokedAt: Date | undefined;
}

export type RevokeOutcome =
  | { readonly kind: 'nothing-to-revoke' }
  /** Where it stands in the status list cannot be read either: nothing was done. */
  | { readonly kind: 'unreadable'; readonly failure: Unreadable }
  /** @property endedAt the second at which the other sessions ended; undefined when somebody else ended all, the asker's too */
  | { readonly kind: 'revoked'; readonly issuance: KnownIssuance; readonly endedAt: number | undefined };

/** Both are recorded. */
export interface RevokeEvents {
  readonly revoked: SecurityEvent;
  /** Where the end of the other sessions is told of by itself. */
  readonly ended?: SecurityEvent;
}

export interface CredentialStore {
  /**
   * Only for an account that is in use, is not to be closed and has an Ügyfélkapu+, and whose sessions were not ended since.
   * @param tokenIssuedAt seconds since 1970 of the token by which the wallet asks
   * @param eventOf that an issuance of this id was made
   * @param by whose act it is: a wallet that renews by itself leaves room for what its owner has issued
   * @returns the id of the issuance; undefined when nothing may be issued
   */
  keep(
    accountId: string,
    issuance: Issuance,
    tokenIssuedAt: number,
    now: Date,
    eventOf: (issuanceId: string) => SecurityEvent,
    by?: 'owner' | 'wallet',
  ): Promise<string | undefined>;
  /** The newest first. One that cannot be read keeps nobody from the others, nor from ending them; its owner is to hear of it. */
  list(accountId: string): Promise<Listing<KnownIssuance>>;
  find(accountId: string, issuanceId: string): Promise<Reading<KnownIssuance>>;
  /** Ends every other session of the account in the same step that marks the record. @param account as its own session was looked at */
  revoke(
    account: { readonly id: string; readonly sessionsEndedAt: number },
    issuanceId: string,
    now: Date,
    eventsOf: (issuance: Issuance) => RevokeEvents,
  ): Promise<RevokeOutcome>;
  /**
   * Everything, for an account that ends or lost its Ügyfélkapu+. Its sessions are others' business.
   * @throws LeftUndone where any cannot be read, once the others are revoked: it is tried again later
   */
  revokeAll(accountId: string, now: Date): Promise<void>;
  /** Of an account that was erased. @throws LeftUndone as `revokeAll`, and nothing is forgotten then */
  revokeAndForget(accountId: string, now: Date): Promise<void>;
}

const keepIssuance = recordedStep<'issued', number>(import.meta.dirname, 'keep-issuance', inSlicesRule);
const revokeIssuances = endingStep<'revoked', [number, number], 'ended'>(
  import.meta.dirname,
  'revoke-issuances',
);

/** Fields of the record, two for what is revoked: far more wallets than a person has. */
const mostFields = { owner: 100, wallet: 80 } as const;
/** Of those that are revoked or expired, the newest remain for the citizen to look at; the older make room. */
const mostSpent = 20;
const revokedSuffix = ':revoked';

export function createCredentialStore(
  store: Store,
  sealer: Sealer,
  statusLists: StatusListStore,
  recorder: Recorder = createRecorder(store, sealer),
): CredentialStore {
  async function listing(
    accountId: string,
    which: 'every' | 'valid' = 'every',
  ): Promise<Listing<KnownIssuance>> {
    const fields = await store.hgetall(walletsKey(accountId));
    const ids = idsIn(fields).filter((id) => which === 'every' || fields[id + revokedSuffix] === undefined);
    return readEach(
      ids,
      (id) => nameOf(accountId, id),
      async (id) => issuanceIn(fields, id, sealer, accountId),
    );
  }

  async function find(accountId: string, id: string): Promise<KnownIssuance | undefined> {
    const [issuance, revokedAt] = await store.hmget(walletsKey(accountId), id, id + revokedSuffix);
    const fields = {
      ...(issuance && { [id]: issuance }),
      ...(revokedAt && { [id + revokedSuffix]: revokedAt }),
    };
    return idsIn(fields).includes(id) ? issuanceIn(fields, id, sealer, accountId) : undefined;
  }

  async function list(accountId: string): Promise<Listing<KnownIssuance>> {
    const { readable, unreadable } = await listing(accountId);
    return { readable: newestFirst(readable), unreadable };
  }

  async function revokeAll(accountId: string, now: Date): Promise<void> {
    const valid = await listing(accountId, 'valid');
    if (valid.readable.length > 0) {
      await revokeIn(recorder, statusLists, { act: undefined, accountId }, valid.readable, '', now, {
        revoked: securityEvents.walletsRevoked(accountId),
      });
    }
    whole(valid);
  }

  return {
    list,
    revokeAll,
    find: (accountId, id) => readingOf(find(accountId, id)),

    async keep(accountId, issuance, tokenIssuedAt, now, eventOf, by = 'owner') {
      const id = randomUUID();
      const spent = (await list(accountId)).readable.filter((known) => isSpent(known, now));
      const dropped = spent.slice(mostSpent).flatMap((known) => [known.id, known.id + revokedSuffix]);
      const sealed = sealer.seal(JSON.stringify(issuance), placeOf(accountId));
      const keys = [accountKey(accountId), plusKey(accountId), walletsKey(accountId)];
      const args = [tokenIssuedAt, id, sealed, mostFields[by], ...dropped];
      return (await keepIssuance(recorder, keys, args, { issued: eventOf(id) })) === 1 ? id : undefined;
    },

    async revoke({ id: accountId, sessionsEndedAt }, issuanceId, now, eventsOf) {
      const reading = await readingOf(find(accountId, issuanceId));
      if (reading.kind === 'gone') {
        return { kind: 'nothing-to-revoke' };
      }
      if (reading.kind === 'unreadable') {
        return reading;
      }
      const issuance = reading.value;
      const { newly, endedAt } = await revokeIn(
        recorder,
        statusLists,
        { act: 'card-revoked', accountId },
        [issuance],
        sessionsEndedAt,
        now,
        eventsOf(issuance),
      );
      return newly === 0
        ? { kind: 'nothing-to-revoke' }
        : { kind: 'revoked', issuance, endedAt: endedAt === 0 ? undefined : endedAt };
    },

    async revokeAndForget(accountId, now) {
      await revokeAll(accountId, now);
      await store.del(walletsKey(accountId));
    },
  };
}

function isSpent({ revokedAt, expiresAt }: KnownIssuance, now: Date): boolean {
  return revokedAt !== undefined || Date.parse(expiresAt) <= now.getTime();
}

function placeOf(accountId: string): string {
  return `account:${accountId}:wallets`;
}

function nameOf(accountId: string, id: string): string {
  return `card ${id} of account ${accountId}`;
}

function idsIn(fields: Readonly<Record<string, string>>): string[] {
  return Object.keys(fields).filter((field) => !field.endsWith(revokedSuffix));
}

function issuanceIn(
  fields: Readonly<Record<string, string>>,
  id: string,
  sealer: Sealer,
  accountId: string,
): KnownIssuance {
  const revokedAt = fields[id + revokedSuffix];
  const [sealed = '', place, of] = [fields[id], placeOf(accountId), nameOf(accountId, id)];
  const issuance = openRecord(sealer, issuanceSchema, sealed, place, of);
  return { ...issuance, id, revokedAt: revokedAt ? new Date(Number(revokedAt)) : undefined };
}

function newestFirst(issuances: readonly KnownIssuance[]): KnownIssuance[] {
  return issuances.toSorted((one, other) => other.issuedAt.localeCompare(one.issuedAt));
}

/** @param sessions when they had last been ended as far as the asker knows, or '' */
async function revokeIn(
  recorder: Recorder,
  statusLists: StatusListStore,
  ending: Ending,
  issuances: readonly KnownIssuance[],
  sessions: number | '',
  now: Date,
  { revoked, ended }: RevokeEvents,
): Promise<{ newly: number; endedAt: number }> {
  await statusLists.revoke(issuances.flatMap(({ places }) => places));
  const [newly, endedAt] = await revokeIssuances(
    recorder,
    ending,
    [walletsKey(ending.accountId)],
    [now.getTime(), sessions, ...issuances.map(({ id }) => id)],
    { revoked, ...(ended && { ended }) },
  );
  return { newly, endedAt };
}
