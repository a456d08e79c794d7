/**
 * How a refresh token is spent. Its successor is drawn before, and kept in the very step that spends it: whoever comes a moment later with
 * the same token finds the successor there, by whatever node, and is answered with it while the grace lasts (decision 46).
 */
import { refreshSuccessorKey } from '../../storage/catalogue/engine-keys.ts';
import type { KeptKey } from '../../storage/catalogue/entry.ts';
import { hashOfIdentifier } from '../../storage/keyed-hash.ts';
import { declareStep, readStep, type Store } from '../../storage/redis.ts';
import type { Sealer } from '../../storage/sealed.ts';

const name = 'spend-for-successor';
const spendForSuccessor = declareStep<[outcome: 'spent' | 'again' | 'reused' | 'gone', successor?: string]>(
  name,
  readStep(import.meta.dirname, name),
  'any',
);

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

/** `reused`: it was spent before, and no grace is left. `gone`: there is no such token any more. */
export type Spent =
  | { readonly kind: 'succeeded'; readonly successor: string }
  | { readonly kind: 'reused' | 'gone' };

export async function spend(store: Store, sealer: Sealer, rotation: Rotation): Promise<Spent> {
  const { spent, predecessor, drawn, life, graceInSeconds } = rotation;
  const named = refreshSuccessorKey(hashOfIdentifier(spent.id));
  const before = predecessor === undefined ? [] : [refreshSuccessorKey(predecessor)];
  const [kind, successor = ''] = await spendForSuccessor(
    store,
    [spent.key, named, drawn.key, ...before],
    [
      sealer.seal(drawn.id, named),
      graceInSeconds * 1000,
      sealer.seal(JSON.stringify(drawn.payload), drawn.key),
      life,
    ],
  );
  switch (kind) {
    case 'spent':
      return { kind: 'succeeded', successor: drawn.id };
    case 'again':
      return { kind: 'succeeded', successor: sealer.open(successor, named) };
    default:
      return { kind };
  }
}
