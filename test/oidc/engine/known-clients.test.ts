import { expect, it } from '@jest/globals';
import { type Adapter, type ClientMetadata, Provider } from 'oidc-provider';
import { keepKnownClients } from '../../../src/oidc/engine/patches/clients/known-clients.ts';
import { makeSigningKey } from '../../../src/oidc/keys/make-signing-key.ts';

/*
 * If this fails after a new version of oidc-provider: how `Client.find` asks its adapter has changed, and the engine would work with a
 * registration that was changed, or make each client anew at every use.
 */

const key = await makeSigningKey('ES256');
let registration: ClientMetadata | undefined;

function engine(): Provider {
  const adapter = { find: async (id: string) => (id === 'portal' ? registration : undefined) };
  const provider = new Provider('http://localhost:4998', {
    clients: [metadata('own')],
    adapter: (() => adapter) as unknown as () => Adapter,
    jwks: { keys: [key as never] },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    features: { devInteractions: { enabled: false } },
  });
  keepKnownClients(provider);
  return provider;
}

const metadata = (client_id: string, client_name = 'first'): ClientMetadata => ({
  client_id,
  client_name,
  redirect_uris: ['http://localhost:4999/'],
  client_secret: 's'.repeat(32),
});

it('one registration is one client, and a changed one another', async () => {
  const { Client } = engine();
  registration = metadata('portal');
  const first = await Client.find('portal');
  expect(first?.clientName).toBe('first');
  expect(await Client.find('portal')).toBe(first);
  registration = metadata('portal', 'second');
  expect((await Client.find('portal'))?.clientName).toBe('second');
  registration = undefined;
  expect(await Client.find('portal')).toBeUndefined();
});

it('a known registration is not written down again', async () => {
  const { Client } = engine();
  let written = 0;
  registration = Object.defineProperty(metadata('portal'), 'toJSON', { value: () => (written += 1) });
  await Client.find('portal');
  await Client.find('portal');
  expect(written).toBe(1);
});

it('clients that stand in the code are found as before', async () => {
  const { Client } = engine();
  expect((await Client.find('own'))?.clientId).toBe('own');
  expect(await Client.find('nobody')).toBeUndefined();
});
