/** What may be used once: codes and tokens, of which whoever comes second ends the grant, and ids of JWTs. */
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type AdapterPayload, errors } from 'oidc-provider';
import { clockToleranceInSeconds, replayKey } from '../../../storage/catalogue/engine-keys.ts';
import type { KeptKey } from '../../../storage/catalogue/entry.ts';
import { hashOfIdentifier } from '../../../storage/keyed-hash.ts';
import { readStep, type Store, stepOnKept } from '../../../storage/redis.ts';
import { writeBeforeAnswer } from '../../../storage/request/store-request.ts';
import { declareWriteKind, writeTogether } from '../../../storage/request/write-together.ts';
import { isStoreFailure } from '../../../storage/store-failure.ts';
import type { Succession } from '../../engine/patches/grants/refresh-successors.ts';
import { endReused } from '../end-record.ts';
import { writesBeside } from '../put-record.ts';
import { forget, type Records, read, recordLife } from '../stored-records.ts';
import { successionOf } from './successor-step.ts';

const consumeRecord = stepOnKept<[number, string?]>(import.meta.dirname, 'consume-record', 1);

const takeBackUse = stepOnKept<number>(import.meta.dirname, 'take-back-use', 1);
/** For as long as a code lives, about. */
const takeBackAfterMilliseconds = [0, ...Array<number>(60).fill(1000)];

declareWriteKind(readStep(import.meta.dirname, 'first-use'));

/**
 * A code for tokens is used in the step that keeps the tokens, so that who comes second issues none: whoever uses one within a request hears of
 * it when that is stored (engine/patches/grants/used-with-tokens.ts).
 * @throws InvalidGrant or InvalidRequestUri for all but the first, who ends the grant of the first
 */
export async function consume(records: Records, key: KeptKey): Promise<void> {
  if (records.model === 'AuthorizationCode') {
    await consumeWithTokens(records, key);
    return;
  }
  forget(key);
  const { store, sealer, model } = records;
  const [outcome, sealed] = await consumeRecord(store, [key], [Math.floor(Date.now() / 1000)]);
  if (outcome === 1) {
    return;
  }
  if (sealed) {
    await endReused(records, JSON.parse(sealer.open(sealed, key)));
  }
  throw alreadyUsed(model);
}

async function consumeWithTokens(records: Records, key: KeptKey): Promise<void> {
  const code = await read(records, key);
  const by = randomBytes(16).toString('base64url');
  forget(key);
  await writeTogether(records.store, {
    kind: 'firstUse',
    keys: [key],
    args: [Math.floor(Date.now() / 1000), by],
    goes: 'as-condition',
    refusalOf: (error) => refusalOfUse(records, code, error),
    whenUnsure: (error) => {
      if (isStoreFailure(error)) {
        void takeBack(records.store, key, by);
      }
    },
  });
}

/**
 * Nothing was handed out for it, since the answer is 503: whoever comes again as they were told is to find it unused. Tried again while the
 * store is away; what a node that dies leaves undone stays used, and its relying party starts anew.
 */
async function takeBack(store: Store, key: KeptKey, by: string): Promise<void> {
  for (const pause of takeBackAfterMilliseconds) {
    await delay(pause, undefined, { ref: false });
    const isDone = await takeBackUse(store, [key], [by]).then(
      () => true,
      () => false,
    );
    if (isDone) {
      return;
    }
  }
}

/** Whoever uses it within a request is told the value of the one successor when that is stored (engine/patches/grants/refresh-successors.ts). */
export async function succeed(
  records: Records,
  keyOf: (id: string) => KeptKey,
  { spentId, id, payload, lifeInSeconds, graceInSeconds }: Succession,
  told: (successor: string) => void,
): Promise<void> {
  const { store, sealer } = records;
  const [spentKey, life] = [keyOf(spentId), recordLife(lifeInSeconds)];
  const before = await read(records, spentKey);
  forget(spentKey);
  const rotation = {
    spent: { id: spentId, key: spentKey },
    predecessor: before?.predecessor as string | undefined,
    drawn: { id, key: keyOf(id), payload: { ...payload, predecessor: hashOfIdentifier(spentId) } },
    life,
    graceInSeconds,
  };
  const succession = successionOf(sealer, rotation, (successor) => {
    told(successor);
    if (successor !== id) {
      // Also by whoever comes again: a node of a former version may have died before it wrote what stands beside.
      const beside = writesBeside(records, keyOf(successor), payload, life);
      void writeBeforeAnswer(writeTogether(store, ...beside));
    }
  });
  const refusalOf = (error: unknown): Promise<Error | undefined> =>
    refusalOfUse(records, before ?? payload, error);
  const beside = writesBeside(records, keyOf(id), payload, life);
  await writeTogether(store, { ...succession, refusalOf }, ...beside);
}

/** Of a use that was not the first: it ends what was issued for the first. */
async function refusalOfUse(
  records: Records,
  used: AdapterPayload | undefined,
  error: unknown,
): Promise<Error | undefined> {
  const [, when] = /^USED (before|gone)/.exec(error instanceof Error ? error.message : '') ?? [];
  if (when === 'before' && used) {
    await endReused(records, used);
  }
  return when === undefined ? undefined : alreadyUsed(records.model);
}

function alreadyUsed(model: string): Error {
  if (model === 'PushedAuthorizationRequest') {
    return new errors.InvalidRequestUri('request_uri is invalid, expired, or was already used');
  }
  return new errors.InvalidGrant('already used');
}

/** True for the first use of a JWT id until it expires, on whatever node (private_key_jwt, DPoP, request objects). */
export async function isFirstUse(
  store: Store,
  issuer: string,
  jwtId: string,
  expiresAt: number,
): Promise<boolean> {
  const key = replayKey(hashOfIdentifier(`${issuer}\0${jwtId}`));
  const life = Math.max(1, expiresAt - Math.floor(Date.now() / 1000) + clockToleranceInSeconds);
  return (await store.set(key, '1', 'EX', life, 'NX')) === 'OK';
}
