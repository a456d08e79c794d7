/**
 * Clients in Redis. Records are sealed: whoever can write to the store still cannot send citizens elsewhere. Every change names
 * the version it was decided on and is told to all nodes in the step that makes it.
 */
import { z } from 'zod';
import { createRecorder, type Recorder, recordedStep } from '../audit/audit-log.ts';
import type { SecurityEvent } from '../audit/events/security-event.ts';
import { clientsChannel } from '../storage/catalogue/channels.ts';
import { clientIdsKey, clientKey } from '../storage/catalogue/operator-keys.ts';
import { type Listing, readEach } from '../storage/due/each-in-turn.ts';
import type { Store } from '../storage/redis.ts';
import type { Sealer } from '../storage/sealed.ts';
import { firstVersion } from '../storage/versioned-record.ts';
import type { ClientRecord, StoredClient } from './client-record.ts';
import { digestOf, fetchedLogoOf } from './logos/logo.ts';
import { type Registration, withDefaults } from './registration.ts';
import { type SectorMetadata, sectorWithPort } from './sector.ts';

export interface ClientStore {
  find(clientId: string): Promise<StoredClient | undefined>;
  /** Also of one whose record cannot be read; undefined where there is none. */
  versionOf(clientId: string): Promise<number | undefined>;
  /** Every client, by its id. */
  list(): Promise<Listing<StoredClient>>;
  /**
   * @param expectedVersion 0 for a client that is not there yet
   * @param picture of a logo that was fetched just now
   * @returns the client as it is now, or undefined when somebody else changed it first
   */
  put(
    record: ClientRecord,
    expectedVersion: number,
    event: SecurityEvent,
    picture?: Buffer,
  ): Promise<StoredClient | undefined>;
  /** @returns false when somebody else changed it first */
  remove(clientId: string, expectedVersion: number, event: SecurityEvent): Promise<boolean>;
  /** The picture of that digest, if it is this client's at present. PNG. */
  pictureOf(clientId: string, digest: string): Promise<Buffer | undefined>;
}

/** Every id in its order (all have one score). Ids stay after a removal: which of two changes came last, two keys could not tell. */
const everyIdKey = clientIdsKey();

const moveClient = recordedStep<'changed', string | null>(import.meta.dirname, 'move-client');

const instant = z.iso.datetime().transform((text) => new Date(text));

const recordSchema = z.object({
  registration: z.custom<Registration>(),
  secret: z
    .object({
      hash: z.string(),
      previous: z.object({ hash: z.string(), endsAt: instant }).optional(),
    })
    .optional(),
  status: z.union([
    z.object({ kind: z.literal('active') }),
    z.object({ kind: z.literal('disabled'), because: z.enum(['asked', 'not-declared']) }),
  ]),
  isDeclared: z.boolean(),
  logo: z.object({ from: z.string(), digest: z.string(), isApproved: z.boolean() }).optional(),
  /** Absent in what was kept while the port counted. */
  sectorWithPort: z.string().nullable().optional(),
  createdAt: instant,
  updatedAt: instant,
  updatedBy: z.string(),
});

export function createClientStore(
  store: Store,
  sealer: Sealer,
  recorder: Recorder = createRecorder(store, sealer),
): ClientStore {
  async function find(clientId: string): Promise<StoredClient | undefined> {
    const key = clientKey(clientId);
    const [version, sealed] = await store.hmget(key, 'version', 'record');
    return sealed ? { ...opened(sealer.open(sealed, key)), version: Number(version) } : undefined;
  }

  function move(
    clientId: string,
    expectedVersion: number,
    sealed: string,
    changed: SecurityEvent,
    logo = '',
  ): Promise<string | null> {
    return moveClient(
      recorder,
      [clientKey(clientId)],
      [String(expectedVersion), sealed, firstVersion(), clientsChannel, clientId, logo],
      { changed },
    );
  }

  return {
    find,

    async versionOf(clientId) {
      const [version] = await store.hmget(clientKey(clientId), 'version');
      return version ? Number(version) : undefined;
    },

    async list() {
      const ids = await store.zrange(everyIdKey, 0, '-1');
      return readEach(ids, (id) => id, find);
    },

    async put(asked, expectedVersion, event, picture) {
      // What was fetched from another address than the registration has by now is nobody's logo.
      const record = { ...asked, logo: fetchedLogoOf(asked) };
      const clientId = record.registration.client_id;
      const key = clientKey(clientId);
      if (expectedVersion === 0) {
        await store.zadd(everyIdKey, 0, clientId);
      }
      const sealed = sealer.seal(JSON.stringify(record), key);
      const logo = record.logo ? (picture?.toString('base64') ?? 'stays') : 'ends';
      const version = await move(clientId, expectedVersion, sealed, event, logo);
      return version === null ? undefined : { ...record, version: Number(version) };
    },

    async remove(clientId, expectedVersion, event) {
      return (await move(clientId, expectedVersion, '', event)) !== null;
    },

    async pictureOf(clientId, digest) {
      const [kept] = await store.hmget(clientKey(clientId), 'logo');
      const picture = Buffer.from(kept ?? '', 'base64');
      // The digest comes from the sealed record: whoever can write to the store shows no other picture.
      return digestOf(picture) === digest ? picture : undefined;
    },
  };
}

/** What another version of this program kept is taken as it is; only what it did not know yet is filled in. */
function opened(json: string): ClientRecord {
  const record = recordSchema.parse(JSON.parse(json));
  const registration = withDefaults(record.registration);
  return {
    ...record,
    sectorWithPort:
      record.sectorWithPort === undefined
        ? sectorWithPort(record.registration as SectorMetadata)
        : record.sectorWithPort,
    registration: registration.success ? registration.data : record.registration,
    secret: record.secret && { hash: record.secret.hash, previous: record.secret.previous },
  };
}
