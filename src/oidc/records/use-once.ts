/** What may be used once: codes and tokens, of which whoever comes second ends the grant, and ids of JWTs. */
import { errors } from 'oidc-provider';
import { clockToleranceInSeconds, replayKey } from '../../storage/catalogue/engine-keys.ts';
import type { KeptKey } from '../../storage/catalogue/entry.ts';
import { hashOfIdentifier } from '../../storage/keyed-hash.ts';
import { type Store, stepOnKept } from '../../storage/redis.ts';
import { writeTogether } from '../../storage/request/write-together.ts';
import type { Succession } from '../engine/patches/refresh-successors.ts';
import { endReused } from './end-record.ts';
import { writesBeside } from './put-record.ts';
import { forget, type Records, read, recordLife } from './stored-records.ts';
import { spend } from './successor-step.ts';

const consumeRecord = stepOnKept<[number, string?]>(import.meta.dirname, 'consume-record', 1);

/** @throws InvalidGrant or InvalidRequestUri for all but the first, who ends the grant of the first */
export async function consume(records: Records, key: KeptKey): Promise<void> {
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

/** @throws InvalidGrant for a token that was spent and has no grace left, which ends its grant */
export async function succeed(
  records: Records,
  keyOf: (id: string) => KeptKey,
  { spentId, id, payload, lifeInSeconds, graceInSeconds }: Succession,
): Promise<string> {
  const { store, sealer, model } = records;
  const [spentKey, life] = [keyOf(spentId), recordLife(lifeInSeconds)];
  const before = await read(records, spentKey);
  forget(spentKey);
  const outcome = await spend(store, sealer, {
    spent: { id: spentId, key: spentKey },
    predecessor: before?.predecessor as string | undefined,
    drawn: { id, key: keyOf(id), payload: { ...payload, predecessor: hashOfIdentifier(spentId) } },
    life,
    graceInSeconds,
  });
  switch (outcome.kind) {
    case 'succeeded':
      // Also by whoever comes again: the node of the first may have died before it wrote what stands beside.
      await writeTogether(store, ...writesBeside(records, keyOf(outcome.successor), payload, life));
      return outcome.successor;
    case 'reused':
      await endReused(records, before ?? payload);
      throw alreadyUsed(model);
    case 'gone':
      throw alreadyUsed(model);
  }
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
