/**
 * A client is made of its registration once, for as long as the node knows that registration.
 *
 * oidc-provider 9.13.3: wraps `Client.find`.
 * Why: it finds the client that it made by writing the whole registration down and hashing it, several times a request.
 * Held by: test/oidc/engine/known-clients.test.ts, "one registration is one client, and a changed one another"
 */
import type { ClientMetadata, Provider } from 'oidc-provider';

type FindClient = (id: string) => Promise<object | undefined>;
type Registrations = { find(id: string): Promise<ClientMetadata | undefined> };

/** After whatever changes what is found: that is then done once as well. */
export function keepKnownClients(provider: Provider): void {
  const { Client } = provider as unknown as { Client: { find: FindClient; readonly adapter: Registrations } };
  const find = Client.find.bind(Client);
  const known = new WeakMap<ClientMetadata, object>();
  Client.find = async (id) => {
    const registration = await Client.adapter.find(id);
    const client = registration && known.get(registration);
    if (client || !registration) {
      return client ?? find(id);
    }
    const made = await find(id);
    if (made) {
      known.set(registration, made);
    }
    return made;
  };
}
