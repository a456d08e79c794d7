/**
 * The engine's records in Redis (the Adapter contract of oidc-provider). A record's id is often its value (a code, a token,
 * a session cookie), so keys are hashes of ids and payloads are sealed: a stolen dump signs nobody in. What may be used
 * once is consumed in one atomic step; whoever comes second ends the whole grant (RFC 6749 §4.1.2, RFC 9700 §4.14), but for the moment in
 * which a refresh token counts again (use/successor-step.ts).
 *
 * In this folder: the records, and which of them belong to a citizen.
 */
import type { Adapter, AdapterPayload } from 'oidc-provider';
import { createRecorder, type Recorder } from '../../audit/audit-log.ts';
import { engineRecordKey, userCodeKey } from '../../storage/catalogue/engine-keys.ts';
import { type KeptKey, keyReadBack, type StoreKey } from '../../storage/catalogue/entry.ts';
import { type IndexKeys, indexHashes, underEach } from '../../storage/index-key.ts';
import { hashOfIdentifier } from '../../storage/keyed-hash.ts';
import type { Store } from '../../storage/redis.ts';
import type { Sealer } from '../../storage/sealed.ts';
import type { RefreshTokenRecords } from '../engine/patches/grants/refresh-successors.ts';
import type { CitizenIndex } from './citizen-index-store.ts';
import { destroy, endReused, revokeTokens } from './end-record.ts';
import { put } from './put-record.ts';
import { grantRecordKey, sessionPointerKey } from './record-keys.ts';
import {
  fieldsOf,
  forget,
  type OnTokenRead,
  type OnUnreadable,
  type Records,
  read,
  remember,
} from './stored-records.ts';
import { ownerIn } from './token-owners.ts';
import { consume, succeed } from './use/use-once.ts';

const saysItsOwner = ['AuthorizationCode', 'RefreshToken'];

/** For records to which the engine gives no life; none that we use. */
const longestLifeInSeconds = 24 * 60 * 60;

export interface AdapterParts {
  readonly store: Store;
  readonly sealer: Sealer;
  /** Remembers whose record it is, together with every write. */
  readonly index: CitizenIndex;
  readonly onTokenRead: OnTokenRead;
  /** Left out where whoever reads is to hear of it. */
  readonly onUnreadable?: OnUnreadable;
  /** Keys the hashes of what people type from a device: all such codes could be tried against a plain hash in a moment. */
  readonly indexKeys?: IndexKeys;
  /** Records what citizens decide, in the step that decides. */
  readonly recorder?: Recorder;
}

/** @param clients where the engine looks up clients, which are no records of its own */
export function createAdapterFactory(parts: AdapterParts, clients?: Adapter): (model: string) => Adapter {
  return (model) => (model === 'Client' && clients ? clients : createAdapter(parts, model));
}

function createAdapter(parts: AdapterParts, model: string): Adapter {
  const { store, sealer, index, recorder = createRecorder(store, sealer), onUnreadable = thrown } = parts;
  const keyOf = (id: string): KeptKey => engineRecordKey(model, hashOfIdentifier(id));
  const keysOfUserCode = (code: string): [StoreKey, ...StoreKey[]] =>
    parts.indexKeys
      ? underEach(indexHashes(parts.indexKeys, 'user-code', code), userCodeKey)
      : [userCodeKey(hashOfIdentifier(code))];
  const keyOfUserCode = (code: string): StoreKey => keysOfUserCode(code)[0];

  const onTokenRead: OnTokenRead = (token) => {
    parts.onTokenRead(token);
    if (token.grantId) {
      // Whoever reads the grant hears of a failure.
      fieldsOf({ store }, grantRecordKey(token.grantId)).catch(() => {});
    }
  };
  const records: Records = {
    ...{ store, sealer, index, onTokenRead, onUnreadable },
    ...{ recorder, model, keyOfUserCode },
  };
  const followPointer = async (pointer: KeptKey): Promise<AdapterPayload | undefined> => {
    const key = await store.get(pointer);
    return key ? read(records, keyReadBack(key)) : undefined;
  };

  return {
    async upsert(id, payload, expiresIn) {
      const key = keyOf(id);
      forget(key);
      await put(records, key, payload, expiresIn ?? longestLifeInSeconds);
      if (model === 'Interaction' && payload.result) {
        // The engine goes on with it in this request (decision 63).
        remember(key, payload);
      }
    },

    find(id) {
      if (saysItsOwner.includes(model)) {
        askForOwner(records, id);
      }
      return read(records, keyOf(id));
    },
    findByUid: (uid) => followPointer(sessionPointerKey(uid)),
    async findByUserCode(userCode) {
      const found = await Promise.all(keysOfUserCode(userCode).map(followPointer));
      return found.find((payload) => payload !== undefined);
    },

    async consume(id) {
      await consume(records, keyOf(id));
    },

    destroy: (id) => destroy(records, keyOf(id)),

    async revokeByGrantId(grantId) {
      await revokeTokens(store, model, grantId);
    },

    ...(model === 'RefreshToken' ? successionOf(records, keyOf) : {}),
  };
}

function thrown(failure: Error): never {
  throw failure;
}

/** What is read of the owner of a token when its own record was: asked for with it (token-owners.ts). */
function askForOwner(records: Records, value: string): void {
  const owner = ownerIn(records.sealer, value);
  if (owner) {
    records.onTokenRead(owner);
  }
}

function successionOf(
  records: Records,
  keyOf: (id: string) => KeptKey,
): Pick<RefreshTokenRecords, 'succeed' | 'endIfSpent'> {
  return {
    succeed: (succession, told) => succeed(records, keyOf, succession, told),

    async endIfSpent(id) {
      const payload = await read(records, keyOf(id));
      if (payload?.consumed) {
        await endReused(records, payload);
      }
    },
  };
}
