/**
 * A JWT id (of `private_key_jwt`, a DPoP proof or a request object) is accepted once, on whatever node.
 *
 * oidc-provider 9.13.3: replaces `ReplayDetection.unique`.
 * Why: its own check reads, then writes; two nodes could both accept one proof.
 * Held by: test/oidc/engine/replay-detection.test.ts, "an assertion that comes ten times at once, on two nodes, counts once"
 */
import type { Provider } from 'oidc-provider';
import type { Store } from '../../../storage/redis.ts';
import { isFirstUse } from '../../records/use/use-once.ts';

export function refuseReplaysAtomically(provider: Provider, store: Store): void {
  Object.assign(provider.ReplayDetection, {
    unique: (issuer: string, jwtId: string, expiresAt: number) => isFirstUse(store, issuer, jwtId, expiresAt),
  });
}
