/**
 * The value of a code, and of a refresh token, says whose it is, to us alone: who presents it is answered a round trip to the store sooner.
 *
 * oidc-provider 9.13.3: wraps `generateTokenId` of the prototypes of `AuthorizationCode` and `RefreshToken`.
 * Why: it draws values that say nothing, so that whose they are is known only when their records were read.
 * Held by: test/flows/round-trips.test.ts, "a sign-in with its method page, the token and a refresh take at most 15 round trips to Redis"
 */
import type { Provider } from 'oidc-provider';
import type { Sealer } from '../../../../storage/sealed.ts';
import { type TokenOwner, withOwner } from '../../../records/token-owners.ts';

/** Not in the types of the engine. */
interface Drawing extends Partial<TokenOwner> {
  generateTokenId(): string;
}

export function sayOwnersInValues({ AuthorizationCode, RefreshToken }: Provider, sealer: Sealer): void {
  for (const { prototype } of [AuthorizationCode, RefreshToken]) {
    const { generateTokenId } = prototype as unknown as Drawing;
    Object.assign(prototype, {
      generateTokenId(this: Drawing): string {
        return withOwner(sealer, generateTokenId.call(this), this);
      },
    });
  }
}
