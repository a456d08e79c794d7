/** The engine's clients that registered themselves, kept in the registry like all others: secrets hashed, changes live on all nodes. */
import { type ClientMetadata, errors } from 'oidc-provider';
import { securityEvents } from '../../audit/events/security-events.ts';
import {
  type ClientRecord,
  firstSecret,
  type KeptSecret,
  type StoredClient,
} from '../../clients/client-record.ts';
import type { ClientStore } from '../../clients/client-store.ts';
import { type DynamicRegistration, dynamicClientSchema } from '../../clients/dynamic-client-metadata.ts';
import type { LiveClients } from '../../clients/live-clients.ts';
import { needsSecret } from '../../clients/registration.ts';
import { hashOfIdentifier } from '../../storage/keyed-hash.ts';
import { hiddenMembers } from './own-metadata.ts';

export interface DynamicClients {
  /** @param metadata as the engine accepted them, with the secret as it was made, or its hash where it stays */
  keep(clientId: string, metadata: object): Promise<void>;
  remove(clientId: string): Promise<void>;
}

export interface DynamicClientsParts {
  readonly clients: ClientStore;
  readonly live: LiveClients;
  readonly now: () => Date;
  /** True while a new client is registered; an old one that is gone meanwhile is not brought back. */
  readonly isNew: () => boolean;
}

const mostTries = 5;
const nobodyYet = 'registration';

export function createDynamicClients({ clients, live, now, isNew }: DynamicClientsParts): DynamicClients {
  /** Reads the client as it is and changes it, again when somebody else was first. */
  async function change(
    clientId: string,
    decide: (client: StoredClient | undefined) => Promise<boolean>,
  ): Promise<void> {
    for (let tries = 0; tries < mostTries; tries += 1) {
      if (await decide(await clients.find(clientId))) {
        live.forget(clientId);
        return;
      }
    }
    throw new errors.TemporarilyUnavailable();
  }

  return {
    async keep(clientId, metadata) {
      const registration = parsed(metadata);
      await change(clientId, async (client) => {
        if ((client === undefined) !== isNew()) {
          throw new errors.InvalidClientMetadata('the client is no longer registered');
        }
        const record = recordOf(registration, client, now());
        const event = isNew()
          ? securityEvents.clientChanged('added', clientId, nobodyYet)
          : securityEvents.clientChanged('changed', clientId, clientId);
        return (await clients.put(record, client?.version ?? 0, event)) !== undefined;
      });
    },

    async remove(clientId) {
      const event = securityEvents.clientChanged('removed', clientId, clientId);
      await change(
        clientId,
        async (client) => client === undefined || clients.remove(clientId, client.version, event),
      );
    },
  };
}

function parsed(metadata: object): DynamicRegistration {
  const result = dynamicClientSchema.safeParse(metadata);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new errors.InvalidClientMetadata(`${issue?.path.join('.')} ${issue?.message}`);
  }
  return result.data;
}

function recordOf(
  { client_secret: secret, ...registration }: DynamicRegistration,
  client: StoredClient | undefined,
  now: Date,
): ClientRecord {
  const { version: _, ...kept } = client ?? { version: 0 };
  return {
    status: { kind: 'active' },
    isDeclared: false,
    sectorWithPort: null,
    createdAt: now,
    ...kept,
    registration,
    secret: needsSecret(registration) ? secretOf(secret, client?.secret) : undefined,
    updatedAt: now,
    updatedBy: client ? registration.client_id : nobodyYet,
  };
}

/** The engine hands over the hash of a secret that stays, and a new one as it is. */
function secretOf(given: string | undefined, kept: KeptSecret | undefined): KeptSecret | undefined {
  if (given === undefined || given === kept?.hash) {
    return kept;
  }
  return firstSecret(given);
}

/**
 * What may be answered of a client: its secret when it was made just now, no hash of it, and nothing that is ours.
 * @param hash of the secret that is kept
 */
export function withoutOwnMembers(
  { client_secret: secret, client_secret_expires_at: expiry, ...metadata }: Readonly<Partial<ClientMetadata>>,
  hash: string | undefined,
): object {
  const isNew = secret !== undefined && hashOfIdentifier(secret) === hash;
  const shown = Object.entries(metadata).filter(([member]) => !hiddenMembers.includes(member));
  return {
    ...Object.fromEntries(shown),
    ...(isNew ? { client_secret: secret, client_secret_expires_at: expiry ?? 0 } : {}),
  };
}
