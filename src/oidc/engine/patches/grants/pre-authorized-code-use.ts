/**
 * Whether a pre-authorized code may be redeemed with the transaction code that was typed, we decide before the engine consumes it.
 *
 * oidc-provider 9.13.3: wraps `PreAuthorizedCode.prototype.consume`, an experiment of it (`openid4vci`, experimental-01).
 * Why: it consumes the code, then compares: the first wrong transaction code would end the offer.
 * Held by: test/flows/wallet-issuing.test.ts, "is believed two wrong codes; the third ends the offer, also for the right one"
 */
import { errors, Provider } from 'oidc-provider';

export type PreAuthorizedCode = InstanceType<Provider['PreAuthorizedCode']>;

/** @param typed `tx_code` of the request. @returns `taken` for exactly one of all who may redeem it */
export type TakeCode = (code: PreAuthorizedCode, typed: unknown) => Promise<'taken' | 'wrong' | 'dead'>;

export function takeCodesBeforeTheyAreUsed(provider: Provider, take: TakeCode): void {
  const { prototype } = provider.PreAuthorizedCode;
  const consumeAtEngine = prototype.consume;
  Object.assign(prototype, {
    async consume(this: PreAuthorizedCode): Promise<void> {
      switch (await take(this, Provider.ctx?.oidc.params?.tx_code)) {
        case 'taken':
          return consumeAtEngine.call(this);
        case 'wrong':
          throw new errors.InvalidGrant('the transaction code is wrong');
        case 'dead':
          throw new errors.InvalidGrant('the offer is no longer open');
      }
    },
  });
}
