/**
 * The one offer of a credential that a citizen may have open: `{account:<id>}:wallet-offer`. A new one takes the place of the one before.
 * Taking it and counting wrong transaction codes is one atomic step, so that of all wallets that try, on whatever node, one succeeds.
 */
import { z } from 'zod';
import { walletOfferKey } from '../../storage/catalogue/account-keys.ts';
import type { StoreKey } from '../../storage/catalogue/entry.ts';
import { walletOfferIdKey } from '../../storage/catalogue/wallet-keys.ts';
import { hashOfIdentifier } from '../../storage/keyed-hash.ts';
import { atomicStep, type Store } from '../../storage/redis.ts';
import type { Sealer } from '../../storage/sealed.ts';
import { openRecord } from '../../storage/sealed-record.ts';

const offerSchema = z.strictObject({
  /** Under which wallets fetch it; a secret too. */
  id: z.string(),
  walletId: z.string(),
  /** The pre-authorized code; a secret, like the next. */
  code: z.string(),
  /** What the citizen reads on our page and types into the wallet. */
  transactionCode: z.string(),
  expiresAt: z.iso.datetime(),
});

export type Offer = z.output<typeof offerSchema>;

export type KnownOffer = Offer & { readonly state: 'open' | 'taken' | 'dead' };

export interface OfferStore {
  put(accountId: string, offer: Offer): Promise<void>;
  /** Also for a while after it was taken or is over, so that the page can say so. */
  find(accountId: string): Promise<KnownOffer | undefined>;
  /** While it is open. @param id as a wallet sends it */
  findById(id: string): Promise<KnownOffer | undefined>;
  /** @param isRight whether the transaction code was typed right */
  take(accountId: string, code: string, isRight: boolean): Promise<'taken' | 'wrong' | 'dead'>;
}

export const offerLifeInSeconds = walletOfferIdKey.lifeInSeconds;
export const transactionCodeLength = 6;
const mostTries = 3;
const rememberedInMilliseconds = walletOfferKey.lifeInSeconds * 1000;

const putOffer = atomicStep<number>(import.meta.dirname, 'put-offer', 1);
const takeOffer = atomicStep<string>(import.meta.dirname, 'take-offer', 1);

const pointerKey = (id: string): StoreKey => walletOfferIdKey(hashOfIdentifier(id));

export function createOfferStore(store: Store, sealer: Sealer): OfferStore {
  async function find(accountId: string): Promise<KnownOffer | undefined> {
    const key = walletOfferKey(accountId);
    const { offer, state } = await store.hgetall(key);
    if (!offer) {
      return undefined;
    }
    const known = openRecord(sealer, offerSchema, offer, key, `offer to account ${accountId}`);
    return { ...known, state: state === 'taken' || state === 'dead' ? state : 'open' };
  }

  return {
    find,

    async findById(id) {
      const accountId = await store.get(pointerKey(id));
      const offer = accountId ? await find(accountId) : undefined;
      return offer?.id === id && offer.state === 'open' ? offer : undefined;
    },

    async put(accountId, offer) {
      const key = walletOfferKey(accountId);
      const sealed = sealer.seal(JSON.stringify(offer), key);
      await store.set(pointerKey(offer.id), accountId, 'EX', offerLifeInSeconds);
      await putOffer(store, [key], [rememberedInMilliseconds, sealed, hashOfIdentifier(offer.code)]);
    },

    async take(accountId, code, isRight) {
      const args = [hashOfIdentifier(code), isRight ? 'right' : 'wrong', mostTries];
      const outcome = await takeOffer(store, [walletOfferKey(accountId)], args);
      return outcome === 'taken' || outcome === 'wrong' ? outcome : 'dead';
    },
  };
}
