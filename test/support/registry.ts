/** The registry of a test installation, as an operator or the administration works with it. */
import { createClientStore } from '../../src/clients/client-store.ts';
import { type ClientRegistry, createClientRegistry } from '../../src/clients/registry.ts';
import { supportedScopes } from '../../src/oidc/policy/claims.ts';
import type { Store } from '../../src/storage/redis.ts';
import type { Sealer } from '../../src/storage/sealed.ts';

export function registryOn(store: Store, sealer: Sealer): ClientRegistry {
  return createClientRegistry({
    clients: createClientStore(store, sealer),
    scopes: supportedScopes,
  });
}

export const sampleRegistration = {
  client_id: 'hivatal',
  client_name: 'Mintahivatal',
  client_uri: 'https://hivatal.example',
  redirect_uris: ['https://hivatal.example/callback'],
  minimum_assurance: 'low',
  first_party: true,
} as const;
