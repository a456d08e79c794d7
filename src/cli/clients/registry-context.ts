/** What the commands about clients work with. Each change leaves its audit event on standard error. */
import { createRecorder } from '../../audit/audit-log.ts';
import { type ClientStore, createClientStore } from '../../clients/client-store.ts';
import { createFetchLogo } from '../../clients/logos/fetch-logo.ts';
import type { Changed, Outcome, Refusal, RemoveOutcome } from '../../clients/outcome.ts';
import { faultsOfGrants } from '../../clients/registration.ts';
import { type AskEngine, type ClientRegistry, createClientRegistry } from '../../clients/registry.ts';
import type { DeploymentProfile } from '../../configuration/deployment-profile.ts';
import type { GrantSwitches } from '../../configuration/grant-switches.ts';
import { ConfigurationError } from '../../errors.ts';
import { createLogger } from '../../observability/logger.ts';
import { scopesOf } from '../../oidc/policy/claims.ts';
import { createSealer } from '../../storage/sealed.ts';
import { withCommandContext } from '../command-context.ts';

export interface RegistryContext {
  readonly registry: ClientRegistry;
  readonly clients: ClientStore;
  readonly scopes: readonly string[];
  readonly profile: DeploymentProfile;
  /** What this deployment has switched on. */
  readonly grants: GrantSwitches;
}

export function withRegistry(work: (registry: RegistryContext) => Promise<void>): Promise<void> {
  return withCommandContext(({ store, config }) => {
    const sealer = createSealer(config.secrets.sealing_keys);
    const recorder = createRecorder(store, sealer, createLogger('info', process.stderr));
    const clients = createClientStore(store, sealer, recorder);
    const { profile, grants, outgoing } = config;
    const scopes = scopesOf(profile);
    const fetchLogo = createFetchLogo({ privateHosts: outgoing.private_hosts });
    const askEngine: AskEngine = async (registration) => faultsOfGrants(registration, grants);
    const registry = createClientRegistry({ clients, scopes, profile, askEngine, fetchLogo });
    return work({ registry, clients, scopes, profile, grants });
  });
}

/** @throws ConfigurationError with a sentence, unless it was done */
export function expectDone(clientId: string, outcome: Outcome): Changed {
  return outcome.kind === 'done' ? outcome : refuse(clientId, outcome);
}

export function expectRemoved(clientId: string, outcome: RemoveOutcome): void {
  if (outcome.kind !== 'removed') {
    refuse(clientId, outcome);
  }
}

function refuse(clientId: string, outcome: Refusal): never {
  switch (outcome.kind) {
    case 'refused':
      return failWith(outcome.faults.map(({ field, message }) => `${field}: ${message}`).join('\n      '));
    case 'taken':
      return failWith(`${clientId} is registered already; see kapu clients update`);
    case 'unknown':
      return failWith(`there is no client ${clientId}`);
    case 'moved':
      return failWith(`${clientId} was changed by somebody else at this moment; try again`);
    case 'declared':
      return failWith(
        `${clientId} is declared in a file of config/clients: change it there, kapu clients apply`,
      );
    case 'without-secret':
      return failWith(`${clientId} has no secret: it authenticates with a key, or not at all`);
  }
}

function failWith(sentence: string): never {
  throw new ConfigurationError(sentence);
}
