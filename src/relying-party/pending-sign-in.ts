/**
 * A sign-in to our own pages that is under way, sealed in a cookie of the browser that began it: whoever is not signed in makes us keep
 * nothing by asking for a page. It is worth no second session: the code that answers it is redeemed once.
 */
import { z } from 'zod';
import { engineLives } from '../storage/catalogue/engine-keys.ts';
import type { Sealer } from '../storage/sealed.ts';
import type { OwnSite } from './own-client.ts';

const pendingSchema = z.strictObject({
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  /** A path of ours. */
  returnTo: z.string(),
  /** Seconds since 1970, by the store's clock: the browser may come back to another node. */
  begunAt: z.number().int(),
});

export type PendingSignIn = z.output<typeof pendingSchema>;

export interface PendingSignIns {
  /** @returns the value of the cookie */
  seal(pending: Omit<PendingSignIn, 'begunAt'>, begunAt: Date): string;
  /** Undefined for what is none of ours, or too old. */
  open(cookie: string, arrivedAt: Date): PendingSignIn | undefined;
}

/** As long as the engine keeps what it was asked. */
const lifeInSeconds = engineLives.Interaction;

export function createPendingSignIns({ room }: Pick<OwnSite, 'room'>, sealer: Sealer): PendingSignIns {
  const place = `${room} sign-in under way`;
  return {
    seal: (pending, begunAt) =>
      sealer.seal(JSON.stringify({ ...pending, begunAt: secondsOf(begunAt) }), place),

    open(cookie, arrivedAt) {
      const text = openOrNothing(sealer, cookie, place);
      const pending = text === undefined ? undefined : pendingSchema.parse(JSON.parse(text));
      return pending && secondsOf(arrivedAt) - pending.begunAt < lifeInSeconds ? pending : undefined;
    },
  };
}

function openOrNothing(sealer: Sealer, cookie: string, place: string): string | undefined {
  try {
    return sealer.open(cookie, place);
  } catch {
    return undefined;
  }
}

function secondsOf(instant: Date): number {
  return Math.floor(instant.getTime() / 1000);
}
