/**
 * `config/clients`, the declarative way: what the files say is compared with the registry, shown, and carried out. A file that is
 * gone takes no client with it unless it is asked to, and then the client is disabled, not removed.
 */
import { securityEvents } from '../audit/events/security-events.ts';
import type { ClientDeclaration } from '../configuration/clients/client-declarations.ts';
import { type DeploymentProfile, strictProfile } from '../configuration/deployment-profile.ts';
import { ConfigurationError } from '../errors.ts';
import { whole } from '../storage/due/each-in-turn.ts';
import { hashOfIdentifier } from '../storage/keyed-hash.ts';
import {
  type ClientRecord,
  firstSecret,
  type KeptSecret,
  nextSecret,
  type StoredClient,
} from './client-record.ts';
import type { ClientStore } from './client-store.ts';
import { needsSecret, parseRegistration, type Registration } from './registration.ts';
import type { RegistryParts } from './registry.ts';

/** Of one client, in the order of their ids. */
export type Step =
  | { readonly kind: 'unchanged'; readonly clientId: string }
  | { readonly kind: 'no-longer-declared'; readonly clientId: string }
  | {
      readonly kind: 'add' | 'change' | 'disable';
      readonly clientId: string;
      readonly differences: readonly Difference[];
      readonly record: ClientRecord;
      readonly version: number;
    };

