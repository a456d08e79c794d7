/**
 * The registry of clients: who may sign citizens in, and who may act for itself. A change is decided on a version and made only
 * if that is still the one; nodes hear of it at once (live-clients.ts).
 */
import { isDeepStrictEqual } from 'node:util';
import { securityEvents } from '../audit/events/security-events.ts';
import type { DeploymentProfile } from '../configuration/deployment-profile.ts';
import { type Listing, readEach } from '../storage/due/each-in-turn.ts';
import { changeClient } from './change-client.ts';
import { firstSecret, newSecret, nextSecret, type StoredClient } from './client-record.ts';
import type { ClientStore } from './client-store.ts';
import { createLogoDecisions, type LogoDecisions } from './logos/decide-logo.ts';
import { createFetchLogo, type FetchLogo } from './logos/fetch-logo.ts';
import type { RegistrationFault } from './metadata-rules.ts';
import type { Occasion, Outcome, RemoveOutcome } from './outcome.ts';
import {
  needsSecret,
  type ParsedRegistration,
  parseRegistration,
  type Registration,
} from './registration.ts';

export interface ClientRegistry extends LogoDecisions {
  find(clientId: string): Promise<StoredClient | undefined>;
  list(): Promise<Listing<StoredClient>>;
  /** @param written metadata without a secret; one is made where the client needs it */
  add(written: unknown, occasion: Occasion): Promise<Outcome>;
  replace(clientId: string, written: unknown, occasion: Occasion): Promise<Outcome>;
  /** @param overlapInSeconds how long the secret so far stays valid */
  rotateSecret(clientId: string, overlapInSeconds: number, occasion: Occasion): Promise<Outcome>;
  disable(clientId: string, occasion: Occasion): Promise<Outcome>;
  enable(clientId: string, occasion: Occasion): Promise<Outcome>;
  /** Also one that cannot be read: nothing else could end it. */
  remove(clientId: string, occasion: Occasion): Promise<RemoveOutcome>;
}

export interface RegistryParts {
  readonly clients: ClientStore;
  /** What a relying party may be registered for. */
  readonly scopes: readonly string[];
  /** What this deployment allows; the strictest, unless it is said. */
  readonly profile?: DeploymentProfile;
  /** To public addresses alone, unless it is said. */
  readonly fetchLogo?: FetchLogo;
  /** The engine's own opinion, where there is one to ask. */
  readonly askEngine?: AskEngine;
}

/** @returns what the engine would not accept */
export type AskEngine = (registration: Registration) => Promise<RegistrationFault[]>;

export function createClientRegistry(parts: RegistryParts): ClientRegistry {
  const { clients } = parts;
  return {
    ...createLogoDecisions(clients, parts.fetchLogo ?? createFetchLogo({ privateHosts: [] })),
    find: clients.find,
    list: clients.list,
    add: (written, occasion) => addClient(parts, written, occasion),
    replace: (clientId, written, occasion) => replaceClient(parts, clientId, written, occasion),
    rotateSecret: (clientId, overlapInSeconds, occasion) =>
      rotateSecret(clients, clientId, overlapInSeconds, occasion),

    disable: (clientId, occasion) =>
      switchTo(clients, clientId, 'disabled', { kind: 'disabled', because: 'asked' }, occasion),

    enable: (clientId, occasion) => switchTo(clients, clientId, 'enabled', { kind: 'active' }, occasion),

    remove: (clientId, occasion) => removeClient(clients, clientId, occasion),
  };
}

/** Whoever gives it once more has what they want, and nothing is recorded that did not happen. */
function switchTo(
  clients: ClientStore,
  clientId: string,
  what: 'disabled' | 'enabled',
  status: StoredClient['status'],
  occasion: Occasion,
): Promise<Outcome> {
  return changeClient<never>(clients, clientId, what, occasion, (client) =>
    isDeepStrictEqual(client.status, status) ? 'as-it-is' : { record: { ...client, status } },
  );
}

