/**
 * How a refresh token is spent. Its successor is drawn before, and kept in the very step that spends it and keeps what else is issued: whoever
 * comes a moment later with the same token finds the successor there, by whatever node, and is answered with it while the grace lasts
 * (decision 46).
 */
import { refreshSuccessorKey } from '../../../storage/catalogue/engine-keys.ts';
import type { KeptKey } from '../../../storage/catalogue/entry.ts';
import { hashOfIdentifier } from '../../../storage/keyed-hash.ts';
import { readStep } from '../../../storage/redis.ts';
import type { WaitingWrite } from '../../../storage/request/store-request.ts';
import { declareWriteKind } from '../../../storage/request/write-together.ts';
import type { Sealer } from '../../../storage/sealed.ts';

declareWriteKind(readStep(import.meta.dirname, 'succession'));

interface Rotation {
  /** The token that was presented: its value, and its record. */
  readonly spent: { readonly id: string; readonly key: KeptKey };
  /** Whose successor the presented token is, by its hash; the first of a family is nobody's. */
  readonly predecessor: string | undefined;
  readonly drawn: { readonly id: string; readonly key: KeptKey; readonly payload: object };
  /** Of the record of what was drawn, in milliseconds. */
  readonly life: number;
  readonly graceInSeconds: number;
}

/** @param told the value of the one successor, once it is stored */
export function successionOf(
  sealer: Sealer,
  { spent, predecessor, drawn, life, graceInSeconds }: Rotation,
  told: (successor: string) => void,
): WaitingWrite {
  const named = refreshSuccessorKey(hashOfIdentifier(spent.id));
  const before = predecessor === undefined ? [] : [refreshSuccessorKey(predecessor)];
  const keys = [spent.key, named, drawn.key, ...before];
  const payload = sealer.seal(JSON.stringify(drawn.payload), drawn.key);
  return {
    kind: 'succession',
    keys,
    args: [keys.length, sealer.seal(drawn.id, named), graceInSeconds * 1000, payload, life],
    goes: 'as-condition',
    said: (known) => told(known === '' ? drawn.id : sealer.open(known, named)),
  };
}
