/**
 * Gives the running engine other signing keys. Its configuration takes keys at the start only; what its constructor does with
 * them is this one function, which checks them, builds keystore and JWKS anew and puts both in place in one synchronous
 * step. It is not part of the engine's documented interface: test/oidc/engine-keystore.test.ts says so loudly if that changes.
 */
import type { Provider } from 'oidc-provider';
import initializeKeystore from 'oidc-provider/lib/helpers/initialize_keystore.js';
import type { PrivateKey } from './make-signing-key.ts';

/** @param keys the first of an algorithm signs, all are published and verify. */
export function replaceEngineKeys(provider: Provider, keys: readonly PrivateKey[]): void {
  initializeKeystore.call(provider, { keys });
}
