/**
 * Clients of the registry, as the engine's client metadata.
 *
 * In this folder: who is a client of the engine, how it proves that, and how it registers itself; wallets are in `credentials/`.
 */
import { type Adapter, type ClientMetadata, errors, type Provider } from 'oidc-provider';
import { type ClientRecord, firstSecret, newSecret, type StoredClient } from '../../clients/client-record.ts';
import { isDynamicMetadata } from '../../clients/dynamic-client-metadata.ts';
import type { LiveClients } from '../../clients/live-clients.ts';
import { faultsOfDemands } from '../../clients/profile-rules.ts';
import {
  isMachine,
  type MachineRegistration,
  needsSecret,
  type Registration,
} from '../../clients/registration.ts';
import type { AskEngine } from '../../clients/registry.ts';
import type { Config } from '../../config.ts';
import type { ClientRegistration } from '../../configuration/clients/client-registration.ts';
import { type GrantSwitches, grantsSwitchedOff } from '../../configuration/grant-switches.ts';
import { hashOfIdentifier } from '../../storage/keyed-hash.ts';
import { unmanaged } from '../engine/internals/unmanaged-clients.ts';
import type { DynamicClients } from './dynamic-clients.ts';
import { type OwnMetadata, sectorStandIn } from './own-metadata.ts';

/** A client that stands in the code, with its secret. */
export function staticMetadata({ client_secret, ...registration }: ClientRegistration): ClientMetadata {
  return {
    ...registration,
    response_types: ['code'],
    ...(client_secret ? { client_secret: hashOfIdentifier(client_secret) } : {}),
  } as ClientMetadata;
}

/**
 * A disabled client is none, nor is one that does not meet what this deployment demands of all: whatever it sends, and whatever was issued to
 * it, is refused.
 * @param dynamic where clients may register themselves
 */
export function createClientAdapter(
  clients: LiveClients,
  { grants: switches, profile }: Pick<Config, 'grants' | 'profile'>,
  dynamic?: DynamicClients,
): Adapter {
  const notHere = async (): Promise<undefined> => undefined;
  const made = new WeakMap<StoredClient, ClientMetadata>();

  const unmet = new WeakMap<StoredClient, boolean>();

  /** Judged once for each client as it stands. */
  function meetsDemands(client: StoredClient): boolean {
    const isUnmet = unmet.get(client) ?? faultsOfDemands(client.registration, profile).length > 0;
    unmet.set(client, isUnmet);
    return !isUnmet;
  }

  function metadataOf(client: StoredClient): ClientMetadata {
    const metadata = made.get(client) ?? withoutGrantsThatAreOff(clientMetadata(client), switches);
    made.set(client, metadata);
    return metadata;
  }

  return {
    async find(id) {
      const client = await clients.find(id);
      const counts =
        client?.status.kind === 'active' &&
        (dynamic || !isDynamicMetadata(client.registration)) &&
        meetsDemands(client);
      return counts ? metadataOf(client) : undefined;
    },
    upsert: dynamic?.keep ?? notHere,
    findByUid: notHere,
    findByUserCode: notHere,
    consume: notHere,
    destroy: dynamic?.remove ?? notHere,
    revokeByGrantId: notHere,
  };
}

/** A grant that was switched off after a client was registered for it takes nothing else from that client. */
function withoutGrantsThatAreOff(metadata: ClientMetadata, switches: GrantSwitches): ClientMetadata {
  const off = grantsSwitchedOff(metadata.grant_types ?? [], switches);
  return off.length === 0
    ? metadata
    : { ...metadata, grant_types: metadata.grant_types?.filter((grant) => !off.includes(grant)) ?? [] };
}

/** What the engine would refuse to work with, before it is registered. */
export function createAskEngine(provider: Provider): AskEngine {
  return async (registration) => {
    try {
      const secret = needsSecret(registration) ? firstSecret(newSecret()) : undefined;
      await provider.Client.validate(
        clientMetadata({ registration, secret, sectorWithPort: null, createdAt: new Date() }),
      );
      return [];
    } catch (fault) {
      if (fault instanceof errors.InvalidClientMetadata) {
        return [{ field: 'metadata', message: String(fault.error_description) }];
      }
      throw fault;
    }
  };
}

/** As the engine is given it. */
export function clientMetadata(
  client: Pick<ClientRecord, 'registration' | 'secret' | 'sectorWithPort' | 'createdAt'>,
): ClientMetadata {
  const { registration, secret, sectorWithPort, createdAt } = client;
  const { previous } = secret ?? {};
  const own: OwnMetadata = {
    counts_from: Math.floor(createdAt.getTime() / 1000),
    ...(sectorWithPort === null ? {} : { sector_with_port: sectorWithPort }),
    ...(previous ? { previous_secret: { hash: previous.hash, ends_at: previous.endsAt.getTime() } } : {}),
  };
  const kept = {
    ...own,
    ...(secret ? { client_secret: secret.hash } : {}),
    // Only who registered itself manages itself.
    ...(isDynamicMetadata(registration) ? { client_secret_expires_at: 0 } : unmanaged),
  };
  if (!isMachine(registration)) {
    const sector = sectorStandInOf(registration);
    // Also where it was registered before that was refused: nobody can tell who such a client is.
    const isAnybody = registration.token_endpoint_auth_method === 'none';
    const consent = { first_party: registration.first_party && !isAnybody };
    return {
      response_types: ['code'],
      ...registration,
      ...consent,
      ...sector,
      ...kept,
    } as unknown as ClientMetadata;
  }
  const { scope, ...rest } = registration;
  const forNobody = { response_types: [], redirect_uris: [], subject_type: 'public', machine_scope: scope };
  return { ...rest, ...forNobody, ...kept } as unknown as ClientMetadata;
}

/** The engine takes each port for a host of its own, and wants a common sector where there are several. Ours is decided by us. */
function sectorStandInOf({
  subject_type,
  redirect_uris,
  sector_identifier_uri,
}: Exclude<Registration, MachineRegistration>): object {
  const hosts = new Set(redirect_uris.map((address) => URL.parse(address)?.host));
  const isNeeded = subject_type === 'pairwise' && hosts.size > 1 && sector_identifier_uri === undefined;
  return isNeeded ? { sector_identifier_uri: sectorStandIn } : {};
}
