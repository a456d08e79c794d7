/**
 * Gives the running engine other signing keys.
 *
 * oidc-provider 9.13.3: `oidc-provider/lib/helpers/initialize_keystore.js`.
 * Why: its configuration takes keys at the start only. What its constructor does with them is this one function, which checks them,
 * builds keystore and JWKS anew and puts both in place in one synchronous step.
 * Held by: test/oidc/engine/signing-keys.test.ts, "the running engine signs with the first key that it was given last, and publishes all of them"
 */
import type { Provider } from 'oidc-provider';
import initializeKeystore from 'oidc-provider/lib/helpers/initialize_keystore.js';
import type { EngineKey } from '../../keys/signing-key-home.ts';

/** @param keys the first of an algorithm signs, all are published and verify. */
export function replaceEngineKeys(provider: Provider, keys: readonly EngineKey[]): void {
  initializeKeystore.call(provider, { keys });
}