/** Of one field, in JSON; undefined where it is not set. Secrets are never told. */
export interface Difference {
  readonly field: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

export interface Intention {
  readonly now: Date;
  /** Disable clients whose file is gone. */
  readonly prune: boolean;
  /** How long a secret stays valid after another was declared. */
  readonly overlapInSeconds: number;
}

/** @throws ConfigurationError naming the first file and value that is wrong */
export function checkDeclarations(
  declarations: readonly ClientDeclaration[],
  scopes: readonly string[],
  profile: DeploymentProfile = strictProfile,
): Registration[] {
  const registrations = declarations.map(({ source, metadata }) => {
    const parsed = parseRegistration(metadata, scopes, profile);
    if (parsed.kind === 'refused') {
      const [fault] = parsed.faults;
      throw new ConfigurationError(`${source} ${fault?.field}: ${fault?.message}`);
    }
    refuseSecretMismatch(source, parsed.registration);
    return parsed.registration;
  });
  refuseDoubles(registrations);
  return registrations;
}

function refuseSecretMismatch(source: string, registration: Registration): void {
  const method = registration.token_endpoint_auth_method;
  if (needsSecret(registration) && !registration.client_secret) {
    throw new ConfigurationError(`${source}: client_secret is missing for ${method}`);
  }
}

function refuseDoubles(registrations: readonly Registration[]): void {
  const ids = registrations.map(({ client_id }) => client_id);
  const double = ids.find((id, place) => ids.indexOf(id) !== place);
  if (double !== undefined) {
    throw new ConfigurationError(`${double} is declared in two files`);
  }
}

/** What has to be done so that the registry says what the files say. */
export function planDeclarations(
  declared: readonly Registration[],
  kept: readonly StoredClient[],
  intention: Intention,
): Step[] {
  const keptById = new Map(kept.map((client) => [client.registration.client_id, client]));
  const declaredIds = new Set(declared.map(({ client_id }) => client_id));
  const steps = declared.map((registration) =>
    stepOf(registration, keptById.get(registration.client_id), intention),
  );
  const orphans = kept.filter(
    ({ registration, isDeclared }) => isDeclared && !declaredIds.has(registration.client_id),
  );
  return [...steps, ...orphans.map((client) => stepOfOrphan(client, intention))].sort((one, other) =>
    one.clientId < other.clientId ? -1 : 1,
  );
}

function stepOf(declared: Registration, kept: StoredClient | undefined, intention: Intention): Step {
  const { client_secret: given, ...rest } = declared;
  const registration = rest as Registration;
  const secret = needsSecret(registration) ? given : undefined;
  const clientId = registration.client_id;
  if (!kept) {
    const record = firstRecord(registration, secret, intention.now);
    return { kind: 'add', clientId, differences: differencesOf(undefined, record), record, version: 0 };
  }
  const record = nextRecord(kept, registration, secret, intention);
  const differences = differencesOf(kept, record);
  return differences.length === 0
    ? { kind: 'unchanged', clientId }
    : { kind: 'change', clientId, differences, record, version: kept.version };
}

function firstRecord(registration: Registration, secret: string | undefined, now: Date): ClientRecord {
  return {
    registration,
    secret: secret === undefined ? undefined : firstSecret(secret),
    status: { kind: 'active' },
    isDeclared: true,
    sectorWithPort: null,
    createdAt: now,
    updatedAt: now,
    updatedBy: 'cli',
  };
}

/** Whoever was disabled by hand stays so; who was disabled for want of a file comes back with it. */
function nextRecord(
  { version: _, ...kept }: StoredClient,
  registration: Registration,
  secret: string | undefined,
  { now, overlapInSeconds }: Intention,
): ClientRecord {
  const comesBack = kept.status.kind === 'disabled' && kept.status.because === 'not-declared';
  return {
    ...kept,
    registration,
    secret: declaredSecret(kept.secret, secret, overlapInSeconds, now),
    status: comesBack ? { kind: 'active' } : kept.status,
    isDeclared: true,
    updatedAt: now,
    updatedBy: 'cli',
  };
}

function declaredSecret(
  kept: KeptSecret | undefined,
  secret: string | undefined,
  overlapInSeconds: number,
  now: Date,
): KeptSecret | undefined {
  if (secret === undefined) {
    return undefined;
  }
  const isSame = kept?.hash === hashOfIdentifier(secret);
  return isSame ? kept : nextSecret(kept, secret, overlapInSeconds, now);
}

function stepOfOrphan({ version, ...kept }: StoredClient, { prune, now }: Intention): Step {
  const clientId = kept.registration.client_id;
  if (!prune) {
    return { kind: 'no-longer-declared', clientId };
  }
  const record: ClientRecord = {
    ...kept,
    status: kept.status.kind === 'active' ? { kind: 'disabled', because: 'not-declared' } : kept.status,
    isDeclared: false,
    updatedAt: now,
    updatedBy: 'cli',
  };
  return { kind: 'disable', clientId, differences: differencesOf(kept, record), record, version };
}

function differencesOf(before: ClientRecord | undefined, after: ClientRecord): Difference[] {
  const isOtherSecret = before !== undefined && before.secret?.hash !== after.secret?.hash;
  const old = shownFields(before, '(kept)');
  const next = shownFields(after, isOtherSecret ? '(another)' : '(kept)');
  const fields = [...new Set([...Object.keys(old), ...Object.keys(next)])];
  return fields
    .map((field) => ({ field, before: old[field], after: next[field] }))
    .filter((difference) => difference.before !== difference.after);
}

/** What may be shown of a client, each field as JSON. */
function shownFields(
  record: ClientRecord | undefined,
  secretInWords: string,
): Record<string, string | undefined> {
  if (!record) {
    return {};
  }
  const { registration, secret, status, isDeclared } = record;
  const fields = Object.entries(registration).filter(([, value]) => value !== undefined);
  return {
    ...Object.fromEntries(fields.map(([field, value]) => [field, JSON.stringify(value)])),
    ...(secret ? { client_secret: secretInWords } : {}),
    status: status.kind,
    declared: String(isDeclared),
  };
}

/**
 * Carries the steps out, one client at a time.
 * @returns the ids of clients that somebody else changed meanwhile; they were left alone
 */
export async function carryOut(steps: readonly Step[], clients: ClientStore): Promise<string[]> {
  const moved: string[] = [];
  for (const step of steps) {
    if ('record' in step) {
      const event = securityEvents.clientChanged(changeOf[step.kind], step.clientId, 'cli');
      const stored = await clients.put(step.record, step.version, event);
      if (!stored) {
        moved.push(step.clientId);
      }
    }
  }
  return moved;
}

const changeOf = { add: 'added', change: 'changed', disable: 'no-longer-declared' } as const;

/** Everything at once, for what is set up by a program. */
export async function applyDeclarations(
  declarations: readonly ClientDeclaration[],
  parts: Pick<RegistryParts, 'clients' | 'scopes' | 'profile'>,
  now: Date,
): Promise<void> {
  const registrations = checkDeclarations(declarations, parts.scopes, parts.profile);
  const intention = { now, prune: false, overlapInSeconds: 0 };
  const steps = planDeclarations(registrations, whole(await parts.clients.list()), intention);
  await carryOut(steps, parts.clients);
}
