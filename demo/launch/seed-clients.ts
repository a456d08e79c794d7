/** The demo's relying parties, declared in `config/clients`, in the way of `kapu clients apply`. */
import { createClientStore } from '../../src/clients/client-store.ts';
import { applyDeclarations } from '../../src/clients/declarations.ts';
import type { Config } from '../../src/config.ts';
import type { ClientDeclaration } from '../../src/configuration/clients/client-declarations.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { scopesOf } from '../../src/oidc/policy/claims.ts';
import { connectToRedis } from '../../src/storage/redis.ts';
import { createSealer } from '../../src/storage/sealed.ts';

export async function registerClients(
  config: Config,
  redisAddress: string,
  declarations: readonly ClientDeclaration[],
  now: Date,
): Promise<void> {
  const store = await connectToRedis(redisAddress, createLogger('silent'));
  try {
    const clients = createClientStore(store, createSealer(config.secrets.sealing_keys));
    const { profile } = config;
    const parts = { clients, scopes: scopesOf(profile), profile };
    await applyDeclarations(declarations, parts, now);
  } finally {
    await store.quit();
  }
}
