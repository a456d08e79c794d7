/**
 * The request that the engine is just answering, where nobody hands it over.
 *
 * oidc-provider 9.13.3: `Provider.ctx`, kept by it in an AsyncLocalStorage.
 * Why: what it calls on its models (`find`, `consume`) is not told for whom.
 * Held by: test/flows/device.test.ts, "is not asked for faster than agreed"
 */
import { type KoaContextWithOIDC, Provider } from 'oidc-provider';

export function currentRequest(): KoaContextWithOIDC | undefined {
  return Provider.ctx as KoaContextWithOIDC | undefined;
}