async function addClient(parts: RegistryParts, written: unknown, { by, now }: Occasion): Promise<Outcome> {
  const parsed = await parse(parts, written);
  if (parsed.kind === 'refused') {
    return parsed;
  }
  const { registration } = parsed;
  const secret = needsSecret(registration) ? newSecret() : undefined;
  const stored = await parts.clients.put(
    {
      registration,
      secret: secret === undefined ? undefined : firstSecret(secret),
      status: { kind: 'active' },
      isDeclared: false,
      sectorWithPort: null,
      createdAt: now,
      updatedAt: now,
      updatedBy: by,
    },
    0,
    securityEvents.clientChanged('added', registration.client_id, by),
  );
  if (!stored) {
    return { kind: 'taken' };
  }
  return { kind: 'done', client: stored, ...(secret === undefined ? {} : { secret }) };
}

async function replaceClient(
  parts: RegistryParts,
  clientId: string,
  written: unknown,
  occasion: Occasion,
): Promise<Outcome> {
  const parsed = await parse(parts, written);
  if (parsed.kind === 'refused') {
    return parsed;
  }
  const { registration } = parsed;
  if (registration.client_id !== clientId) {
    return { kind: 'refused', faults: [{ field: 'client_id', message: 'cannot be changed' }] };
  }
  return changeClient<never>(parts.clients, clientId, 'changed', occasion, (client) => {
    if (client.isDeclared) {
      return { kind: 'declared' };
    }
    if (!needsSecret(registration)) {
      return { record: { ...client, registration, secret: undefined } };
    }
    if (client.secret) {
      return { record: { ...client, registration } };
    }
    const secret = newSecret();
    return { record: { ...client, registration, secret: firstSecret(secret) }, secret };
  });
}

function rotateSecret(
  clients: ClientStore,
  clientId: string,
  overlapInSeconds: number,
  occasion: Occasion,
): Promise<Outcome> {
  return changeClient<never>(clients, clientId, 'secret-rotated', occasion, (client) => {
    if (!needsSecret(client.registration)) {
      return { kind: 'without-secret' };
    }
    if (client.isDeclared) {
      return { kind: 'declared' };
    }
    const secret = newSecret();
    const kept = nextSecret(client.secret, secret, overlapInSeconds, occasion.now);
    return { record: { ...client, secret: kept }, secret };
  });
}

async function removeClient(
  clients: ClientStore,
  clientId: string,
  { by, expectedVersion }: Occasion,
): Promise<RemoveOutcome> {
  // Read first: whoever makes it another client meanwhile moves its version on.
  const version = await clients.versionOf(clientId);
  const {
    readable: [client],
  } = await readEach([clientId], (id) => id, clients.find);
  if (version === undefined) {
    return { kind: 'unknown' };
  }
  // Of one that cannot be read nobody knows it; where a file declares it, it comes back when that is applied, readable.
  if (client?.isDeclared) {
    return { kind: 'declared' };
  }
  const isAsDecided = expectedVersion === undefined || version === expectedVersion;
  const event = securityEvents.clientChanged('removed', clientId, by);
  return isAsDecided && (await clients.remove(clientId, version, event))
    ? { kind: 'removed' }
    : { kind: 'moved' };
}

/** Secrets are made here: whoever could bring one along might bring a weak one, or one that is used elsewhere. */
async function parse(
  { scopes, profile, askEngine }: RegistryParts,
  written: unknown,
): Promise<ParsedRegistration> {
  if (written !== null && typeof written === 'object' && 'client_secret' in written) {
    return {
      kind: 'refused',
      faults: [{ field: 'client_secret', message: 'is made here and cannot be given' }],
    };
  }
  const parsed = parseRegistration(written, scopes, profile);
  const faults = parsed.kind === 'valid' ? ((await askEngine?.(parsed.registration)) ?? []) : [];
  return faults.length > 0 ? { kind: 'refused', faults } : parsed;
}
