/**
 * Each nonce for the proof of a key is given out once, so that a proof can be taken once: by its key and its nonce.
 *
 * oidc-provider 9.13.3: imports `oidc-provider/lib/helpers/weak_cache.js`; wraps `nextChallenge` and `checkChallenge` of `CNonceChallenges`.
 * Why: its own nonces are the same for everybody for a minute, so that a wallet which proves a key twice would have nothing new to sign.
 * Held by: test/flows/wallet-keys.test.ts, "may be proven again, with a nonce of its own for each"
 */
import { randomBytes } from 'node:crypto';
import type { Provider } from 'oidc-provider';
import instance from 'oidc-provider/lib/helpers/weak_cache.js';

const unique = /^([\w-]{43})\.[\w-]{22}$/;

/** What is the engine's says that it is fresh, what is ours says which one it is. */
export function giveEachNonceOnce(provider: Provider): void {
  const { CNonceChallenges: nonces } = instance(provider);
  if (!nonces) {
    return;
  }
  const [next, check] = [nonces.nextChallenge.bind(nonces), nonces.checkChallenge.bind(nonces)];
  nonces.nextChallenge = () => `${next()}.${randomBytes(16).toString('base64url')}`;
  nonces.checkChallenge = (nonce) => check(unique.exec(nonce)?.[1] ?? '');
}

/** Whether a nonce is one of those, and from a moment ago. */
export function isFreshNonce(provider: Provider, nonce: string): boolean {
  return instance(provider).CNonceChallenges?.checkChallenge(nonce) === true;
}
